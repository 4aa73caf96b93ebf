/**
 * Language model: calls an OpenAI-compatible endpoint, with streaming, time limits, a circuit breaker and budgets.
 * Nothing of a provider leaves this room; it knows no questions, passages or prompts.
 */
export {
  ModelError,
  type LanguageModel,
  type ModelFailure,
  type ModelMessage,
  type ModelRequest,
  type Purpose,
  type WantedShape,
} from './port.js';
export { openLanguageModel, type EndpointModel, type LanguageModelOptions } from './open-language-model.js';
export { examineEndpoint, type EndpointFindings } from './examine-endpoint.js';
export { createMemoryModelUsage } from './memory-usage.js';
export { waitingForEach } from './slots.js';
export type { CallOutcome, ModelEvent } from './events.js';
export { AbortedError, unlessAborted } from './unless-aborted.js';
export type { ModelUsageStore } from './usage-store.js';
