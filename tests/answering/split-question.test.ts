import { describe, expect, it } from 'vitest';
import { inContextOf, splitQuestion } from '../../src/answering/split-question.js';

describe('splitQuestion', () => {
  it.each([
    ['守塔人是谁，他多少岁？', ['守塔人是谁', '他多少岁？']],
    ['门票多少钱？在哪里买？', ['门票多少钱？', '在哪里买？']],
    ['燈塔在哪裡，門票多少錢？', ['燈塔在哪裡', '門票多少錢？']],
    ['灯塔有多高，又是哪年建的？', ['灯塔有多高', '是哪年建的？']],
    ['Who is the keeper, and when did he arrive?', ['Who is the keeper', 'when did he arrive?']],
    ['Who built it and why is it closed?', ['Who built it', 'why is it closed?']],
    ['What is it? Who keeps it?', ['What is it?', 'Who keeps it?']],
    ['谁修的？多少钱？修了多久？', ['谁修的？', '多少钱？', '修了多久？']],
  ])('finds the questions in %s', (question, parts) => {
    const queries = splitQuestion(question);
    expect(queries.map(({ text, contextEnd }) => text.slice(contextEnd))).toEqual(parts);
    expect(queries[0]).toEqual({ text: parts[0], contextEnd: 0 });
    queries.slice(1).forEach(({ text, contextEnd }, at) => {
      expect(text.slice(0, contextEnd)).toBe(`${parts.slice(0, at + 1).join(' ')} `);
    });
  });

  it.each([
    ['RX-7和o1-mini要多少秒，价格差多少？', 'RX-7 o1-mini 价格差多少？'],
    ['Ann Lee是谁，什么时候加入ACME？', 'Ann Lee 什么时候加入ACME？'],
    ['RX-7多少钱，RX-8多少钱？', 'RX-8多少钱？'],
    ['RX-7是谁造的，什么时候？', 'RX-7是谁造的 什么时候？'],
    ['Ann Lee是谁，她多少岁？', 'Ann Lee是谁 她多少岁？'],
  ])('gives a later part that says what it is about only the names: %s', (question, text) => {
    expect(splitQuestion(question)[1]?.text).toBe(text);
  });

  it.each([
    '灯塔在哪里？',
    '在北岸，灯塔是谁修的？',
    '请问，守塔人是谁？',
    '更强、更慢、更贵的是什么？',
    'Who keeps the tower and the lamp?',
    'Where, in winter, do they live?',
    '3,000元是多少？',
    '',
    '谁？谁？谁？谁？',
  ])('leaves one question (or too many) whole: %s', (question) => {
    expect(splitQuestion(question)).toEqual([]);
  });
});

describe('a part of a double question', () => {
  const parts = splitQuestion('他多少岁，住在哪里？');

  it('gets in front what the whole question was understood with', () => {
    const whole = { text: '守塔人是谁？ 他多少岁，住在哪里？', contextEnd: '守塔人是谁？ '.length };
    const [first, second] = parts.map((part) => inContextOf(whole, part));
    expect(first).toEqual({ text: '守塔人是谁？ 他多少岁', contextEnd: whole.contextEnd });
    expect(second!.text).toBe('守塔人是谁？ 他多少岁 住在哪里？');
    expect(second!.text.slice(second!.contextEnd)).toBe('住在哪里？');
  });

  it('stays as it is where the whole question stood alone', () => {
    const whole = { text: '他多少岁，住在哪里？', contextEnd: 0 };
    expect(parts.map((part) => inContextOf(whole, part))).toEqual(parts);
  });
});
