/**
 * Language model: any OpenAI-compatible endpoint as generating's port: streaming, time limits, a circuit breaker, budgets.
 * Nothing of a provider leaves this room; it knows no question, no passage and no prompt.
 */
export type { ModelUsageStore } from './usage-store.js';
