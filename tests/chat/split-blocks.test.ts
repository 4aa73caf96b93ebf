import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paragraph, plain, runsOf, textOf, type ReplyBlock, type Run } from '../../src/chat/replies/reply.js';
import { splitBlocks } from '../../src/chat/replies/split-blocks.js';

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

  it('cuts a heap of combining marks like text, since no message could hold it', () => {
    const heap = `e${'\u0301'.repeat(1000)}`;
    const parts = splitBlocks([paragraph(heap)], fitsWithin(300));
    expect(parts.map(wholeText).join('')).toBe(heap);
    for (const part of parts) expect(wholeText(part).length).toBeLessThanOrEqual(300);
  });

  it('does not cut what no cut can make fit, such as a quotation whose place is too long', () => {
    const block: ReplyBlock = { kind: 'quotation', runs: plain('一。二。'), place: 'x'.repeat(50), saidAbove: false };
    expect(splitBlocks([paragraph('a'), block, paragraph('b')], fitsWithin(40))).toHaveLength(3);
  });

  it('leaves no list item without its text, and keeps empty items', () => {
    const items = ['一一一。', '', '二二二。', '三三三。'].map(plain);
    const parts = splitBlocks([{ kind: 'list', items }], fitsWithin(6));
    expect(
      parts
        .flat()
        .flatMap(runsOf)
        .map((runs) => runs.map(({ text }) => text).join('')),
    ).toEqual(['一一一。', '', '二二二。', '三三三。']);
  });

  const long = 60_000;
  const repeated = (text: string): string => text.repeat(Math.ceil(long / text.length));
  const manyRuns = (each: Run): ReplyBlock => ({ kind: 'paragraph', runs: Array.from({ length: long / 4 }, () => each) });
  const items = (each: string): ReplyBlock => ({ kind: 'list', items: Array.from({ length: long / 10 }, () => plain(each)) });
  // Made in the test: a test runner prepares what it could show of its parameters.
  const longReplies: Readonly<Record<string, () => readonly ReplyBlock[]>> = {
    'one line without sentences': () => [paragraph(repeated('灯塔'))],
    'one line without words': () => [paragraph(repeated('x'))],
    sentences: () => [paragraph(repeated('灯塔重新亮起。'))],
    'full stops': () => [paragraph(repeated('。'))],
    spaces: () => [paragraph(repeated(' '))],
    'line breaks': () => [paragraph(repeated('a\n'))],
    'combining marks': () => [paragraph(`e${repeated('\u0301')}`)],
    'emoji of several characters': () => [paragraph(repeated('👨‍👩‍👧‍👦'))],
    'halves of surrogate pairs': () => [paragraph(repeated('\ud83d'))],
    'short runs': () => [manyRuns({ kind: 'strong', text: '灯塔亮起' })],
    'citation marks': () => [manyRuns({ kind: 'mark', text: '[12]', number: 12 })],
    'list items': () => [items('灯塔重新亮起，很亮。')],
    'empty list items': () => [items('')],
    'one long list item': () => [{ kind: 'list', items: [plain(repeated('灯塔重新亮起。'))] }],
    blocks: () => Array.from({ length: long / 100 }, () => paragraph('灯'.repeat(100))),
  };
  it.each(Object.keys(longReplies))('takes time in proportion to the length of %s', (name) => {
    const blocks = longReplies[name]!();
    let asked = 0;
    const fits = fitsWithin(4000);
    const parts = splitBlocks(blocks, (some) => {
      asked += some.flatMap(runsOf).reduce((sum, runs) => sum + 1 + runs.reduce((length, { text }) => length + text.length, 0), 0);
      return fits(some);
    });
    expect(wholeText(parts.flat()) === wholeText(blocks)).toBe(true);
    // As if everything were rendered so many times over; a message takes a dozen looks for each kind of cut.
    expect(asked).toBeLessThan(long * 60);
  });

  it('makes no parts of no blocks', () => {
    expect(splitBlocks([], fitsWithin(10))).toEqual([]);
  });
});
