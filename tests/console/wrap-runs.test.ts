import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { plain, type Run } from '../../src/chat/index.js';
import { wrapRuns } from '../../src/console/wrap-runs.js';

const lines = (text: string, width: number): readonly string[] =>
  wrapRuns(plain(text), width).map((line) => line.map((run) => run.text).join(''));

describe('wrapping for a terminal', () => {
  it('counts two columns for a Chinese character', () => {
    for (const line of lines('灯塔重新亮起来了船只夜里也能进港', 10)) expect(stringWidth(line)).toBeLessThanOrEqual(10);
  });

  it('begins no line with closing punctuation and ends none with an opening one', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('灯塔', '，', '。', '“', '”', '亮起', 'light', '（', '）'), { maxLength: 40 }), (words) => {
        const wrapped = lines(words.join('灯'), 16);
        for (const line of wrapped.slice(1)) expect(line).not.toMatch(/^[，。”）]/u);
        for (const line of wrapped.slice(0, -1)) expect(line).not.toMatch(/[“（]$/u);
      }),
    );
  });

  it('loses nothing but spaces at the breaks, and keeps within the width', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('灯塔', 'light', ' ', '\n', 'x'.repeat(50), '👨‍👩‍👧‍👦', '。'), { maxLength: 40 }), (words) => {
        const text = words.join('');
        const wrapped = lines(text, 12);
        expect(wrapped.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        // A full stop may hang over: it does not begin a line.
        for (const line of wrapped) expect(stringWidth(line.replace(/。+$/u, ''))).toBeLessThanOrEqual(12);
      }),
    );
  });

  it.each(['。', '“', 'x', ' ', '灯', 'a\u0301', '\u0301', '👨‍👩‍👧‍👦', 'a. '])('breaks a long line of %j, however long it is', (text) => {
    const long = text.repeat(20_000 / text.length);
    expect(lines(long, 80).join('').replace(/\s/g, '')).toBe(long.replace(/\s/g, ''));
  });

  it('takes time in proportion to the number of runs, too', () => {
    const runs = Array.from({ length: 20_000 }, (): Run => ({ kind: 'strong', text: '灯塔' }));
    const wrapped = wrapRuns(runs, 40);
    expect(wrapped).toHaveLength(2_000);
    expect(wrapped.flat()).toEqual(runs);
  });

  it('keeps English words whole', () => {
    expect(lines('the lighthouse shines again', 12)).toEqual(['the', 'lighthouse', 'shines again']);
  });

  it.each(['GPT-4o', 'o1-preview', 'node:sqlite', 'v17.5.0', 'https://a.example/b-c?d=e', 'isn’t'])('does not break %s', (word) => {
    for (let width = 40; width >= 28; width--) {
      expect(
        lines(`模型叫做${word}，它比其他的模型慢，但是更强。the model ${word} thinks`, width).filter((line) => line.includes(word)),
      ).not.toEqual([]);
      expect(lines(`模型叫做${word}，它比其他的模型慢，但是更强。the model ${word} thinks`, width).join('\n').split(word)).toHaveLength(3);
    }
  });

  it('carries emphasis over a break', () => {
    const runs: readonly Run[] = [
      { kind: 'text', text: 'one ' },
      { kind: 'strong', text: 'two three' },
    ];
    expect(wrapRuns(runs, 8)).toEqual([
      [
        { kind: 'text', text: 'one ' },
        { kind: 'strong', text: 'two' },
      ],
      [{ kind: 'strong', text: 'three' }],
    ]);
  });
});
