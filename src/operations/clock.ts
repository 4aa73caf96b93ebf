import { setTimeout as sleep } from 'node:timers/promises';

/** Time, so that a test can let an hour pass. */
export interface Clock {
  /** Milliseconds since the epoch: for days and dates. */
  now(): number;
  /** Milliseconds since an arbitrary moment, monotonic: for durations. Setting the system's clock does not change it. */
  elapsed(): number;
  /** Resolves after that many milliseconds, or as soon as the signal is aborted; never rejects. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: Date.now,
  elapsed: () => performance.now(),
  wait: async (milliseconds, signal) => {
    try {
      await sleep(milliseconds, undefined, { signal });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
};
