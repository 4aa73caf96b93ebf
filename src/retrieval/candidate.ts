import type { IndexedPassage } from '../search-index/index.js';

/** A passage in ranking, with its scores. */
export interface Candidate {
  readonly passage: IndexedPassage;
  /** How well the passage matches, before reading; higher is better; comparable within one question only. */
  readonly score: number;
  /** Weighted late interaction with the question, in [-1, 1]; comparable between questions. */
  readonly lateInteraction: number;
  /** Mean late interaction of the question with unrelated passages of the same language. */
  readonly background: number;
  /** How far the late interaction is above that of general questions in this corpus, in standard deviations. */
  readonly overNoise: number;
  /** The same of the pooled vectors' cosine. */
  readonly similarityOverNoise: number;
  /** Cosine of the pooled vectors. */
  readonly similarity: number;
  /**
   * Share of the question's information (by inverse document frequency) that the words of the passage, its title and its section hold, in
   * [0, 1].
   */
  readonly coverage: number;
  /**
   * Share of the information of the question's names, numbers and the like that the passage, its title or its section holds, in [0, 1]; 0
   * for a question without any.
   */
  readonly nameMatch: number;
  /** BM25 over the question's terms; 0 where no word is shared. */
  readonly bm25: number;
  /** The best match of each question token within each sentence of the passage, in [-1, 1]: one row for each sentence, in order. */
  readonly sentenceMatches: readonly Float32Array[];
  /** The same for the passage's heading (title and section). */
  readonly headingMatches: Float32Array;
  /** Left out where the passage was not read. */
  readonly reading?: CandidateReading;
}

/** The result of reading question and passage together. */
export interface CandidateReading {
  /** The logit of "this passage answers this question"; comparable between questions. */
  readonly answers: number;
  /** For each sentence of the passage, its evidence, in [0, 1]. */
  readonly evidence: readonly number[];
  /** For each sentence, the mean probability of its tokens to belong to the words that answer. */
  readonly words: readonly number[];
}

/** A question's candidates, and what is needed to judge whether the best of them answers. */
export interface Ranking {
  /** Best first: those read, then the others. */
  readonly candidates: readonly Candidate[];
  /** How much each token of the question counts; sum 1. The columns of `sentenceMatches`. */
  readonly tokenWeights: Float32Array;
}
