import { describe, expect, it } from 'vitest';
import { isPinyinName, spelledIn } from '../../../src/generating/checks/transcription.js';

describe('a name is spelled in Chinese characters', () => {
  it.each([
    [['Xu', 'Beihong'], '画家徐悲鸿说', 2, 5],
    [['Beihong', 'Xu'], '画家徐悲鸿说', 2, 5],
    [['Lü', 'Bu'], '三国的吕布', 3, 5],
    [['Yichang'], '宜昌市', 0, 2],
    [['Peking'], '在北京', 1, 3],
  ])('%j in %s', (words, text, start, end) => {
    expect(spelledIn(words, text)).toEqual({ start, end });
  });

  it.each([
    ['with another character', ['Xu', 'Beihong'], '画家徐悲秋说'],
    ['of which one stands there', ['Xu'], '画家徐悲鸿说'],
    ['in pieces', ['Xu', 'Beihong'], '徐州的悲鸿'],
    ['not at all', ['Harriet'], '画家徐悲鸿说'],
  ])('but not %s', (_, words, text) => {
    expect(spelledIn(words, text)).toBeUndefined();
  });
});

it('tells Chinese names in pinyin from foreign ones', () => {
  expect(isPinyinName(['Xu', 'Beihong'])).toBe(true);
  expect(isPinyinName(['Yifu', 'Lin'])).toBe(true);
  expect(isPinyinName(['Thomas', 'Edison'])).toBe(false);
  expect(isPinyinName(['Harriet'])).toBe(false);
});
