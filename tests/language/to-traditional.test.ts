import { describe, expect, it } from 'vitest';
import { detectLanguage, normaliseText, toTraditional } from '../../src/language/index.js';

describe('toTraditional', () => {
  it.each([
    ['什么是思维链？', '什麼是思維鏈？'],
    ['头发与发展', '頭髮與發展'],
    ['GPT-4o 的价格', 'GPT-4o 的價格'],
    ['', ''],
    ['Who is he?', 'Who is he?'],
  ])('writes %j as Taiwan does', async (simplified, traditional) => {
    expect(await toTraditional(simplified)).toBe(traditional);
  });

  it('is understood as the same question, in the other script', async () => {
    for (const question of ['为什么说模型会变慢？', '谁是这篇论文的作者？', '文章怎么说强化学习？']) {
      const asked = await toTraditional(question);
      expect(detectLanguage(asked)).toBe('zh-Hant');
      expect(normaliseText(asked)).toBe(normaliseText(question));
    }
  });
});
