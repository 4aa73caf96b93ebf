/** What a day's completions have cost, across restarts: a program that keeps crashing must not spend the day's budget each time. */
export interface ModelUsageStore {
  /** @param day `2026-11-25`, in UTC. @param tokens of prompt and completion together */
  add(day: string, tokens: number): Promise<void>;
  tokensOf(day: string): Promise<number>;
}
