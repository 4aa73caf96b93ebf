import type { ModelUsageStore } from './usage-store.js';

/** In memory, for the terminal and for tests. A restart resets the day. */
export function createMemoryModelUsage(): ModelUsageStore {
  const days = new Map<string, number>();
  return {
    add: async (day, tokens) => {
      days.set(day, (days.get(day) ?? 0) + tokens);
    },
    tokensOf: async (day) => days.get(day) ?? 0,
  };
}
