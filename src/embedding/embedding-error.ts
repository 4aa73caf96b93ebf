/** The model is missing, damaged, unknown or cannot be run. The message says which, where, and what to do next. */
export class EmbeddingError extends Error {
  override readonly name = 'EmbeddingError';
  readonly isExpected = true;
}
