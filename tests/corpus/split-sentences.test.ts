import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentencesOf } from '../../src/corpus/index.js';

const sentences = (text: string): string[] => sentencesOf(text).map(({ start, end }) => text.slice(start, end).trimEnd());

/** Texts whose sentences are parted by ¦ here and by nothing or a space in the text. */
function expectSentences(marked: string): void {
  const expected = marked.split('¦').map((sentence) => sentence.trim());
  expect(sentences(marked.replaceAll('¦', ''))).toEqual(expected);
}

describe('sentences', () => {
  it.each([
    '第一句。¦第二句！¦第三句？¦第四句',
    '真的吗?¦是的!¦好',
    '他说：“好。”¦然后走了。',
    '「是嗎？」¦他走了。',
    '（见附录。）¦下一句。',
    '成本更高；不过更好，后面还有：一句。',
    '他想了……还是走了。',
    '他走了……¦ 后来呢？',
    '使用GPT-4.5模型.¦它更好.',
  ])('of Chinese end where readers see them end: %s', expectSentences);

  it.each([
    '“为什么？”的问题没有答案。',
    '《谁动了我的奶酪？》是一本书。¦另一句。',
    '“这很难。”张三表示。¦另一句。',
    '「這很難。」張三說，「我知道。」',
    '“我同意。¦这样最好。”研究员 Jane Doe 解释称。¦另一句。',
    '“行……”他说。',
  ])('keep a quotation and what it is part of together: %s', expectSentences);

  it.each([
    'It is out. ¦It costs $3.50 a month. ¦Really?',
    'Dr. J. K. Smith of the U.S. Army met George W. Bush in St. Louis. ¦Then he left.',
    'It takes vitamin C. ¦It helps.',
    'See Fig. 3 and No. 5, i.e. the last, vs. the rest. ¦Done.',
    'They sell apples, pears, etc. ¦The shop is big.',
    'It was founded by Apple Inc. in Texas at 5 p.m. ¦They said so.',
    '1. Introduction is first. ¦Next.',
    'Node.js runs. ¦Yahoo! is big. ¦Visit https://example.com/a?b=c.d now.',
    'The end... or not. ¦And so on... ¦Then nothing.',
    '"Really?" she asked. ¦"Yes." ¦He left.',
    '"It works." Jane Doe said. ¦Nobody answered.',
    'He said "Stop." ¦"Why?" ¦Nobody knew.',
  ])('of English end where readers see them end: %s', expectSentences);

  it('end at an empty line', () => {
    expect(sentences('A title\n\nA sentence\nover two lines. Next.')).toEqual(['A title', 'A sentence\nover two lines.', 'Next.']);
  });

  it('follow one another without a gap from the first visible character to the last, whatever the text', () => {
    const fragment = fc.constantFrom(
      ' ',
      '\n',
      '。',
      '.',
      '!',
      '?',
      '…',
      '”',
      '"',
      '）',
      '》',
      'A',
      'b',
      '字',
      '的',
      '1',
      'Dr',
      '说',
      ',',
      '\ud83d',
      '😀',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(fragment, { maxLength: 60 }).map((parts) => parts.join('')),
        ),
        (text) => {
          const spans = sentencesOf(text);
          const visible = text.trim();
          if (visible === '') {
            expect(spans).toEqual([]);
            return;
          }
          expect(spans[0]?.start).toBe(text.length - text.trimStart().length);
          expect(spans.at(-1)?.end).toBe(text.trimEnd().length);
          spans.forEach(({ start, end }, at) => {
            expect(start).toBe(spans[at - 1]?.end ?? start);
            expect(text.slice(start, end).trim()).not.toBe('');
            expect(/^\s/u.test(text.slice(start, end))).toBe(false);
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('of long texts are found in time that grows with their length', () => {
    const texts = ['。”', '."', 'a.b.', '1. ', '“”。', '?!', ' .', '”说', 'Mr. '].map((part) => part.repeat(100_000));
    const started = performance.now();
    for (const text of texts) sentencesOf(text);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
