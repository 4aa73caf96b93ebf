import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain, sliceRuns, textOf, type Reply, type ReplyAction, type ReplyBlock, type Run } from '../../src/chat/index.js';
import { renderReply } from '../../src/telegram/render-reply.js';
import { formatText } from '../fakes/telegram/formatted-text.js';
import { parseHtml } from '../fakes/telegram/parse-html.js';

const awkward = fc.constantFrom(
  '<',
  '>',
  '&',
  '"',
  '</b>',
  '&amp;',
  '@somebody',
  ' @a_b_c ',
  '/cmd',
  '#tag',
  'https://a.b/c',
  '😀',
  '👨‍👩‍👧',
  '灯塔。',
  'word. ',
  '\n',
  '\ud800',
);
const text = fc
  .array(fc.oneof({ weight: 3, arbitrary: awkward }, fc.string({ unit: 'binary' })), { maxLength: 30 })
  .map((parts) => parts.join(''));
const longText = fc.tuple(text, fc.integer({ min: 1, max: 60 })).map(([part, times]) => part.repeat(times));
const run = fc.oneof(
  longText.map((words): Run => ({ kind: 'text', text: words })),
  text.map((words): Run => ({ kind: 'strong', text: words })),
  fc.integer({ min: 1, max: 99 }).map((number): Run => ({ kind: 'mark', text: `[${number}]`, number })),
);
const runs = fc.array(run, { minLength: 1, maxLength: 5 });
const block: fc.Arbitrary<ReplyBlock> = fc.oneof(
  runs.map((content): ReplyBlock => ({ kind: 'paragraph', runs: content })),
  runs.map((content): ReplyBlock => ({ kind: 'heading', runs: content })),
  runs.map((content): ReplyBlock => ({ kind: 'note', runs: content })),
  fc.array(runs, { maxLength: 8 }).map((items): ReplyBlock => ({ kind: 'list', items })),
  fc.tuple(runs, text, fc.boolean()).map(([content, place, saidAbove]): ReplyBlock => ({
    kind: 'quotation',
    number: 1,
    runs: content,
    place,
    url: 'https://a.example/?q="&x',
    saidAbove,
  })),
);
const reply = fc.array(block, { maxLength: 12 }).map((blocks): Reply => ({ placement: 'message', language: 'en', blocks, actions: [] }));

const squeezed = (words: string): string => words.replaceAll(/\s+/gu, '');

describe('a rendered reply', () => {
  it('has parts that put together are the whole, each within the limits, with no tag cut', () => {
    fc.assert(
      fc.property(reply, (given) => {
        const { parts } = renderReply(given);
        const shown = parts.flatMap(({ blocks }) => blocks.map(textOf)).join('');
        expect(squeezed(shown)).toBe(squeezed(given.blocks.map(textOf).join('')));
        for (const part of parts) {
          const parsed = parseHtml(part.html);
          expect(parsed.text).toBe(part.text);
          expect(formatText(part.html, 'HTML', undefined).losses).toEqual([]);
          expect(part.text.length).toBeLessThanOrEqual(4096);
          expect(part.text.trim()).not.toBe('');
          for (const each of part.blocks) expect(squeezed(part.text)).toContain(squeezed(wellFormed(wordsOf(each))));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('mentions nobody: names with an @ are code, which Telegram searches for nothing', () => {
    fc.assert(
      fc.property(reply, (given) => {
        for (const { html } of renderReply(given).parts) {
          const { text: shown, entities } = parseHtml(html);
          for (const { index, 0: name } of shown.matchAll(/(?<![\w@])@\w{3,}/gu)) {
            const isCode = entities.some(
              ({ type, offset, length }) => type === 'code' && offset <= index && offset + length >= index + name.length,
            );
            const isWhole = !/\w/u.test(shown[index - 1] ?? ' ');
            expect(isCode || !isWhole).toBe(true);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it.each(['#a', '@abc ', 'a.b ', '1234567 ', '/ab ', '$A '])('needs one message for a passage of 2,000 characters full of %j', (unit) => {
    const words = unit.repeat(2000 / unit.length);
    const passage: ReplyBlock = { kind: 'quotation', number: 1, runs: plain(words), place: '', saidAbove: false };
    const { parts } = renderReply({ placement: 'message', language: 'en', blocks: [passage], actions: [] });
    expect(parts).toHaveLength(1);
    expect(parts[0].text.trim()).toBe(words.trim());
    expect(parts[0].html).toContain('<code>');
  });

  it('says something even where there is nothing to say', () => {
    expect(renderReply({ placement: 'message', language: 'en', blocks: [], actions: [] }).parts[0].text).not.toBe('');
    const spaces: ReplyBlock = { kind: 'paragraph', runs: plain(' \n ') };
    expect(renderReply({ placement: 'message', language: 'en', blocks: [spaces], actions: [] }).parts[0].text.trim()).not.toBe('');
  });

  it('has at most eight buttons a row and a hundred in all, none with more than 64 bytes, none that leads nowhere', () => {
    const open = (number: number): ReplyAction => ({
      label: `[${number}]`,
      does: { kind: 'open-passage', answerId: 'x'.repeat(16), number },
    });
    const many = Array.from({ length: 130 }, (_, index) => open(index + 1));
    const odd: ReplyAction[] = [
      { label: 'local', does: { kind: 'open-url', url: 'http://localhost/' } },
      { label: ' ', does: { kind: 'choose-language', language: 'en' } },
      { label: 'far', does: { kind: 'open-url', url: `https://a.example/${'x'.repeat(3000)}` } },
    ];
    const { keyboard } = renderReply({ placement: 'message', language: 'en', blocks: [], actions: [odd, many] });
    expect(Math.max(...keyboard.map((row) => row.length))).toBeLessThanOrEqual(8);
    expect(keyboard.flat()).toHaveLength(100);
    for (const button of keyboard.flat())
      expect(Buffer.byteLength('callback_data' in button ? button.callback_data : '')).toBeLessThanOrEqual(64);
  });
});

/** A list's items have bullets between them. */
function wordsOf(block: ReplyBlock): string {
  if (block.kind === 'list' || block.kind === 'suggestions') return '';
  return sliceRuns(block.runs, 0, Number.POSITIVE_INFINITY)
    .map(({ text: words }) => words)
    .join('');
}

function wellFormed(words: string): string {
  return words.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}
