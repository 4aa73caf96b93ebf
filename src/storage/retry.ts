import { setTimeout as sleep } from 'node:timers/promises';
import { isTransient } from './errors.js';

/** Runs an idempotent operation until it is not interrupted by a transient failure, within limits. */
export type Retry = <Result>(operation: () => Promise<Result>) => Promise<Result>;

export interface RetryRules {
  /** No new attempt begins later than this after the first. */
  readonly withinMs: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/** A restarting PostgreSQL server is back in seconds; a failover takes up to half a minute. */
export const defaultRetryRules: RetryRules = { withinMs: 30_000, firstPauseMs: 50, longestPauseMs: 2_000 };

/** For a database that cannot be lost while the process lives. */
export const runOnce: Retry = (operation) => operation();

/** @param signal aborted when the store is closed: no further attempts. */
export function createRetry(rules: RetryRules, signal: AbortSignal): Retry {
  return async (operation) => {
    // Monotonic, so that setting the clock has no effect.
    const began = performance.now();
    for (let pauseMs = rules.firstPauseMs; ; pauseMs = Math.min(rules.longestPauseMs, pauseMs * 2)) {
      try {
        return await operation();
      } catch (error) {
        if (!isTransient(error) || signal.aborted || performance.now() - began + pauseMs > rules.withinMs) throw error;
      }
      // With jitter, so that interrupted operations do not all return at once.
      await sleep(pauseMs * (0.5 + Math.random() / 2));
    }
  };
}

/** The store with every operation retried. All of them must be idempotent. */
export function retrying<Store extends object>(store: Store, retry: Retry): Store {
  return new Proxy(store, {
    get: (target, name): unknown => {
      const operation: unknown = Reflect.get(target, name);
      if (typeof operation !== 'function') return operation;
      return (...given: readonly unknown[]) => retry(async (): Promise<unknown> => Reflect.apply(operation, target, given));
    },
  });
}
