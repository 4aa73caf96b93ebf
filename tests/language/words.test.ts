import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../src/language/index.js';
import { mixedText } from './made-up-texts.js';

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

describe('wordsOf', () => {
  it('cuts Chinese into words and pairs of characters', () => {
    expect(wordsOf('强化学习')).toEqual(expect.arrayContaining(['强化', '学习']));
    expect(wordsOf('强化学习')).toHaveLength(5);
  });

  it('cannot confuse a pair of characters with a word of two', () => {
    const words = wordsOf('学习');
    expect(words).toContain('学习');
    expect(new Set(words)).toHaveLength(2);
  });

  it('has the same words for traditional and simplified text', () => {
    for (const [traditional, simplified] of [
      ['強化學習之父', '强化学习之父'],
      ['頭髮乾燥', '头发干燥'],
      ['ＧＰＴ－４ｏ價格', 'GPT-4o价格'],
    ] as const) {
      expect(wordsOf(traditional)).toEqual(wordsOf(simplified));
    }
  });

  it('makes one word of English forms, and ignores case', () => {
    expect(wordsOf('Reasoning MODELS')).toEqual(wordsOf('reasons model'));
  });

  it('keeps a number with its point or comma together, apart from other numbers', () => {
    expect(wordsOf('3.5')).toHaveLength(1);
    expect(wordsOf('3.5')).not.toEqual(wordsOf('35'));
    expect(wordsOf('3.5')).not.toEqual(wordsOf('3,5 3'));
    expect(wordsOf('3,000')).toHaveLength(1);
    expect(wordsOf('结束于3.')).toEqual(wordsOf('结束于3'));
  });

  it('finds the parts of a name that is written with hyphens or full-width letters', () => {
    expect(wordsOf('GPT-4o')).toEqual(wordsOf('gpt 4o'));
    expect(wordsOf('ＧＰＴ－４ｏ')).toEqual(wordsOf('GPT-4o'));
    expect(wordsOf('那GPT-4o呢？')).toEqual(expect.arrayContaining(wordsOf('GPT-4o')));
  });

  it('pairs characters outside the basic plane whole', () => {
    for (const word of wordsOf('𠮷野家')) expect(word).not.toMatch(loneSurrogate);
  });

  it.each(['', ' ', '？！…', '🚀', '⺀⺁', '\u0000', '\uD800'])('has no words for %j', (text) => {
    expect(wordsOf(text)).toEqual([]);
  });

  it('holds letters, marks and digits only, whatever the text: nothing that means something to a search engine', () => {
    fc.assert(
      fc.property(mixedText, (text) => {
        for (const word of wordsOf(text)) expect(word).toMatch(/^[\p{L}\p{N}\p{M}]+$/u);
      }),
    );
  });

  it('finds every word of a sentence again in a text that holds the sentence', () => {
    fc.assert(
      fc.property(mixedText, mixedText, (before, sentence) => {
        const words = new Set(wordsOf(`${before}\n${sentence}\n`));
        for (const word of wordsOf(sentence)) expect(words).toContain(word);
      }),
    );
  });
});
