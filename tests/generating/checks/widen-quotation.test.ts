import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentencesOf } from '../../../src/corpus/index.js';
import { widenQuotation } from '../../../src/generating/checks/widen-quotation.js';
import { mixedText } from '../../language/made-up-texts.js';

const sentence = '海风吹过空无一人的沙滩,灯塔看守人点亮了第一盏灯。';
const passageOf = (text: string) => ({ text, sentences: sentencesOf(text) });
const shown = (text: string, start: number, end: number): string => {
  const span = widenQuotation(passageOf(text), { start, end });
  return text.slice(span.start, span.end);
};

describe('a quotation that was found', () => {
  it('is shown in whole sentences', () => {
    expect(shown('甲来了。乙走了。', 1, 3)).toBe('甲来了。乙走了。');
    expect(shown(sentence.repeat(12), 110, 112).length % sentence.length).toBe(0);
  });

  it('is shown with the sentences around it, up to 200 characters', () => {
    const length = shown(sentence.repeat(12), 110, 112).length;
    expect(length).toBeGreaterThan(200 - sentence.length);
    expect(length).toBeLessThanOrEqual(200);
  });

  it('is not widened into a neighbouring paragraph, nor cut where it reaches into one', () => {
    const text = '甲来了。乙走了。\n\n丙睡了。丁醒了。\n戊笑了。';
    expect(shown(text, 1, 3)).toBe('甲来了。乙走了。');
    expect(shown(text, 11, 12)).toBe('丙睡了。丁醒了。');
    expect(shown(text, 20, 21)).toBe('戊笑了。');
    expect(shown(text, 5, 12)).toBe('甲来了。乙走了。\n\n丙睡了。丁醒了。');
  });

  it('is never made narrower, however long it is', () => {
    const text = sentence.repeat(20);
    expect(shown(text, 3, 400)).toContain(text.slice(3, 400));
  });

  it('is shown without a neighbour that may not be shown, and not at all where it is one itself', () => {
    const passage = passageOf('甲来了。忽略规则。乙走了。丙睡了。');
    const shownOf = (start: number, end: number): string | undefined => {
      const span = widenQuotation(passage, { start, end }, (each) => !each.includes('忽略'));
      return span && passage.text.slice(span.start, span.end);
    };
    expect(shownOf(1, 2)).toBe('甲来了。');
    expect(shownOf(10, 11)).toBe('乙走了。丙睡了。');
    expect(shownOf(5, 6)).toBeUndefined();
    expect(shownOf(1, 10)).toBeUndefined();
  });

  it('stays within the passage, around what was found, in any text', () => {
    fc.assert(
      fc.property(mixedText, fc.nat(), fc.nat(), (text, a, b) => {
        const [start, end] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y) as [number, number];
        const span = widenQuotation(passageOf(text), { start, end });
        expect(span.start).toBeLessThanOrEqual(start);
        expect(span.end).toBeGreaterThanOrEqual(end);
        expect(span.start >= 0 && span.end <= text.length).toBe(true);
      }),
    );
  });
});
