import { describe, expect, it } from 'vitest';
import { questionsAbout } from '../../src/answering/question-templates.js';

const about = (paragraph: string, language: 'zh-Hans' | 'en', headings: readonly string[] = []): readonly string[] =>
  questionsAbout({ paragraphs: [paragraph], headings }, language);

describe('questions made from an article', () => {
  it('are those that it puts itself', () => {
    expect(about('How long will the battery last? Twelve years.', 'en')).toContain('How long will the battery last?');
    expect(about('', 'zh-Hans', ['为什么没有早发现'])).toContain('为什么没有早发现？');
  });

  it.each(['How big is it? As tall as a fridge.', 'Priya asks: “Why is the battery loud?” It hums.', '他为什么要走？没人知道。'])(
    'leave out what cannot be asked alone, or what somebody says: %s',
    (text) => {
      expect([...about(text, 'en'), ...about(text, 'zh-Hans')]).toEqual([]);
    },
  );

  it('ask in the language of whoever reads', () => {
    expect(about('How long will the battery last? Twelve years.', 'zh-Hans')).toEqual([]);
  });

  it('name names, and neither months, nor what opens a sentence, nor half of a longer name', () => {
    const asked = about('Step one is easy. In March the keeper, Moira Castellan, left, and Castellan returned.', 'en');
    expect(asked.join()).toContain('Moira Castellan');
    expect(asked.join()).not.toMatch(/Step|March|about Castellan/);
  });
});
