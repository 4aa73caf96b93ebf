import { describe, expect, it } from 'vitest';
import { claimOf } from '../../src/answering/claim.js';

describe('a claim', () => {
  it.each([
    ['灯塔亮了吗？', '灯塔亮了'],
    ['燈塔亮了沒有？', '灯塔亮了'],
    ['灯塔是不是亮了', '灯塔亮了'],
    ['游客能不能上灯塔？', '游客能上灯塔'],
    ['灯塔比教堂高吧？', '灯塔比教堂高'],
    ['Is the lighthouse taller than the church?', 'the lighthouse taller than the church'],
    ["Isn't the lighthouse open?", 'not the lighthouse open'],
    ['So did the council close it?', 'the council close it'],
  ])('is asked: %s', (question, text) => {
    expect(claimOf(question)).toEqual({ kind: 'asked', text });
  });

  it.each([
    ['为什么灯塔关了？', '灯塔关了'],
    ['燈塔為啥這麼貴呢', '灯塔这么贵'],
    ['Why did the lighthouse close?', 'the lighthouse close'],
    ["Why isn't the lighthouse open?", 'not the lighthouse open'],
  ])('is assumed: %s', (question, text) => {
    expect(claimOf(question)).toEqual({ kind: 'assumed', text });
  });

  it.each([
    '谁修了灯塔？',
    '灯塔有多高',
    '灯塔贵还是教堂贵？',
    '为什么？',
    'why?',
    'Is it the lighthouse or the church?',
    'Who keeps it?',
    '灯塔',
  ])('is none: %s', (question) => {
    expect(claimOf(question)).toBeUndefined();
  });
});
