import type { Candidate, Ranking } from '../retrieval/index.js';
import type { Citation } from './answer.js';
import type { Cite } from './composer.js';

const nearestPassages = 3;

/**
 * How far (in standard deviations) a passage has to stand out from what general questions reach in this corpus to be worth showing, and to be about
 * the question's topic.
 */
const nearOverNoise = 1;
const onTopicOverNoise = 2;

/** The candidates that are near the question, best first; none where general questions come as near. */
export function nearCandidates({ candidates }: Ranking): Candidate[] {
  return candidates.slice(0, nearestPassages).filter(({ overNoise }) => overNoise >= nearOverNoise);
}

/** The passages that a refusal offers instead of an answer. */
export function citeNearest(near: readonly Candidate[], cite: Cite): Citation[] {
  return near.map((candidate, at) => cite(candidate, { start: 0, end: candidate.passage.text.length }, at + 1));
}

/** Whether the passage is about what was asked, although it does not answer. */
export function isOnTopic({ overNoise, coverage, nameMatch }: Candidate): boolean {
  return overNoise >= onTopicOverNoise && (coverage > 0 || nameMatch > 0);
}
