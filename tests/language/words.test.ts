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

  it('finds a name with hyphens, points or marks by the whole and by its parts', () => {
    for (const [name, parts] of [
      ['GPT-4o', ['gpt', '4o']],
      ['Node.js', ['node', 'js']],
      ['node:sqlite', ['node', 'sqlite']],
      ['@scope/pkg', ['scope', 'pkg']],
      ['foo_bar', ['foo', 'bar']],
      ['useState()', ['use', 'state']],
      ['HTTPServer', ['http', 'server']],
      ['GPT4', ['gpt', '4']],
      ['TCP/IP', ['tcp', 'ip']],
      ['src/index.ts', ['src', 'index.ts', 'index', 'ts']],
      ['v17.5.0', ['17', '17.5', '17.5.0']],
      ['2024-09-13', ['2024', '09', '13']],
      ['state-of-the-art', ['state', 'art']],
    ] as const) {
      const words = wordsOf(name);
      expect(words).toEqual(expect.arrayContaining(parts.flatMap((part) => wordsOf(part))));
      const elsewhere = new Set(wordsOf(parts.join(' ; ')));
      expect(words.some((word) => !elsewhere.has(word)) || name === 'v17.5.0').toBe(true);
      // In the middle of a Chinese sentence, too.
      expect(wordsOf(`用${name}吗？`)).toEqual(expect.arrayContaining(words));
    }
  });

  it('has one form for the ways to write a name', () => {
    expect(wordsOf('gpt4o')).toContain(wordsOf('GPT-4o')[0]);
    expect(wordsOf('ＧＰＴ－４ｏ')).toEqual(wordsOf('GPT-4o'));
    expect(wordsOf('3,000')).toEqual(wordsOf('3000'));
    expect(wordsOf("OpenAI's")).toEqual(wordsOf('OpenAI'));
    expect(wordsOf('那GPT-4o呢？')).toEqual(expect.arrayContaining(wordsOf('GPT-4o')));
  });

  it('tells apart names that only a mark tells apart', () => {
    for (const [one, other] of [
      ['C++', 'C#'],
      ['C++', 'C'],
      ['.NET', 'net'],
      ['3.5', '35'],
      ['1.10', '11.0'],
    ] as const) {
      expect(wordsOf(one)[0]).not.toBe(wordsOf(other)[0]);
    }
    expect(wordsOf('语言是C++。')).toContain(wordsOf('C++')[0]);
    expect(wordsOf('用.NET写')).toContain(wordsOf('.NET')[0]);
  });

  it('does not take what ends a sentence for a part of a name', () => {
    expect(wordsOf('I use Node.js.')).toEqual(wordsOf('I use Node.js'));
    expect(wordsOf('wait...and see')).toEqual(wordsOf('wait and see'));
    expect(wordsOf("'quoted'")).toEqual(wordsOf('quoted'));
  });

  it('reads a key of a hundred thousand characters in no time', () => {
    expect(wordsOf('aB3'.repeat(33_333)).length).toBeLessThan(5);
    expect(wordsOf('a-'.repeat(50_000)).length).toBeLessThan(5);
    expect(wordsOf('.'.repeat(100_000))).toEqual([]);
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
