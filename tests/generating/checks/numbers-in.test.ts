import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbersIn } from '../../../src/generating/checks/numbers-in.js';
import { normaliseText } from '../../../src/language/index.js';
import { anyUnits, cutText } from '../../language/made-up-texts.js';

/** `3–4 times`, `0.05 share`; a ~ behind what need not be borne out. */
const told = (text: string): string[] =>
  numbersIn(text).map(({ low, high, unit, isLoose }) =>
    [low === high ? low : `${low}–${high}`, unit, isLoose ? '~' : undefined].filter((part) => part !== undefined).join(' '),
  );

describe('the numbers that a text states', () => {
  it.each([
    ['占九成六，另一半是四成', ['0.96 share', '0.5 share', '0.4 share']],
    ['三成半的人', ['0.35 share']],
    ['Seven out of ten and two in five agree', ['0.7 share', '0.4 share']],
    ['也是他去世的那一年', ['1 years ~']],
    ['贵三四倍', ['3–4 times']],
    ['三、四倍', ['3–4 times']],
    ['3到4倍', ['3–4 times']],
    ['three to four times', ['3–4 times']],
    ['百分之五', ['0.05 share']],
    ['6成', ['6']],
    ['六成', ['0.6 share']],
    ['60 percent', ['0.6 share']],
    ['三分之一', ['0.3333333333333333 share']],
    ['a third of them', ['0.3333333333333333 share']],
    ['一半', ['0.5 share']],
    ['half of it', ['0.5 share']],
    ['2.5万人', ['25000 people']],
    ['5400亿', ['540000000000']],
    ['五千四百億', ['540000000000']],
    ['540 billion', ['540000000000']],
    ['540B parameters', ['540000000000']],
    ['thirty-two seconds', ['32 seconds']],
    ['a 32-second wait', ['32 seconds']],
    ['一毫秒', ['1 milliseconds']],
    ['32 ms', ['32 milliseconds']],
    ['5微秒', ['5 microseconds']],
    ['2.5 million', ['2500000']],
    ['two and a half million', ['2500000']],
    ['$5 billion', ['5000000000 dollars']],
    ['50亿美元', ['5000000000 dollars']],
    ['１２，０００', ['12000']],
    ['2023年2月', ['2023 year', '2 month']],
    ['February 2023', ['2 month', '2023']],
    ['二〇二三年', ['2023 year']],
    ['the 1990s', ['1990 decade']],
    ['twice', ['2 times']],
    ['翻倍', ['2 times']],
    ['第二次', ['2 ordinal']],
    ['the second time', ['2 ordinal']],
    ['三十余位', ['30 people']],
    ['兩種', ['2']],
  ])('%s', (text, numbers) => {
    expect(told(text)).toEqual(numbers);
  });

  it('are not in words that only look like it', () => {
    for (const text of [
      '去年',
      '十分重要',
      '万一',
      '三思而后行',
      '四川',
      '统一',
      'May I?',
      'seconds matter',
      'second-hand thoughts as a second',
      'several thousand',
    ]) {
      expect(
        told(text)
          .filter((number) => !number.endsWith('~'))
          .filter((number) => number !== '2 ordinal'),
        text,
      ).toEqual([]);
    }
  });

  it('are not in names', () => {
    for (const text of ['o1', 'GPT-4o', '3.5-turbo', 'Llama-3', 'Claude 3.5 is here', '01模型', 'GPT-4 背后'])
      expect(told(text), text).toEqual([]);
  });

  it('are loose where they say hardly more than that there is something', () => {
    for (const text of ['一个人', 'one of them', 'both', '两者', 'the first', '第一']) {
      expect(
        told(text).every((number) => number.endsWith('~')),
        text,
      ).toBe(true);
    }
  });

  it('are read from any text, in order and within it', () => {
    fc.assert(
      fc.property(fc.oneof(cutText, anyUnits), (text) => {
        let last = 0;
        for (const { start, end } of numbersIn(text)) {
          expect(start >= last && end > start && end <= normaliseText(text).length).toBe(true);
          last = end;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are read back as they were written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 10_000_000 }), (value) => {
        expect(numbersIn(`有${value}吨`)[0]?.low).toBe(value);
        expect(numbersIn(`some ${value.toLocaleString('en-US')} tonnes`)[0]?.low).toBe(value);
      }),
    );
  });
});
