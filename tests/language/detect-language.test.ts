import { describe, expect, it } from 'vitest';
import { detectLanguage, hasOwnLanguage } from '../../src/language/index.js';

describe('detectLanguage', () => {
  it.each([
    '灯塔为什么重新亮起？',
    '谁提出了这个理论',
    '那 Windows 11 呢？',
    'Mark Chen是谁？',
    'Mark Chen and Lilian Weng 是谁？',
    'iPhone 15 Pro Max 价格',
    'OpenAI CTO Mira Murati 怎么看',
    '解释一下 chain of thought 和 reinforcement learning with human feedback',
    'Attention Is All You Need 论文作者',
    '皇后是谁',
    '著名的作品有哪些',
    '他干什么去了',
    '里面有什么',
    '多少钱',
    '真的有用么？',
    '张三',
    'Hello，你好',
  ])('takes “%s” for simplified Chinese', (text) => {
    expect(detectLanguage(text)).toBe('zh-Hans');
  });

  it.each([
    '燈塔為什麼重新亮起？',
    '誰提出了這個理論',
    '那 Windows 11 跟這個比呢？',
    'Mark Chen是誰？',
    'OpenAI CTO Mira Murati 怎麼看',
    '「思維鏈」',
    '臺灣的首都',
    '為什麼',
    '張三',
    '請問一下',
  ])('takes “%s” for traditional Chinese', (text) => {
    expect(detectLanguage(text)).toBe('zh-Hant');
  });

  it.each([
    'Why was the lighthouse lit again?',
    'Who is Mark Chen?',
    'Who is 张奇?',
    'Who is 复旦大学教授张奇?',
    'What does 思维链 mean?',
    'What is 強化學習 in this article?',
    'Is 慢思考 the same as slow thinking?',
    'Explain “思维链” to me',
    'how much',
    'GPT-4o?',
    '42',
    '',
    '🚀',
  ])('takes “%s” for English', (text) => {
    expect(detectLanguage(text)).toBe('en');
  });

  it('goes by a document’s text, not by the names in it', () => {
    const article = 'OpenAI CTO Mira Murati表示,o1-preview的响应时间达32秒,而GPT-4o仅需3秒。Jim Fan认为,Scaling law依然有效。';
    expect(detectLanguage(article)).toBe('zh-Hans');
    expect(detectLanguage('The phrase 思维链 means “chain of thought”. It was coined in a paper by researchers of a search company.')).toBe(
      'en',
    );
  });
});

describe('hasOwnLanguage', () => {
  it.each(['他呢？', 'and why?', 'prices', '谁', 'o1 price'])('is so for “%s”', (text) => {
    expect(hasOwnLanguage(text)).toBe(true);
  });

  it.each(['GPT-4o?', '42', '', 'OpenAI', 'o1', '🚀', '3.5!'])(
    'is not so for “%s”, which belongs to the language of the conversation',
    (text) => {
      expect(hasOwnLanguage(text)).toBe(false);
    },
  );
});
