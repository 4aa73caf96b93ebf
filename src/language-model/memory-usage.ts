import type { ModelUsageStore } from './usage-store.js';

/** Kept in memory: for the terminal, and for tests. A restart begins the day anew. */
export function createMemoryModelUsage(): ModelUsageStore {
  const days = new Map<string, number>();
  return {
    add: async (day, tokens) => {
      days.set(day, (days.get(day) ?? 0) + tokens);
    },
    tokensOf: async (day) => days.get(day) ?? 0,
  };
}
