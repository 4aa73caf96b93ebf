import type { EmbeddingModel } from '../embedding/index.js';

/** The longest passage, in the model's tokens: about 200 Chinese or 520 English characters, which found most (docs/evaluation.md). */
const maxPassageTokens = 140;

/** Prefix, special tokens and heading that stand around a passage's text. */
const reservedTokens = 48;

/** To be raised when reading, splitting or cutting into words changes what comes out for the same file: indexes made before are then stale. */
const textVersion = 4;

/** Everything besides the model and the articles that an index depends on; kept in its manifest. */
export type IngestSettings = { readonly maxPassageTokens: number; readonly textVersion: number };

export function settingsFor(model: Pick<EmbeddingModel, 'maxTokens'>): IngestSettings {
  return { maxPassageTokens: Math.min(maxPassageTokens, model.maxTokens - reservedTokens), textVersion };
}
