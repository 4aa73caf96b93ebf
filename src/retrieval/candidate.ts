import type { IndexedPassage } from '../search-index/index.js';

/** A passage while it is being ranked, with the scores that its rank rests on. */
export interface Candidate {
  readonly passage: IndexedPassage;
  /** What candidates are ordered by; higher is better; comparable within one question only. */
  readonly score: number;
  /** Weighted late interaction with the question, in [-1, 1]; comparable between questions. */
  readonly lateInteraction: number;
  /** Cosine of the pooled vectors. */
  readonly similarity: number;
  /** Share of the question's information (by inverse document frequency) that the passage's words hold, in [0, 1]. */
  readonly coverage: number;
  /** BM25 over the question's terms; 0 where no word is shared. */
  readonly bm25: number;
  /** Late interaction of each sentence alone, in the passage's order. */
  readonly sentenceScores: readonly number[];
}
