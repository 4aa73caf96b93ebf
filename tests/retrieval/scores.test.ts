import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuseScores, type ScoreParts } from '../../src/retrieval/fuse-scores.js';
import { coverageOf, informationOf, mostInformative } from '../../src/retrieval/information.js';

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const cosine = fc.double({ min: -1, max: 1, noNaN: true });
const bestBm25 = fc.double({ min: 0, max: 60, noNaN: true });
const parts: fc.Arbitrary<ScoreParts> = fc.record({
  lateInteraction: cosine,
  background: cosine,
  similarity: cosine,
  coverage: unit,
  bm25: bestBm25,
  isTranslated: fc.boolean(),
});

describe('fuseScores', () => {
  it('rises with each of its parts', () => {
    fc.assert(
      fc.property(parts, bestBm25, fc.constantFrom('lateInteraction', 'similarity', 'coverage', 'bm25'), (given, best, part) => {
        expect(fuseScores({ ...given, [part]: given[part] + 0.1 }, best)).toBeGreaterThan(fuseScores(given, best));
      }),
    );
  });

  it('orders by meaning alone where no word is shared', () => {
    fc.assert(
      fc.property(cosine, cosine, cosine, cosine, (late1, similar1, late2, similar2) => {
        const difference = (coverage: number, bm25: number, best: number): number =>
          fuseScores({ lateInteraction: late1, background: 0, similarity: similar1, coverage, bm25, isTranslated: false }, best) -
          fuseScores({ lateInteraction: late2, background: 0, similarity: similar2, coverage, bm25, isTranslated: false }, best);
        // What is the same for both passages moves neither, and a question without shared words has nothing else.
        expect(difference(0, 0, 0)).toBeCloseTo(difference(0.5, 3, 7), 10);
      }),
    );
    expect(fuseScores({ lateInteraction: 0, background: 0, similarity: 0, coverage: 0, bm25: 0, isTranslated: false }, 0)).toBe(0);
  });

  it('lets BM25 count for more the better the best match is, and never without bound', () => {
    const ofBest = (best: number): number =>
      fuseScores({ lateInteraction: 0, background: 0, similarity: 0, coverage: 0, bm25: best, isTranslated: false }, best);
    fc.assert(
      fc.property(bestBm25, bestBm25, (a, b) => {
        expect(ofBest(Math.max(a, b))).toBeGreaterThanOrEqual(ofBest(Math.min(a, b)));
        expect(ofBest(a)).toBeLessThan(1);
      }),
    );
  });
});

describe('the information of a term', () => {
  it('is the greater the fewer passages hold it, and never below 0', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (passages) => {
        const [none, one, all] = informationOf([0, 1, passages], passages);
        expect(none).toBeGreaterThan(one!);
        expect(one).toBeGreaterThanOrEqual(all!);
        expect(all).toBeGreaterThan(0);
      }),
    );
  });

  it('is Robertson and Zaragoza’s: the logarithm of 1 + (N - n + .5) / (n + .5)', () => {
    expect(informationOf([3], 10)[0]).toBeCloseTo(Math.log(1 + 7.5 / 3.5));
  });
});

describe('coverage', () => {
  const flags = fc.array(fc.tuple(fc.boolean(), fc.double({ min: 0.001, max: 10, noNaN: true })), { maxLength: 12 });

  it('lies in [0, 1], and grows with every term held', () => {
    fc.assert(
      fc.property(flags, (terms) => {
        const information = terms.map(([, value]) => value);
        const held = terms.map(([flag]) => Number(flag));
        const coverage = coverageOf(held, information);
        expect(coverage).toBeGreaterThanOrEqual(0);
        expect(coverage).toBeLessThanOrEqual(1 + 1e-9);
        held.forEach((_, at) => {
          const more = held.map((share, other) => (other === at ? 1 : share));
          expect(coverageOf(more, information)).toBeGreaterThanOrEqual(coverage);
        });
      }),
    );
  });

  it('is all for all terms, none for none, and none for a question without terms', () => {
    expect(coverageOf([1, 1], [2, 5])).toBe(1);
    expect(coverageOf([0, 0], [2, 5])).toBe(0);
    expect(coverageOf([1, 0], [1, 3])).toBe(0.25);
    expect(coverageOf([0, 0.5], [1, 3])).toBe(0.375);
    expect(coverageOf([], [])).toBe(0);
  });
});

describe('the terms that tell most', () => {
  it('are those of the most information, equals in the order given', () => {
    expect(mostInformative(['the', 'fish', 'owl', 'heron'], [0.1, 3, 5, 3], 3)).toEqual(['owl', 'fish', 'heron']);
    expect(mostInformative(['a', 'b'], [1, 1], 8)).toEqual(['a', 'b']);
    expect(mostInformative([], [], 8)).toEqual([]);
  });
});
