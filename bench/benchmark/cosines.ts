import { percentile } from './figures.js';
import { createMadeUpPassages, dot, type Ingredients } from './made-up-passages.js';
import { pick, randomFrom } from './random.js';

/** The 5th, 50th and 95th percentile of the cosine of two vectors picked at random. */
export type CosineRange = readonly [number, number, number];

export interface CosineRanges {
  readonly real: CosineRange;
  readonly madeUp: CosineRange;
}

const madeUpPassages = 800;
const pairs = 4000;

/** Shows whether made-up vectors lie about as real ones do. */
export function cosineRanges(ingredients: Ingredients): CosineRanges {
  const documents = createMadeUpPassages(ingredients).documents(madeUpPassages);
  const madeUp = [...documents].flatMap(({ passages }) => passages.map(({ vector }) => vector));
  return { real: rangeOf(ingredients.seeds.map(({ vector }) => vector)), madeUp: rangeOf(madeUp) };
}

function rangeOf(vectors: readonly Float32Array[]): CosineRange {
  const random = randomFrom(1);
  const cosines = Array.from({ length: pairs }, () => dot(pick(vectors, random), pick(vectors, random)));
  return [percentile(cosines, 0.05), percentile(cosines, 0.5), percentile(cosines, 0.95)];
}
