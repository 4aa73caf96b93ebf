import { describe, expect, it } from 'vitest';
import { articleNamed } from '../../src/answering/about-articles/choose-article.js';
import { newestFirst } from '../../src/answering/about-articles/newest-first.js';
import { questionAboutArticle, readQuestionAboutArticle } from '../../src/answering/about-articles/question-about-article.js';
import { articleWording } from '../../src/answering/intents/examples.js';
import { languages } from '../../src/language/index.js';
import type { IndexedDocument } from '../../src/search-index/index.js';

const document = (title: string, more: Partial<IndexedDocument> = {}): IndexedDocument => ({
  ...{ path: `${title}.md`, title, authors: [], language: 'zh-Hans', sha256: '', passageCount: 1 },
  ...more,
});
const documents = [
  document('灯塔为什么停了'),
  document('Harbour Weekly', { number: '250' }),
  document('Harbour Weekly', { number: '251' }),
  document('Almanac', { date: '2015-03-27' }),
];
const { namedIn: named, mask } = articleWording();

describe('the article that is meant', () => {
  it.each([
    ['《灯塔为什么停了》讲了什么', '灯塔为什么停了.md', undefined],
    ['第250期讲了什么', 'Harbour Weekly.md', '250'],
    ['summary of issue 251', 'Harbour Weekly.md', '251'],
    ['who wrote the Harbour Almanac of March 27th, 2015?', 'Almanac.md', undefined],
  ])('is named by its title or number: %s', (question, path, number) => {
    expect(articleNamed(named(question), documents)).toMatchObject({ path, ...(number === undefined ? {} : { number }) });
  });

  it.each(['这篇讲了什么', 'tl;dr', 'who wrote it', '什么时候发的', '懒人包'])('is not named at all: %s', (question) => {
    expect(named(question)).toEqual([]);
    expect(articleNamed(named(question), documents)).toBeUndefined();
  });

  it.each(['Harbour Weekly 讲了什么', '第999期讲了什么', '门票的作者是谁'])(
    'is not guessed where several, or none, have the name: %s',
    (question) => {
      expect(named(question)).not.toEqual([]);
      expect(articleNamed(named(question), documents)).toBeUndefined();
    },
  );
});

describe('the wording of a question that names an article', () => {
  it.each([
    ['生产环境排查内存占用过高那篇文章是谁写的呀', '这篇文章那篇文章是谁写的呀'],
    ['《灯塔为什么停了》是谁写的', '这篇文章是谁写的'],
    ['who wrote the Harbour Almanac of March 27th, 2015?', 'who wrote this article ?'],
    ['who wrote it', 'who wrote it'],
  ])('is what is left without the name: %s', (question, masked) => {
    expect(mask(question)).toBe(masked);
  });
});

describe('a question that a button asks', () => {
  it.each(languages)('says in %s which article and what of it', (language) => {
    for (const aspect of ['summary', 'author', 'date'] as const) {
      const question = questionAboutArticle(aspect, '“A” 《B》？', language);
      expect(readQuestionAboutArticle(question)).toEqual({ aspect, title: '“A” 《B》？' });
    }
  });

  it('is no other question', () => {
    expect(readQuestionAboutArticle('灯塔是谁写的？')).toBeUndefined();
    expect(readQuestionAboutArticle('《》讲了什么？')).toBeUndefined();
  });
});

it('puts the newest first, by date, then by number, and what has neither last', () => {
  const dated = [document('a'), document('b', { date: '2024-05' }), document('c', { date: '2024-06-01' }), ...documents.slice(1, 3)];
  expect(newestFirst(dated).map(({ title, number }) => number ?? title)).toEqual(['c', 'b', '251', '250', 'a']);
});
