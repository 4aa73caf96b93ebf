import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginningOf, endOf } from '../../src/answering/excerpt.js';

const pieces = fc.constantFrom(
  '灯塔亮起。',
  'It shines. ',
  'x',
  ' ',
  '\n',
  '。',
  '👨‍👩‍👧‍👦',
  'e\u0301',
  '\u0301',
  '🇨🇳',
  '\ud83d',
  '“',
  'x'.repeat(40),
);
const texts = fc.array(pieces, { maxLength: 120 }).map((parts) => parts.join(''));

describe('an excerpt', () => {
  it('is the text’s own beginning or end, no longer than allowed, and never empty where there is something', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 70, max: 400 }), (text, most) => {
        const [beginning, end] = [beginningOf(text, most), endOf(text, most)];
        expect(text.startsWith(beginning) && text.endsWith(end)).toBe(true);
        for (const excerpt of [beginning, end]) expect(excerpt.length).toBeLessThanOrEqual(most + longestCharacter);
        if (text.length > 0) for (const excerpt of [beginning, end]) expect(excerpt.length).toBeGreaterThan(0);
      }),
    );
  });

  it('ends and begins with whole sentences where there are any', () => {
    const text = '灯塔停了十二年。'.repeat(100);
    expect(beginningOf(text, 101)).toBe('灯塔停了十二年。'.repeat(12));
    expect(endOf(text, 101)).toBe('灯塔停了十二年。'.repeat(12));
  });

  it('cuts no surrogate pair, and no mark from its letter', () => {
    for (const most of [100, 101, 102, 103]) {
      for (const unit of ['😀', 'e\u0301', '👨‍👩‍👧‍👦']) {
        const text = unit.repeat(200);
        expect(text.length % unit.length).toBe(0);
        expect(beginningOf(text, most).length % unit.length).toBe(0);
        expect(endOf(text, most).length % unit.length).toBe(0);
      }
    }
    expect(beginningOf(`a${'\u0301'.repeat(100_000)}`, 100).length).toBeLessThanOrEqual(100);
  });
});

/** The offset of a cut may move to the beginning of the character that it falls into. */
const longestCharacter = 32;
