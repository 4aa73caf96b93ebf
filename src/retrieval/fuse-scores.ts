/** What a candidate's rank rests on; see {@link Candidate} for the units. */
export interface ScoreParts {
  readonly lateInteraction: number;
  readonly background: number;
  readonly similarity: number;
  readonly coverage: number;
  readonly bm25: number;
  /** Whether the passage is in another language than the question. */
  readonly isTranslated: boolean;
}

/**
 * One configuration for every set and language, chosen by `npm run evaluate` (docs/evaluation.md). Late interaction leads; the pooled vectors steady
 * it; what the words know is added, and is nothing for a question in another language than the passages.
 */
const similarityWeight = 0.8;
const coverageWeight = 0.1;
const bm25Weight = 0.5;
/**
 * What a passage in the question's own language gains by sharing its function words, its numbers and its script, whatever it says. Fitted on the
 * questions about ten of the twenty articles (docs/evaluation.md).
 */
const ownLanguageAdvantage = 0.06;
/**
 * BM25 scores grow with the corpus (rare words tell more among more passages): so much is added to the best before dividing, that words count
 * for little among forty passages of one article, and for more among thousands.
 */
const bm25Softening = 30;

/**
 * The score that candidates are ordered by.
 * @param bestBm25 the highest BM25 score of any passage for this question
 */
export function fuseScores(parts: ScoreParts, bestBm25: number): number {
  return (
    parts.lateInteraction -
    parts.background +
    similarityWeight * parts.similarity +
    coverageWeight * parts.coverage +
    (bm25Weight * parts.bm25) / (bestBm25 + bm25Softening) +
    (parts.isTranslated ? ownLanguageAdvantage : 0)
  );
}
