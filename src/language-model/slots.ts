import { bulkhead } from 'cockatiel';
import { unlessAborted } from './unless-aborted.js';

/** How many calls are under way at once; the others wait. */
export interface Slots {
  /** @returns how to leave again. @throws AbortedError when the signal comes first */
  enter(signal: AbortSignal): Promise<() => void>;
}

export function createSlots(concurrency: number): Slots {
  const slots = bulkhead(concurrency, Number.POSITIVE_INFINITY);
  return {
    enter: (signal) => {
      const entered = new Promise<() => void>((resolve, reject) => {
        // The signal is not given to the bulkhead: it forgets the rest of its queue when one that waits there is aborted.
        slots
          .execute(() => (signal.aborted ? Promise.resolve() : new Promise<void>((leave) => resolve(leave))))
          .catch((error: unknown) => reject(error instanceof Error ? error : new Error(String(error))));
      });
      return unlessAborted(entered, signal);
    },
  };
}
