import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bestScores } from '../../src/search-index/best-scores.js';
import { createIndexWriter, openIndex, type DocumentToIndex, type PassageIndex } from '../../src/search-index/index.js';
import { exactSearchLimit } from '../../src/search-index/neighbour-graph.js';
import { createHashEmbedder, normalised, randomFrom } from '../fakes/hash-embedder.js';
import { buildIndex, documentOf, plainTerms, temporaryFolder, writerOptions } from './made-up-index.js';

const dimensions = 48;
const clusterCount = 100;

/** Vectors around a hundred centres that overlap, as those of articles on a hundred subjects do. */
function clusteredVectors(count: number, seed: number): Float32Array[] {
  const random = randomFrom(7);
  const gaussian = (from: () => number): number => Math.sqrt(-2 * Math.log(from() || 1e-9)) * Math.cos(2 * Math.PI * from());
  const centres = Array.from({ length: clusterCount }, () => Float32Array.from({ length: dimensions }, () => gaussian(random)));
  const own = randomFrom(seed);
  return Array.from({ length: count }, () => {
    const centre = centres[Math.floor(own() * clusterCount)]!;
    return normalised(centre.map((value) => value + gaussian(own)));
  });
}

function exactNearest(vectors: readonly Float32Array[], question: Float32Array, count: number): number[] {
  const cosines = vectors.map((vector) => vector.reduce((sum, value, at) => sum + value * question[at]!, 0));
  return [...cosines.keys()].sort((a, b) => cosines[b]! - cosines[a]!).slice(0, count);
}

describe('searching an index too large to compare with every vector', () => {
  const model = createHashEmbedder({ dimensions }).model;
  const vectors = clusteredVectors(exactSearchLimit + 4000, 1);
  const folders: { remove: () => Promise<void> }[] = [];
  let documents: readonly DocumentToIndex[];
  let wholeFolder: string;
  let whole: PassageIndex;
  let grown: PassageIndex;

  const documentsOf = (ids: readonly number[], perDocument: number) =>
    Array.from({ length: ids.length / perDocument }, (_, at) => ids.slice(at * perDocument, (at + 1) * perDocument)).map(async (part) => {
      const path = `${part[0]}.txt`;
      const plain = await documentOf(
        path,
        part.map((id) => `word${id} word${id % 10}`),
      );
      return { ...plain, passages: plain.passages.map((passage, at) => ({ ...passage, vector: vectors[part[at]!]! })) };
    });

  beforeAll(async () => {
    documents = await Promise.all(documentsOf([...vectors.keys()], 1000));
    const folder = await temporaryFolder();
    folders.push(folder);
    await buildIndex(folder.path, documents.slice(0, 5), { model });
    const writer = await createIndexWriter(folder.path, writerOptions({ model }));
    for (const { path } of writer.previous!.sources) writer.copyDocument(path);
    writer.addDocument(documents[5]!);
    await writer.finish();
    grown = await openIndex(folder.path, { verify: 'full' });

    const fresh = await temporaryFolder();
    folders.push(fresh);
    wholeFolder = fresh.path;
    await buildIndex(fresh.path, documents, { model });
    whole = await openIndex(fresh.path);
  });
  afterAll(async () => {
    whole.close();
    grown.close();
    for (const folder of folders) await folder.remove();
  });

  const recall = (index: PassageIndex): number => {
    const questions = clusteredVectors(100, 2);
    const found = questions.map((question) => {
      const exact = new Set(exactNearest(vectors, question, 10));
      return index.nearest(question, 10).filter(({ id }) => exact.has(id)).length / 10;
    });
    return found.reduce((sum, share) => sum + share, 0) / found.length;
  };

  it('finds at least 97 of 100 of the passages that exact search finds', () => {
    expect(whole.manifest.files).toHaveProperty(['vectors.hnsw']);
    expect(recall(whole)).toBeGreaterThanOrEqual(0.97);
  });

  it('finds as many after a document was added to a build that was there', () => {
    expect(recall(grown)).toBeGreaterThanOrEqual(0.97);
  });

  it.each([
    ['first', 0],
    ['last', 5],
  ])('finds every passage under its new number after the %s document was removed', async (_, dropped) => {
    const writer = await createIndexWriter(wholeFolder, writerOptions({ model }));
    const kept = writer.previous!.sources.filter((__, at) => at !== dropped);
    for (const { path } of kept) writer.copyDocument(path);
    await writer.finish();
    const index = await openIndex(wholeFolder, { verify: 'full' });
    for (let at = 0; at < vectors.length; at += 7) {
      if (Math.floor(at / 1000) === dropped) continue;
      const [nearest] = index.nearest(vectors[at]!, 1);
      expect(index.passages([nearest!.id])[0]!.text).toBe(`word${at} word${at % 10}`);
    }
    index.close();
    await buildIndex(wholeFolder, documents, { model, full: true });
  });

  it('computes the cosine of single passages exactly', () => {
    const question = clusteredVectors(1, 3)[0]!;
    const ids = [5999, 0, 4321];
    const expected = ids.map((id) => vectors[id]!.reduce((sum, value, at) => sum + value * question[at]!, 0));
    whole.similarities(question, ids).forEach((similarity, at) => expect(similarity).toBeCloseTo(expected[at]!, 5));
  });

  it('refuses a passage that is not there', () => {
    expect(() => whole.similarities(vectors[0]!, [vectors.length])).toThrow(RangeError);
    expect(() => whole.vectorsOf([vectors.length])).toThrow(RangeError);
  });

  it('gives more passages than it usually keeps as candidates', () => {
    expect(new Set(whole.nearest(vectors[0]!, 1500).map(({ id }) => id)).size).toBe(1500);
  });
});

describe('matching words', () => {
  const passage = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1, maxLength: 12 });

  it('ranks as BM25 does when it is computed from its definition', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(passage, { minLength: 1, maxLength: 8 }),
        fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'z')),
        async (passages, terms) => {
          const folder = await temporaryFolder();
          await buildIndex(folder.path, [
            await documentOf(
              'a.txt',
              passages.map((words) => words.join(' ')),
            ),
          ]);
          const index = await openIndex(folder.path);
          const scores = new Map(index.matching(plainTerms(terms), 100).map(({ id, score }) => [id, score]));
          passages.forEach((words, id) => expect(scores.get(id) ?? 0).toBeCloseTo(bm25(words, terms, passages), 4));
          index.close();
          await folder.remove();
        },
      ),
      { numRuns: 25 },
    );
  });
});

function bm25(words: readonly string[], terms: readonly string[], passages: readonly (readonly string[])[]): number {
  const mean = passages.reduce((sum, { length }) => sum + length, 0) / passages.length;
  const scores = terms.map((term) => {
    const holders = passages.filter((other) => other.includes(term)).length;
    const count = words.filter((word) => word === term).length;
    const idf = Math.log(1 + (passages.length - holders + 0.5) / (holders + 0.5));
    return (idf * count * 2.2) / (count + 1.2 * (0.6 + (0.4 * words.length) / mean));
  });
  return scores.reduce((sum, score) => sum + score, 0);
}

describe('the best scores', () => {
  it('are what sorting everything gives', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 20 }), { maxLength: 60 }), fc.integer({ min: 0, max: 10 }), (values, count) => {
        const expected = values
          .map((score, id) => ({ id, score }))
          .filter(({ score }) => score > 0)
          .sort((a, b) => b.score - a.score || a.id - b.id)
          .slice(0, count);
        expect(bestScores(Float32Array.from(values), count, 0)).toEqual(expected);
      }),
    );
  });
});
