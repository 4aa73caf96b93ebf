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
  /** Share of the question's information (by inverse document frequency) that the words of the passage, its title and its section hold, in [0, 1]. */
  readonly coverage: number;
  /** Share of the information of the question's names, numbers and the like that the passage, its title or its section holds, in [0, 1]; 0 for a question without any. */
  readonly nameMatch: number;
  /** BM25 over the question's terms; 0 where no word is shared. */
  readonly bm25: number;
  /** How well each token of the question is matched within each sentence of the passage, in [-1, 1]: a row a sentence, in the passage's order. */
  readonly sentenceMatches: readonly Float32Array[];
}

/** A question's candidates, and what is needed to judge whether the best of them answers. */
export interface Ranking {
  /** Best first. */
  readonly candidates: readonly Candidate[];
  /** How much each token of the question counts; sum 1. The columns of `sentenceMatches`. */
  readonly tokenWeights: Float32Array;
  /** Mean late interaction of the question with a fixed sample of all passages: what a passage scores that has nothing to do with it. */
  readonly background: number;
}
