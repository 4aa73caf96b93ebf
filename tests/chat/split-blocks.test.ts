import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paragraph, plain, runsOf, textOf, type ReplyBlock, type Run } from '../../src/chat/reply.js';
import { splitBlocks } from '../../src/chat/split-blocks.js';

/** As Telegram counts: UTF-16 code units of everything, a line break between blocks, and a limit on marked-up stretches. */
const fitsWithin =
  (limit: number, maxMarks = Infinity) =>
  (blocks: readonly ReplyBlock[]): boolean =>
    blocks.map((block) => textOf(block) + ('place' in block ? block.place : '')).join('\n').length <= limit &&
    blocks
      .flatMap(runsOf)
      .flat()
      .filter(({ kind }) => kind !== 'text').length <= maxMarks;

const words = fc.array(
  fc.constantFrom('灯塔', '重新', '亮起。', '为什么？', 'light', ' ', ', ', '\n', '👨‍👩‍👧‍👦', 'e\u0301', '🇨🇳', '“', '”', '。', 'x'.repeat(30)),
  { maxLength: 40 },
);
const run: fc.Arbitrary<Run> = fc.oneof(
  words.map((each): Run => ({ kind: 'text', text: each.join('') })),
  words.map((each): Run => ({ kind: 'strong', text: each.join('') })),
  fc.integer({ min: 1, max: 12 }).map((number): Run => ({ kind: 'mark', text: `[${number}]`, number })),
);
const runs = fc.array(run, { maxLength: 5 });
const block: fc.Arbitrary<ReplyBlock> = fc.oneof(
  fc.record({ kind: fc.constantFrom('paragraph', 'heading', 'note'), runs }),
  fc.record({ kind: fc.constantFrom('list', 'suggestions'), items: fc.array(runs, { maxLength: 4 }) }),
  runs.map((each): ReplyBlock => ({ kind: 'quotation', number: 1, runs: each, place: '《灯塔》', saidAbove: false })),
);

const wholeText = (blocks: readonly ReplyBlock[]): string =>
  blocks
    .flatMap(runsOf)
    .flat()
    .map(({ text }) => text)
    .join('');

describe('splitting a reply into messages', () => {
  it('loses nothing, repeats nothing and keeps the order: the parts put together are the whole', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), fc.integer({ min: 40, max: 200 }), (blocks, limit) => {
        const parts = splitBlocks(blocks, fitsWithin(limit, 8));
        expect(wholeText(parts.flat())).toBe(wholeText(blocks));
      }),
    );
  });

  it('makes no part that is longer than the limit, and no empty one', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), fc.integer({ min: 40, max: 200 }), (blocks, limit) => {
        for (const part of splitBlocks(blocks, fitsWithin(limit))) {
          expect(part.length).toBeGreaterThan(0);
          expect(fitsWithin(limit)(part)).toBe(true);
        }
      }),
    );
  });

  it('never cuts within a grapheme, a surrogate pair or a citation’s mark', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), fc.integer({ min: 40, max: 60 }), (blocks, limit) => {
        for (const part of splitBlocks(blocks, fitsWithin(limit))) {
          const text = wholeText(part);
          expect(text).not.toMatch(/\p{Surrogate}/u);
          expect(text).not.toMatch(/^[\u0301\u200d]/u);
          for (const { kind, text: mark } of part.flatMap(runsOf).flat()) if (kind === 'mark') expect(mark).toMatch(/^\[\d+\]$/);
        }
      }),
    );
  });

  it('keeps one part where everything fits, with the blocks as they were', () => {
    const blocks = [paragraph('一。'), paragraph('二。')];
    expect(splitBlocks(blocks, fitsWithin(100))).toEqual([blocks]);
  });

  it('cuts between blocks before it cuts a block', () => {
    const parts = splitBlocks([paragraph('一'.repeat(30)), paragraph('二'.repeat(30))], fitsWithin(40));
    expect(parts.map(wholeText)).toEqual(['一'.repeat(30), '二'.repeat(30)]);
  });

  it('cuts a long block after a sentence', () => {
    const parts = splitBlocks([paragraph('第一句话在这里。第二句话也在这里。')], fitsWithin(12));
    expect(parts.map(wholeText)).toEqual(['第一句话在这里。', '第二句话也在这里。']);
  });

  it('cuts a sentence that is too long after a word, and not before a comma', () => {
    const parts = splitBlocks([paragraph('lighthouse keepers, painters and sailors')], fitsWithin(18));
    expect(parts.map(wholeText)).toEqual(['lighthouse ', 'keepers, painters ', 'and sailors']);
  });

  it('keeps the place on every piece of a quotation, so that each says where it is from', () => {
    const quotation: ReplyBlock = { kind: 'quotation', number: 1, runs: plain('一。二。三。四。'), place: '《灯塔》', saidAbove: false };
    const parts = splitBlocks([quotation], fitsWithin(8));
    expect(parts.map((part) => part.map((each) => ('place' in each ? each.place : '')))).toEqual([['《灯塔》'], ['《灯塔》']]);
  });

  it('gives a single grapheme that fits nowhere a part of its own, rather than loop or lose it', () => {
    const parts = splitBlocks([paragraph('a👨‍👩‍👧‍👦b')], fitsWithin(3));
    expect(parts.map(wholeText)).toEqual(['a', '👨‍👩‍👧‍👦', 'b']);
  });

  it('makes no parts of no blocks', () => {
    expect(splitBlocks([], fitsWithin(10))).toEqual([]);
  });
});
