import type { EmbeddingModel } from '../embedding/index.js';

/** The longest passage, in the model's tokens. About 160 Chinese characters, the length that found most in the prototype (docs/architecture.md). */
const maxPassageTokens = 112;

/** Prefix and special tokens that a model may put around a passage. */
const reservedTokens = 8;

/** To be raised when reading, splitting or cutting into words changes what comes out for the same file: indexes made before are then stale. */
const textVersion = 1;

/** Everything besides the model and the articles that an index depends on; kept in its manifest. */
export type IngestSettings = { readonly maxPassageTokens: number; readonly textVersion: number };

export function settingsFor(model: Pick<EmbeddingModel, 'maxTokens'>): IngestSettings {
  return { maxPassageTokens: Math.min(maxPassageTokens, model.maxTokens - reservedTokens), textVersion };
}
