import type { Ranking } from '../retrieval/index.js';
import type { Citation } from './answer.js';
import type { Cite } from './composer.js';

const nearestPassages = 3;

/** The passages that a refusal offers instead of an answer, best first. */
export function selectNearest({ candidates }: Ranking, cite: Cite): Citation[] {
  return candidates
    .slice(0, nearestPassages)
    .map((candidate, at) => cite(candidate, { start: 0, end: candidate.passage.text.length }, at + 1));
}
