import { describe, expect, it } from 'vitest';
import { comparedThings, isListQuestion } from '../../src/answering/question-form.js';

describe('a question that asks for several things', () => {
  it.each([
    '这次升级有哪些不兼容的地方？',
    '頭一批放行的是哪兩家',
    '参加的是哪几个人',
    '五个城市的房租分别是多少',
    '软件有啥坑',
    '都有谁参加了？',
    'Which agencies issued it?',
    'Which three questions do customers ask her?',
    'which models do I need, and how big are they?',
    'What are the main risks?',
    'what benefits does it have?',
    'List the members of the board.',
  ])('is told by its wording: %s', (question) => {
    expect(isListQuestion(question)).toBe(true);
  });

  it.each([
    '是谁写的？',
    '哪一年发布？',
    '这有什么用？',
    '两者有什么区别？',
    'Which is faster?',
    'Which does he prefer?',
    'What is the price?',
    'what does it cost?',
    'Why did they close?',
    'Is there a list?',
  ])('is no other: %s', (question) => {
    expect(isListQuestion(question)).toBe(false);
  });
});

describe('what a question compares', () => {
  it.each([
    ['o1和GPT-4o哪个快？', 'o1', 'GPT-4o'],
    ['红塔比白塔高吗？', '红塔', '白塔'],
    ['红塔跟白塔有什么区别', '红塔', '白塔'],
    ['What is the difference between red and white?', 'red', 'white'],
    ['o1 vs GPT-4o', 'o1', 'GPT-4o'],
    ['Is o1 slower than GPT-4o?', 'o1', 'GPT-4o'],
    ['How do you compare Python with Rust?', 'Python', 'Rust'],
  ])('%s', (question, one, other) => {
    expect(comparedThings(question)).toEqual([one, other]);
  });

  it.each(['红塔有多高？', 'Who built it?', '哪一年发布？'])('is nothing in %s', (question) => {
    expect(comparedThings(question)).toBeUndefined();
  });
});
