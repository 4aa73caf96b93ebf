import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { questionWordsOf, wordsOf } from '../../src/language/index.js';
import { mixedText } from './made-up-texts.js';

const weightsOf = (text: string): Map<string, number> => new Map(questionWordsOf(text).map(({ term, weight }) => [term, weight]));
const namesOf = (text: string): string[] =>
  questionWordsOf(text)
    .filter(({ isName }) => isName)
    .map(({ term }) => term);

describe('questionWordsOf', () => {
  it('has each term of the question once, with a weight above 0 and at most 1', () => {
    fc.assert(
      fc.property(mixedText, (text) => {
        const words = questionWordsOf(text);
        expect(words.map(({ term }) => term)).toEqual([...new Set(wordsOf(text))]);
        for (const { weight } of words) expect(weight > 0 && weight <= 1).toBe(true);
      }),
    );
  });

  it.each([
    ['请问咋安装', '安装'],
    ['这家公司融了多少钱', '公司'],
    ['怎么看涨价', '涨价'],
    ['為什麼漲價', '涨价'],
    ['how do I install it', 'instal'],
    ["What's the price of this?", 'price'],
  ])('lets what %j is about count whole, and the words of asking little', (question, topic) => {
    const weights = weightsOf(question);
    expect(weights.get(topic)).toBe(1);
    const asking = ['请问', '咋', '了', '多少', '怎么', '为什么', 'how', 'do', 'i', 'it', 'what', 'the', 'of', 'thi'];
    const asked = asking.filter((word) => weights.has(word));
    expect(asked.length).toBeGreaterThan(0);
    for (const word of asked) expect(weights.get(word)).toBeLessThan(0.5);
  });

  it('lets a pair of characters count the less the more of it is words of asking', () => {
    const weights = weightsOf('为什么涨价');
    expect(weights.get('ʙ什么')).toBeLessThan(weights.get('ʙ么涨')!);
    expect(weights.get('ʙ么涨')).toBeLessThan(weights.get('ʙ涨价')!);
  });

  it('knows names, numbers and identifiers from words', () => {
    expect(namesOf('Which songs did Paul McCartney write in 1968?')).toEqual(['paul', 'mccartnei', 'mc', 'cartnei', '1968']);
    expect(namesOf('How is useState called?')).toContain('usest');
    expect(namesOf('v17.5.0 有什么变化')).toContain('17ː5');
    expect(namesOf('hplayer 用了哪些技术')).toEqual(['hplayer']);
    expect(namesOf('ピカチュウ是谁')).toEqual(['ピカチュウ']);
    for (const plain of ['What is a transformer?', 'Songs. Which ones? Why', 'I wonder what I said', '为什么涨价'])
      expect(namesOf(plain)).toEqual([]);
  });
});
