import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emphasise } from '../../src/answering/emphasise.js';
import { expectationOf, expectedSpans } from '../../src/answering/expected-words.js';
import { mixedText } from '../language/made-up-texts.js';

describe('what a question asks for', () => {
  it.each([
    [
      'time',
      [
        '灯塔是什么时候修的？',
        '哪一年开放？',
        '何时开放',
        '燈塔是什麼時候修的？',
        'When was it built?',
        'Which year did it open?',
        '多久之前修的',
      ],
    ],
    [
      'number',
      [
        '门票多少钱？',
        '有几个人？',
        '灯塔有多高？',
        '門票多少錢？',
        'How many people work there?',
        'How long is the stair?',
        'What percentage of ships?',
      ],
    ],
    [
      'name',
      ['谁修的灯塔？', '守塔人叫什么？', '哪位教授反对？', '誰修的燈塔？', 'Who built it?', 'Which company paid?', 'Whose idea was it?'],
    ],
    ['reason', ['为什么停了？', '为何要修？', '停灯的原因是什么？', '為什麼停了？', 'Why did it stop?', 'What was the reason?']],
    ['definition', ['什么是灯塔？', '夜航是什么意思？', '什麼是燈塔？', 'What is a lighthouse?', 'What does LED mean?']],
  ] as const)('is a %s', (kind, questions) => {
    for (const question of questions) expect([question, expectationOf(question)?.kind]).toEqual([question, kind]);
  });

  it.each(['灯塔漂亮吗？', '介绍一下灯塔', 'Tell me about the tower', 'Is it open?', ''])('cannot be told of “%s”', (question) => {
    expect(expectationOf(question)).toBeUndefined();
  });
});

describe('the words that answer', () => {
  const marked = (question: string, statement: string): string[] =>
    emphasise(question, statement).map(({ start, end }) => statement.slice(start, end));

  it.each([
    ['灯塔是什么时候修的？', '北岸灯塔在1998年3月由城里的工人修成，后来又加高了一次。', ['1998年3月']],
    ['門票多少錢？', '修好以后，成人的门票是20元，孩子不用买票就可以进去。', ['20元']],
    ['How many keepers were there?', 'At its height the tower had 12 keepers and a cook in summer.', ['12']],
    ['谁修的灯塔？', '修灯塔的是工程师 Mary Ann Smith 和她的两个学生，他们都住在岛上。', ['Mary Ann Smith']],
    ['为什么停了？', '灯停了十二年，因为港口没有夜航的船，后来才又亮起来，大家都很高兴。', ['因为港口没有夜航的船']],
  ])('“%s” are marked', (question, statement, words) => {
    expect(marked(question, statement).map((word) => word.trim())).toEqual(words);
  });

  it('are not those that the question says itself', () => {
    expect(marked('1998年之后哪一年加高的？', '灯塔在1998年修成，后来在2005年又加高了一层楼。')).toEqual(['2005年']);
  });

  it('are not marked where they are most of the statement, nor where the question asks for nothing in particular', () => {
    expect(marked('哪一年？', '1998年')).toEqual([]);
    expect(marked('灯塔漂亮吗？', '灯塔在1998年修成。')).toEqual([]);
    expect(marked('什么是灯塔？', '灯塔是给船指路的塔。')).toEqual([]);
  });

  it('find a definition by its term, whatever characters it holds', () => {
    const expectation = expectationOf('什么是C++(语言)？');
    expect(() => expectedSpans(expectation!, 'C++(语言)是一门编程语言')).not.toThrow();
    expect(expectedSpans(expectationOf('什么是夜航？')!, '夜航是指船在夜里航行。')).toHaveLength(1);
    expect(expectedSpans(expectationOf('什么是夜航？')!, '这里没有夜航。')).toHaveLength(0);
  });

  it('are spans within the statement, in order, that do not overlap', () => {
    const asked = fc.constantFrom('什么时候？', '多少钱？', '是谁？', '为什么？', '什么是模型？', 'When?', 'How many?', 'Who?', 'Why?');
    fc.assert(
      fc.property(asked, mixedText, mixedText, (ask, subject, statement) => {
        let last = 0;
        for (const { start, end } of emphasise(subject + ask, statement)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(statement.length);
          last = end;
        }
      }),
    );
  });
});
