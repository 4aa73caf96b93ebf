import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseText, normaliseWithOffsets } from '../../src/language/index.js';
import { cutText, mixedText } from './made-up-texts.js';

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

describe('normaliseText', () => {
  it.each([
    ['強化學習之父是誰？', '强化学习之父是谁?'],
    ['思維鏈', '思维链'],
    ['乾燥與頭髮', '干燥与头发'],
    ['他看著這裡', '他看着这里'],
    ['著名的著作', '著名的著作'],
    ['是真的么？什么', '是真的么?什么'],
    ['ＧＰＴ－４ｏ', 'GPT-4o'],
    ['①㎏ﬁ…', '1kgfi...'],
    ['a\uD800b\uDC00', 'a\uFFFDb\uFFFD'],
    ['𠮷野家🚀', '𠮷野家🚀'],
    ['OpenAI', 'OpenAI'],
  ])('makes %s comparable', (text, comparable) => {
    expect(normaliseText(text)).toBe(comparable);
  });

  it('changes nothing that it has made comparable already, and keeps whole characters only', () => {
    fc.assert(
      fc.property(cutText, (text) => {
        const once = normaliseText(text);
        expect(once).not.toMatch(loneSurrogate);
        expect(normaliseText(once)).toBe(once);
      }),
    );
  });
});

describe('normaliseWithOffsets', () => {
  it('gives the text that normaliseText gives', () => {
    fc.assert(
      fc.property(mixedText, (text) => {
        expect(normaliseWithOffsets(text).text).toBe(normaliseText(text));
      }),
    );
  });

  it('leads every unit back to the original: offsets never decrease, lie on whole characters, and the last is the text’s end', () => {
    fc.assert(
      fc.property(cutText, (text) => {
        const { text: comparable, ends } = normaliseWithOffsets(text);
        expect(ends).toHaveLength(comparable.length);
        expect([...ends]).toEqual([...ends].sort((a, b) => a - b));
        if (comparable !== '') expect(ends.at(-1)).toBe(text.length);
        for (const end of ends) expect(/^[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(text.slice(end - 1, end + 1))).toBe(false);
      }),
    );
  });

  it.each([
    ['a㎏b', 'akgb', [1, 2, 2, 3]],
    ['e\u0301x', 'éx', [2, 3]],
    ['強🚀學', '强🚀学', [1, 3, 3, 4]],
    ['a\uD800b', 'a\uFFFDb', [1, 2, 3]],
    ['ｶﾞx', 'ガx', [2, 3]],
    ['\u1100\u1161\u11A8x', '각x', [3, 4]],
  ])('knows where each unit of %j came from', (text, comparable, ends) => {
    expect(normaliseWithOffsets(text)).toEqual({ text: comparable, ends: Uint32Array.from(ends) });
  });
});
