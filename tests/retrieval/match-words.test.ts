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
