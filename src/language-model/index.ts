/**
 * Language model: an OpenAI-compatible endpoint, whosever it is, as generating's port: streaming, time limits, a circuit breaker, budgets.
 * Nothing of a provider leaves this room; it knows no question, no passage and no prompt.
 */
export { createLanguageModel, type EndpointModel, type LanguageModelOptions } from './language-model.js';
export { examineEndpoint, type EndpointFindings } from './examine-endpoint.js';
export { createMemoryModelUsage } from './memory-usage.js';
export { waitingForEach } from './slots.js';
export type { CallOutcome, ModelClock, ModelObserver } from './surroundings.js';
export type { ModelUsageStore } from './usage-store.js';
