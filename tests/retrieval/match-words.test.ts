import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { matchWords } from '../../src/retrieval/match-words.js';
import { openIndex, type PassageIndex } from '../../src/search-index/index.js';
import { wordsOf } from '../../src/language/index.js';
import { buildIndex, documentOf, temporaryFolder } from '../search-index/made-up-index.js';

const lines = [
  'How to set up the cache: what you do is to set its size.',
  'Release 17.5.0 of Kestrel brings a cache.',
  'Release 17.6.0 of Kestrel removes the cache.',
  'The owl hears a mouse under the snow.',
];

describe('matching the words of a question', () => {
  let index: PassageIndex;
  let remove: () => Promise<void>;

  beforeAll(async () => {
    const folder = await temporaryFolder();
    remove = folder.remove;
    const document = await documentOf('a.txt', lines);
    const passages = document.passages.map((passage) => ({ ...passage, terms: wordsOf(passage.passage.text) }));
    await buildIndex(folder.path, [{ ...document, passages }]);
    index = await openIndex(folder.path);
  });
  afterAll(async () => {
    index.close();
    await remove();
  });

  const ids = [0, 1, 2, 3];

  it('finds the passages that share words, and says nothing of the others', () => {
    const words = matchWords('owl', index, 10);
    expect([...words.scores.keys()]).toEqual([3]);
    expect(words.of(ids).map(({ bm25 }) => bm25 > 0)).toEqual([false, false, false, true]);
    expect(words.of([3])[0]).toMatchObject({ coverage: 1 });
  });

  it('is not led by the words of asking', () => {
    const [best] = matchWords('What is it that you do to hear an owl?', index, 1).scores.keys();
    expect(best).toBe(3);
  });

  it('tells by the exact name which of two alike passages is meant', () => {
    const matches = matchWords('What does Kestrel v17.6.0 do with the cache?', index, 10).of(ids);
    expect(matches[2]!.nameMatch).toBeGreaterThan(matches[1]!.nameMatch);
    expect(matches[1]!.nameMatch).toBeGreaterThan(matches[0]!.nameMatch);
    expect(matches[3]!.nameMatch).toBe(0);
  });

  it('has no name to match in a question without one', () => {
    expect(
      matchWords('what of the cache', index, 10)
        .of(ids)
        .map(({ nameMatch }) => nameMatch),
    ).toEqual([0, 0, 0, 0]);
  });

  it('finds nothing for a question without words', () => {
    for (const question of ['', '？', '🚀']) {
      expect(matchWords(question, index, 10).scores.size).toBe(0);
      expect(matchWords(question, index, 10).of([1])).toEqual([{ bm25: 0, coverage: 0, nameMatch: 0 }]);
    }
  });
});

describe('matching a question with articles in two languages', () => {
  const english = ['The airport of Warsaw opens in May.', 'The owl hears a mouse under the snow.'];
  const chinese = ['华沙的机场五月启用。', '猫头鹰听见雪下的老鼠。', '这里的代码用 airport 这个名字。'];
  let index: PassageIndex;
  let remove: () => Promise<void>;

  beforeAll(async () => {
    const folder = await temporaryFolder();
    remove = folder.remove;
    const documents = await Promise.all([documentOf('a-english.txt', english), documentOf('b-chinese.txt', chinese)]);
    await buildIndex(
      folder.path,
      documents.map(({ document, passages }) => ({
        document: { ...document, language: document.path.startsWith('a') ? ('en' as const) : ('zh-Hans' as const) },
        passages: passages.map((passage) => ({ ...passage, terms: wordsOf(passage.passage.text) })),
      })),
    );
    index = await openIndex(folder.path);
  });
  afterAll(async () => {
    index.close();
    await remove();
  });

  const found = (question: string): number[] => [...matchWords(question, index, 10).scores.keys()].sort((a, b) => a - b);

  it('finds Chinese passages by the translations of English words', () => {
    expect(found('Which owls hear mice?')).toEqual([1, 3]);
    expect(found('When does Warsaw get its airport?')).toEqual(expect.arrayContaining([0, 2]));
    const [, covered, other] = matchWords('airport of Warsaw', index, 10).of([0, 2, 3]);
    expect(covered!.coverage).toBeGreaterThan(0);
    expect(covered!.nameMatch).toBeGreaterThan(0);
    expect(other!.coverage).toBe(0);
  });

  it('finds English passages by the translations of Chinese words', () => {
    expect(found('华沙机场')).toEqual(expect.arrayContaining([0, 2]));
  });

  it('does not lead a Chinese question to Chinese passages by English words that it does not hold', () => {
    expect(found('机场')).not.toContain(4);
  });
});
