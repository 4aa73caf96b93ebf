/**
 * Embedding: text into vectors, one for the whole and one for each token.
 * Knows nothing of documents or indexes; what a model wants (prefixes, pooling, normalised text) stays inside.
 */
export type { CountingEmbedder, Embedder, EmbeddingModel, PassageEmbedding, PassageText, QuestionEmbedding, Reading } from './embedder.js';
export { EmbeddingError } from './embedding-error.js';
export { createSubprocessEmbedder } from './subprocess-embedder.js';
export { createTransformersEmbedder, type EmbedderOptions } from './transformers-embedder.js';
export { bundledModel } from './model-rules.js';
export { rememberQuestions } from './remember-questions.js';
