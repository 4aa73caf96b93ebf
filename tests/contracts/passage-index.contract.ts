import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentToIndex, PassageIndex } from '../../src/search-index/index.js';
import { documentOf, embedder, plainTerms } from '../search-index/made-up-index.js';

const birds = [
  'The heron waits in the shallow water for fish',
  'A swift sleeps on the wing and never lands',
  'The owl hears a mouse under the snow',
  'Fish fish fish say the gulls',
];
const metals = ['Copper carries current well', 'Iron rusts in water', 'Mercury is a metal that flows'];

/** What every implementation of {@link PassageIndex} keeps to. `makeIndex` builds one of exactly these documents. */
export function describePassageIndex(
  name: string,
  makeIndex: (documents: readonly DocumentToIndex[]) => Promise<{ index: PassageIndex; remove: () => Promise<void> }>,
): void {
  describe(`${name} as a PassageIndex`, () => {
    let index: PassageIndex;
    let remove: () => Promise<void>;
    let written: readonly DocumentToIndex[];

    beforeAll(async () => {
      written = [await documentOf('metals.txt', metals), await documentOf('a/birds.md', birds)];
      ({ index, remove } = await makeIndex(written));
    });
    afterAll(async () => {
      index.close();
      await remove();
    });

    const idOf = (path: string, ordinal: number): number => index.passagesOf(path)[ordinal]!;
    const textsOf = (scored: readonly { id: number }[]): string[] => index.passages(scored.map(({ id }) => id)).map(({ text }) => text);

    it('numbers the passages from 0 on without a gap, and counts them in its manifest', () => {
      const ids = index.documents().flatMap(({ path }) => index.passagesOf(path));
      expect([...ids].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
      expect(index.passageCount).toBe(7);
      expect(index.manifest).toMatchObject({ documentCount: 2, passageCount: 7, model: { name: embedder.model.name } });
    });

    it('gives documents back as they were written, in the order of their paths', () => {
      expect(index.documents().map(({ path }) => path)).toEqual(['a/birds.md', 'metals.txt']);
      for (const { document, passages } of written) {
        const { text, blocks, furniture: _, ...rest } = document;
        expect(index.document(document.path)).toEqual({ ...rest, passageCount: passages.length });
        expect(index.documentText(document.path)).toBe(text);
        expect(index.documentBlocks(document.path, { start: 0, end: text.length })).toEqual(blocks);
      }
    });

    it('gives the blocks that overlap a span, however far it reaches', () => {
      for (const { document } of written) {
        const { path, text, blocks } = document;
        for (let start = 0; start <= text.length; start += 3) {
          for (const length of [1, 4, 30, text.length]) {
            const span = { start, end: start + length };
            const overlapping = blocks.filter((block) => block.start < span.end && block.end > span.start);
            expect(index.documentBlocks(path, span)).toEqual(overlapping);
          }
        }
        expect(index.documentBlocks(path, { start: -50, end: 1 })).toEqual(blocks.slice(0, 1));
      }
    });

    it('knows nothing of a document that was not written', () => {
      expect(index.document('other.txt')).toBeUndefined();
      expect(index.documentText('other.txt')).toBeUndefined();
      expect(index.documentBlocks('other.txt', { start: 0, end: 10 })).toEqual([]);
      expect(index.passagesOf('other.txt')).toEqual([]);
      expect(index.passagesAt('other.txt', { start: 0, end: 10 })).toEqual([]);
    });

    it('gives passages back as they were written, in the order of the ids asked for', () => {
      const ids = [idOf('metals.txt', 2), idOf('a/birds.md', 0)];
      const expected = [written[0]!.passages[2]!.passage, written[1]!.passages[0]!.passage];
      expect(index.passages(ids)).toEqual(expected.map((passage, at) => ({ ...passage, id: ids[at] })));
    });

    it('finds the passages that a span of the document touches, and not their neighbours', () => {
      const { start, end } = written[1]!.passages[1]!.passage;
      const ordinals = (span: { start: number; end: number }): number[] =>
        index.passagesAt('a/birds.md', span).map(({ ordinal }) => ordinal);
      expect(ordinals({ start, end })).toEqual([1]);
      expect(ordinals({ start: end - 1, end: end + 2 })).toEqual([1, 2]);
      expect(ordinals({ start: 0, end: 10_000 })).toEqual([0, 1, 2, 3]);
    });

    it('gives token vectors and the tokens of sentences back bit for bit', () => {
      const ids = [idOf('a/birds.md', 3), idOf('metals.txt', 0)];
      const expected = [written[1]!.passages[3]!, written[0]!.passages[0]!];
      for (let round = 0; round < 2; round++) {
        expect(index.vectorsOf(ids)).toEqual(
          expected.map(({ tokenVectors, sentenceTokens }, at) => ({ id: ids[at], tokenVectors, sentenceTokens })),
        );
      }
    });

    it('finds every passage nearest to its own vector, with a cosine of 1', () => {
      for (const { document, passages } of written) {
        for (const { passage, vector } of passages) {
          const [first] = index.nearest(vector, 3);
          expect(first!.id).toBe(idOf(document.path, passage.ordinal));
          expect(first!.score).toBeCloseTo(1, 4);
        }
      }
    });

    it('orders the nearest by cosine and agrees with similarities', async () => {
      const { vector } = await embedder.embedQuestion('fish in the water');
      const nearest = index.nearest(vector, 7);
      const scores = nearest.map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      index
        .similarities(
          vector,
          nearest.map(({ id }) => id),
        )
        .forEach((similarity, rank) => expect(similarity).toBeCloseTo(scores[rank]!, 4));
    });

    it('gives as many nearest passages as there are when asked for more, and none when asked for none', async () => {
      const { vector } = await embedder.embedQuestion('owl');
      expect(index.nearest(vector, 100)).toHaveLength(7);
      expect(index.nearest(vector, 0)).toEqual([]);
    });

    it('matches passages that hold any of the terms, the rarer term and the more frequent mention first', () => {
      expect(textsOf(index.matching(plainTerms(['fish']), 10))).toEqual([birds[3], birds[0]]);
      expect(textsOf(index.matching(plainTerms(['mercury', 'water']), 10))[0]).toBe(metals[2]);
      expect(index.matching(plainTerms(['fish', 'water', 'the']), 2)).toHaveLength(2);
      const scores = index.matching(plainTerms(['the', 'fish', 'water']), 10).map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      expect(Math.min(...scores)).toBeGreaterThan(0);
    });

    it('lets a term count as much as its weight says', () => {
      const scoresOf = (weight: number): number[] => index.matching([{ term: 'fish', weight }], 10).map(({ score }) => score);
      const whole = scoresOf(1);
      scoresOf(0.25).forEach((score, at) => expect(score).toBeCloseTo(whole[at]! / 4, 5));
      const outweighed = index.matching(
        [
          { term: 'copper', weight: 0.1 },
          { term: 'water', weight: 1 },
        ],
        10,
      );
      expect(textsOf(outweighed).at(-1)).toBe(metals[0]);
    });

    it('matches nothing for terms that no passage holds, for no terms, and for what would be a query in SQL or FTS5', () => {
      for (const terms of [['zebra'], [], ['"'], ['fish OR owl'], ['*'], ["'; DROP TABLE terms; --"], ['']]) {
        expect(index.matching(plainTerms(terms), 10)).toEqual([]);
      }
    });

    it('counts the passages that hold a term', () => {
      expect(index.passageFrequencies(['fish', 'water', 'the', 'zebra'])).toEqual([2, 2, 4, 0]);
    });

    it('tells which passage holds which term', () => {
      const ids = [idOf('metals.txt', 1), idOf('a/birds.md', 0)];
      expect(index.holding(ids, ['water', 'fish', 'zebra'])).toEqual([
        [true, false, false],
        [true, true, false],
      ]);
    });

    it('refuses ids that are not in the build', () => {
      const vector = written[0]!.passages[0]!.vector;
      for (const id of [-1, 7, 0.5]) {
        expect(() => index.passages([id])).toThrow(RangeError);
        expect(() => index.vectorsOf([id])).toThrow(RangeError);
        expect(() => index.similarities(vector, [id])).toThrow(RangeError);
      }
    });

    it('refuses a vector of another length', () => {
      expect(() => index.nearest(new Float32Array(3), 1)).toThrow(RangeError);
      expect(() => index.similarities(new Float32Array(3), [0])).toThrow(RangeError);
    });
  });
}
