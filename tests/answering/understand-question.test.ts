import { describe, expect, it } from 'vitest';
import { dependenceOf, understandQuestion } from '../../src/answering/understand-question.js';

describe('a question that surely leans on what was said before', () => {
  it.each([
    ...[
      '他是什么时候来的？',
      '她的哥哥呢？',
      '它的门票多少钱？',
      '他们修了多久？',
      '那冬天呢？',
      '为什么？',
      '为什么呢',
      '然后呢？',
      '还有吗？',
      '多少？',
      '具体说说',
      '前者更贵吗？',
      '其作用是什么？',
    ],
    ...['她是什麼時候來的？', '那冬天呢？', '為什麼？', '他們修了多久？'],
    ...[
      'When did he arrive?',
      'And in winter?',
      'why?',
      'How so?',
      'What about the keeper?',
      'how much?',
      'Who hired her?',
      'and then?',
      'Where did they live?',
      'What is its height?',
      'Is the latter cheaper?',
      'When was that?',
    ],
  ])('%s', (question) => {
    expect(dependenceOf(question)).toBe('surely');
    const {
      queries: [query, ...others],
    } = understandQuestion(question, ['北岸灯塔是谁修的？']);
    expect(others).toEqual([]);
    expect(query.text).toBe(`北岸灯塔是谁修的？ ${question}`);
    expect(query.text.slice(query.contextEnd)).toBe(question);
  });
});

describe('a question that perhaps does', () => {
  it.each([
    '这座灯塔多高？',
    '该塔是谁设计的？',
    '林海',
    '這座燈塔多高？',
    'How tall is this tower?',
    'keeper?',
    'Who designed that lamp?',
    ...['哪一年？', '多少钱', '几个人？', '在哪里', 'which year?', 'how long', 'In what year?'],
  ])('%s', (question) => {
    expect(dependenceOf(question)).toBe('perhaps');
    const { queries } = understandQuestion(question, ['北岸灯塔是谁修的？']);
    expect(queries.map(({ text }) => text)).toEqual([question, `北岸灯塔是谁修的？ ${question}`]);
  });
});

describe('a question that does not show that it leans on another', () => {
  it.each([
    ...[
      '今天天气怎么样？',
      '谁是守塔人？',
      '什么是其他的灯？',
      '门票多少钱一张？',
      '怎么做红烧肉？',
      '吉他手是谁？',
      '其实灯塔有多高？',
      '尤其重要的原因是什么？',
      '土耳其在哪里？',
      '利他主义是什么？',
    ],
    ...['今天天氣怎麼樣？', '誰是守塔人？', '什麼是其他的燈？', '門票多少錢一張？'],
    ...[
      'How long does it take to respond?',
      'Is it true that lamps fail?',
      'Is it possible to visit the tower?',
      'Are there any other towers?',
      'What is the height of the tower?',
      'Who said that lamps would fail?',
      'Which of the towers is one of the oldest?',
      'What is the weather like in Paris?',
      'Why do lamps fail?',
      'How much is a ticket?',
      'Who keeps the tower?',
    ],
  ])('is searched for alone first: %s', (question) => {
    expect(dependenceOf(question)).toBe('not');
    const { dependence, queries } = understandQuestion(question, ['北岸灯塔是谁修的？']);
    expect(dependence).toBe('not');
    expect(queries.map(({ text }) => text)).toEqual([question, `北岸灯塔是谁修的？ ${question}`]);
  });
});

describe('understandQuestion', () => {
  it('has nothing to lean on in the first question of a conversation', () => {
    expect(understandQuestion('他呢？', []).queries).toEqual([{ text: '他呢？', contextEnd: 0 }]);
  });

  it('goes back to the last question that stands alone, and no further', () => {
    const {
      queries: [query],
    } = understandQuestion('为什么？', ['灯塔多高？', '守塔人是谁？', '他多少岁？']);
    expect(query.text).toBe('守塔人是谁？ 他多少岁？ 为什么？');
    const {
      queries: [other],
    } = understandQuestion('为什么？', ['守塔人是谁？', '灯塔在什么地方？']);
    expect(other.text).toBe('灯塔在什么地方？ 为什么？');
  });

  it('bounds how far it goes back when nothing stands alone', () => {
    const {
      queries: [query],
    } = understandQuestion('为什么？', ['他呢？', '她呢？', '它呢？', '那冬天呢？']);
    expect(query.text).not.toContain('他呢');
    expect(query.text).toContain('那冬天呢？ 为什么？');
  });
});
