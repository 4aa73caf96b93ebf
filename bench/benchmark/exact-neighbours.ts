import { dot } from './made-up-passages.js';

/** The nearest of all vectors shown so far to each question, by comparing with every one. */
export interface ExactNeighbours {
  show(id: number, vector: Float32Array): void;
  /** Of each question, best first. */
  nearest(): number[][];
}

export function createExactNeighbours(questions: readonly Float32Array[], count: number): ExactNeighbours {
  const best = questions.map((question) => ({ question, found: Array<{ id: number; similarity: number }>() }));
  return {
    show(id, vector) {
      for (const { question, found } of best) {
        const similarity = dot(question, vector);
        if (found.length === count && similarity <= (found.at(-1)?.similarity ?? -1)) continue;
        const place = found.findIndex((other) => other.similarity < similarity);
        found.splice(place === -1 ? found.length : place, 0, { id, similarity });
        found.length = Math.min(found.length, count);
      }
    },
    nearest: () => best.map(({ found }) => found.map(({ id }) => id)),
  };
}
