import { describe, expect, it } from 'vitest';
import { smallTalkOf } from '../../src/answering/small-talk.js';

describe('small talk', () => {
  it.each([
    '你好',
    '您好！',
    '你好呀～',
    '哈喽',
    '嗨',
    '在吗？',
    '早上好',
    '晚上好啊',
    '妳好',
    '你好，早上好',
    'Hi',
    'hello!',
    'Hey there',
    'HELLO',
    'Good morning!',
    "What's up?",
    'How are you?',
    'hi 👋',
    '你好👋',
  ])('greets back: %s', (message) => {
    expect(smallTalkOf(message)).toBe('greeting');
  });

  it.each([
    '谢谢',
    '谢谢你！',
    '多谢啦',
    '非常感谢',
    '謝謝',
    '感謝您的回答',
    '好的，谢谢',
    '好的',
    '明白了',
    '知道了。',
    '太好了！',
    '辛苦了',
    'thanks',
    'Thank you!',
    'thank you so much',
    'thx',
    'OK, thanks',
    'Got it',
    'Great!',
    'ok',
    'Thanks for your help',
  ])('takes thanks: %s', (message) => {
    expect(smallTalkOf(message)).toBe('thanks');
  });

  it.each(['再见', '拜拜！', '再見', '明天见', 'bye', 'Good night', 'See you later', 'Goodbye!'])('says goodbye: %s', (message) => {
    expect(smallTalkOf(message)).toBe('farewell');
  });

  it.each([
    '帮助',
    '幫助',
    '你能做什么？',
    '你會什麼？',
    '你可以回答什么问题',
    '怎么用？',
    '你是谁',
    '你是誰？',
    '我可以问你什么？',
    '你有什么功能',
    'help',
    'What can you do?',
    'Who are you?',
    "What's your name?",
    'What can I ask?',
    'How does this work?',
    'How do I use this?',
  ])('explains itself: %s', (message) => {
    expect(smallTalkOf(message)).toBe('help');
  });

  it.each([
    ...[
      '你好，灯塔为什么停了？',
      '请问谁是守塔人',
      '谢谢，那门票多少钱？',
      '好的模型是怎么来的',
      '早上好这首歌是谁写的',
      '你能做什么样的推理',
      '帮助灯塔的是谁',
      '在吗的意思',
    ],
    ...['妳好，燈塔在哪裡？', '謝謝，那門票呢？', '再见是什么意思', '好的数据从哪里来'],
    ...[
      'Hello, why is the light out?',
      'Hi, who keeps the tower?',
      'Thanks, and how much is it?',
      'What can you do about slow answers?',
      'Who are you talking about?',
    ],
    ...[
      'How does it work with old lamps?',
      'Good models need what?',
      'Help me understand the keeper',
      'OK but why?',
      'Great Wall',
      '12',
      '守塔人',
      'keeper',
    ],
  ])('leaves a question a question: %s', (message) => {
    expect(smallTalkOf(message)).toBeUndefined();
  });
});
