/** Identifies what made an index's vectors: an index built by another model cannot be searched with this one. */
export interface EmbeddingModel {
  readonly name: string;
  /** SHA-256 over the model's files; a changed model file is another model. */
  readonly fingerprint: string;
  /** Length of a text's pooled vector. */
  readonly dimensions: number;
  /** Length of a token's vector, or 0 where the model has none and late interaction is left out. */
  readonly tokenDimensions: number;
  /** The longest input in tokens, prefix and specials included. */
  readonly maxTokens: number;
}

export interface PassageEmbedding {
  /** Pooled, L2-normalised; length = `dimensions`. */
  readonly vector: Float32Array;
  /** L2-normalised token vectors, row after row, times 127 and rounded; length = tokens × `tokenDimensions`. */
  readonly tokenVectors: Int8Array;
  /** For each token, where it ends in the text that was given (UTF-16 offset, non-decreasing); length = tokens. */
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

/** Text into vectors. Prefixes, normalisation (NFKC, traditional to simplified) and pooling are the implementation's affair. */
export interface Embedder {
  readonly model: EmbeddingModel;
  /** @throws EmbeddingError when the model cannot be run. Over-long text is cut at `maxTokens`. */
  embedQuestion(text: string): Promise<QuestionEmbedding>;
  /** One embedding a text, in the order given. */
  embedPassages(texts: readonly string[]): Promise<PassageEmbedding[]>;
  close(): Promise<void>;
}

/** An embedder that can also say at once how long a text is: what splits articles into passages asks for each sentence. */
export interface CountingEmbedder extends Embedder {
  /** The text's length in the model's own tokens, without prefix and specials. */
  countTokens(text: string): number;
}
