import type { EndpointModel, LanguageModelOptions } from './language-model.js';

export type { EndpointModel, LanguageModelOptions };

/** Loads the client library only now: a program without a language model would start a fifth of a second later for it. */
export async function openLanguageModel(options: LanguageModelOptions): Promise<EndpointModel> {
  const { createLanguageModel } = await import('./language-model.js');
  return createLanguageModel(options);
}
