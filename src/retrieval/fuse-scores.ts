/** The scores that rank a candidate; see {@link Candidate} for the units. */
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
 * One configuration for every set and language, chosen by `npm run evaluate` (docs/evaluation.md). Late interaction has the most weight,
 * pooled vectors stabilise it, and words add to it, with nothing for a question in another language.
 */
const similarityWeight = 0.8;
const coverageWeight = 0.1;
const bm25Weight = 0.5;
/**
 * What a passage in the question's language gains by shared function words, numbers and script, whatever its content. Fitted on the
 * questions about ten of the twenty articles (docs/evaluation.md).
 */
const ownLanguageAdvantage = 0.06;
/**
 * BM25 scores grow with the corpus (rare words are more informative among more passages). This is added to the best score before dividing,
 * so that words count little among forty passages of one article, and more among thousands.
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
