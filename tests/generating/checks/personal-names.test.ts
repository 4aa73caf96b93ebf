import { describe, expect, it } from 'vitest';
import { personalNamesIn } from '../../../src/generating/checks/personal-names.js';

const names = (text: string): string[] => personalNamesIn(text).map(({ text: name }) => name);

describe('a personal name in Chinese characters', () => {
  it.each([
    ['who is credited', '据方志远所说，河水涨了', '方志远'],
    ['whose view it is', '在宇文清扬看来，河水涨了', '宇文清扬'],
    ['beside a title', '卢教授和孟繁星博士都来了', '孟繁星'],
    ['of a familiar kind', '老杜说河水涨了', '老杜'],
    ['a subject', '裴景行在1951年建了这座桥', '裴景行'],
    ['in a list', '参加的有吕思勉、顾颉刚和钱穆', '钱穆'],
  ])('is perhaps one of somebody %s', (_, text, name) => {
    expect(names(text)).toContain(name);
  });

  it.each([
    '据文章所说，河水涨了',
    '研究人员认为河水涨了',
    '据当地媒体报道',
    '高管表示',
    '路透社称',
    '有人说',
    '高性能的模型',
    '和平是大家的愿望',
  ])('is none in %s', (text) => {
    expect(names(text)).toEqual([]);
  });

  it('is a slice of the text', () => {
    const text = '据方志远所说，裴景行和欧阳修都来过';
    for (const { text: name, start, end } of personalNamesIn(text)) expect(text.slice(start, end)).toBe(name);
  });
});
