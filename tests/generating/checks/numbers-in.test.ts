import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbersIn } from '../../../src/generating/checks/numbers-in.js';
import { unsupportedNumber } from '../../../src/generating/checks/stated-numbers.js';
import { normaliseText } from '../../../src/language/index.js';
import { anyUnits, cutText } from '../../language/made-up-texts.js';

/** `3–4 times`, `0.05 share`; a ~ behind what need not be borne out. */
const told = (text: string): string[] =>
  numbersIn(text).map(({ low, high, unit, isLoose }) =>
    [low === high ? low : `${low}–${high}`, unit, isLoose ? '~' : undefined].filter((part) => part !== undefined).join(' '),
  );

describe('the numbers that a text states', () => {
  it.each([
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

describe('a number of a statement', () => {
  const unsupported = (statement: string, quotation: string, question = ''): string | undefined =>
    unsupportedNumber(normaliseText(statement), normaliseText(quotation), normaliseText(question));

  it('is borne out by the same number in other words', () => {
    expect(unsupported('it costs three to four times as much', '成本贵三四倍')).toBeUndefined();
    expect(unsupported('5,400 亿', '540 billion')).toBeUndefined();
  });

  it('is not borne out by another number, another unit, or one end of a range', () => {
    expect(unsupported('it took 23 seconds', '响应时间达32秒')).toBe('23 seconds');
    expect(unsupported('three times', '仅需3秒')).toBe('three times');
    expect(unsupported('three times as much', '贵三四倍')).toBe('three times');
    expect(unsupported('用了一小时', '在一项测试中,响应时间达32秒')).toBe('一小时');
  });

  it('may come from the question, unless the quotation says otherwise', () => {
    expect(unsupported('in 2023 he joined', '他加入了公司', 'What did he do in 2023?')).toBeUndefined();
    expect(unsupported('贵十倍', '贵三四倍', '真的贵十倍吗')).toBe('十倍');
  });

  it('may count what the quotation enumerates', () => {
    expect(unsupported('三大特征', '更强、更慢、更贵')).toBeUndefined();
    expect(unsupported('四大特征', '更强、更慢、更贵')).toBe('四');
  });
});
