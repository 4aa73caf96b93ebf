/** Identifies the model of an index's vectors: an index built by another model cannot be searched with this one. */
export interface EmbeddingModel {
  readonly name: string;
  /** SHA-256 over the model's files; a changed model file is another model. */
  readonly fingerprint: string;
  /** Length of a text's pooled vector. */
  readonly dimensions: number;
  /** Length of a token's vector, or 0 where the model has none; late interaction is then skipped. */
  readonly tokenDimensions: number;
  /** The longest input in tokens, prefix and specials included. */
  readonly maxTokens: number;
  /** Whether the model can read a question and a passage together. */
  readonly reads: boolean;
}

/** A passage as the model sees it. */
export interface PassageText {
  /** Title and section, as context; never quoted. */
  readonly heading?: string;
  readonly text: string;
}

export interface PassageEmbedding {
  /** Pooled, L2-normalised; length = `dimensions`. */
  readonly vector: Float32Array;
  /**
   * L2-normalised token vectors, row after row, times 127 and rounded; the heading's tokens, then the text's; length = tokens ×
   * `tokenDimensions`.
   */
  readonly tokenVectors: Int8Array;
  /** For each token, where it ends in the text (UTF-16 offset, non-decreasing; 0 for those of the heading); length = tokens. */
  readonly tokenEnds: Uint32Array;
}

/** The result of reading a question and a passage together: whether the passage answers, and with which words. */
export interface Reading {
  /** The logit of "this passage answers this question"; comparable between questions. */
  readonly answers: number;
  /**
   * For each token of the passage's text, the probability that it belongs to a sentence that is evidence; length = tokens of the text that
   * were read.
   */
  readonly evidence: Float32Array;
  /** … and that it belongs to the words that answer. */
  readonly words: Float32Array;
  /** Where each of these tokens ends in the passage's text (UTF-16 offset, non-decreasing). */
  readonly tokenEnds: Uint32Array;
}

export interface QuestionEmbedding {
  /** Pooled, L2-normalised; length = `dimensions`. */
  readonly vector: Float32Array;
  /** As in {@link PassageEmbedding}. */
  readonly tokenVectors: Int8Array;
  /** How much each token counts; above 0, sum 1; length = tokens. */
  readonly tokenWeights: Float32Array;
  /** As in {@link PassageEmbedding}. */
  readonly tokenEnds: Uint32Array;
}

/** Text into vectors. The implementation takes care of prefixes, normalisation (NFKC, traditional to simplified) and pooling. */
export interface Embedder {
  readonly model: EmbeddingModel;
  /** @throws EmbeddingError when the model cannot be run. Of an over-long question the end is kept. */
  embedQuestion(text: string): Promise<QuestionEmbedding>;
  /** One embedding a passage, in the order given. Over-long text is cut. */
  embedPassages(passages: readonly PassageText[]): Promise<PassageEmbedding[]>;
  /** Reads the question with each passage, in the order given; empty where the model cannot (`model.reads`). */
  read(question: string, passages: readonly PassageText[]): Promise<Reading[]>;
  /** Rejects where the model does not respond. Left out where it runs in this process. */
  check?(): Promise<void>;
  close(): Promise<void>;
}

/** An embedder that can also count tokens synchronously, as splitting articles into passages does for each sentence. */
export interface CountingEmbedder extends Embedder {
  /** The text's length in the model's own tokens, without prefix and specials. */
  countTokens(text: string): number;
}
