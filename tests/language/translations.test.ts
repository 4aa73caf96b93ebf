import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dictionaryFile, isChineseName, translationsOf, wordsOf } from '../../src/language/index.js';
import { lookUp, type Direction } from '../../src/language/dictionary.js';
import { mixedText } from './made-up-texts.js';

describe('the dictionary', () => {
  it.each(['en-zh', 'zh-en'] as const)('finds every word that it holds (%s)', (direction: Direction) => {
    const lines = brotliDecompressSync(readFileSync(dictionaryFile(direction)))
      .toString()
      .trimEnd()
      .split('\n');
    expect(lines.length).toBeGreaterThan(70_000);
    // First, last, and a sample: all of them take a second.
    const sample = lines.filter((_, at) => at % 97 === 0 || at === lines.length - 1);
    for (const line of sample) {
      const [word = '', ...translations] = line.split('\t');
      expect(lookUp(direction, word)).toEqual(translations);
    }
  });

  it('has nothing for what it does not hold: before the first word, after the last, between two, or part of one', () => {
    for (const word of ['', ' ', '\t', '\n', 'zzzzzz', 'warsa', 'warsaw\t', 'warsaw ', '\u{10FFFF}'])
      expect(lookUp('en-zh', word)).toEqual([]);
    for (const word of ['', '龘龘', '华', '𪛖𪛖'].filter((one) => one !== '华')) expect(lookUp('zh-en', word)).toEqual([]);
  });
});

describe('a Chinese name', () => {
  it.each(['谷歌', '牛津', '清华大学', '联合国', '莎士比亚'])('is in the dictionary: %s', (name) => expect(isChineseName(name)).toBe(true));
  // 宝马 is a fine horse as well.
  it.each(['宝马', '苹果', '大学', '银行', '谷', '龘龘', ''])('is not what may be another word, or none: %s', (word) =>
    expect(isChineseName(word)).toBe(false),
  );
});

describe('translationsOf', () => {
  const saying = (question: string): string[][] =>
    translationsOf(question).map(({ alternatives }) => alternatives.map(([first = '']) => first));
  const translating = (question: string): string[][] => translationsOf(question).map(({ terms }) => [...terms]);

  it('gives English words in Chinese, whatever their form', () => {
    expect(saying('Where is Warsaw?')).toEqual([['华沙']]);
    expect(saying("Warsaw's airports")).toEqual([['华沙'], ['机场', ...saying('airport')[0]!.slice(1)]]);
  });

  it('gives Chinese words in English, of traditional text as well', () => {
    expect(saying('华沙的机场')).toEqual([['warsaw'], ['airport', 'airfield']]);
    expect(saying('華沙的機場')).toEqual(saying('华沙的机场'));
  });

  it('takes the longest phrase that it knows', () => {
    expect(translating('the United Nations')).toEqual([['unit', 'nation']]);
    expect(translating('出租车')).toHaveLength(1);
  });

  it('gives the terms of the question and the terms of a text', () => {
    for (const question of ['Who sold the airport of Warsaw?', '谁卖了华沙的机场？']) {
      const terms = wordsOf(question);
      for (const { terms: translated, alternatives } of translationsOf(question)) {
        expect(terms).toEqual(expect.arrayContaining([...translated]));
        expect(alternatives.length).toBeGreaterThan(0);
      }
    }
    expect(translationsOf('Warsaw')[0]!.alternatives).toEqual([[...new Set(wordsOf('华沙'))]]);
  });

  it('does not look up the words of asking', () => {
    expect(translationsOf('What is it that you do, and why?')).toEqual([]);
    expect(translationsOf('这是为什么呢？')).toEqual([]);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(mixedText, (text) => {
        for (const { terms, alternatives } of translationsOf(text)) {
          expect(terms.length).toBeGreaterThan(0);
          expect(alternatives.every((words) => words.length > 0 && !words.includes(''))).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
    expect(translationsOf('')).toEqual([]);
  });
});
