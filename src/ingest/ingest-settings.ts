import type { EmbeddingModel } from '../embedding/index.js';

/**
 * The longest passage, in the model's tokens: about 200 Chinese or 520 English characters, which gave the best retrieval
 * (docs/evaluation.md).
 */
const maxPassageTokens = 140;

/** Prefix, special tokens and heading around a passage's text. */
const reservedTokens = 48;

/** Raise it when reading, splitting or tokenising gives different results for the same file: earlier indexes are then stale. */
const textVersion = 4;

/** Everything besides the model and the articles that an index depends on; recorded in its manifest. */
export type IngestSettings = { readonly maxPassageTokens: number; readonly textVersion: number };

export function settingsFor(model: Pick<EmbeddingModel, 'maxTokens'>): IngestSettings {
  return { maxPassageTokens: Math.min(maxPassageTokens, model.maxTokens - reservedTokens), textVersion };
}
