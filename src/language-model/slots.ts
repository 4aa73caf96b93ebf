import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import { ModelError } from '../generating/index.js';
import { unlessAborted } from './unless-aborted.js';

/** Calls that wait for each that is under way. Who would come later gets the sources' own words at once: sooner, and nobody else waits for it. */
export const waitingForEach = 2;

/** How many calls are under way at once; some others wait. */
export interface Slots {
  /** @returns how to leave again. @throws AbortedError when the signal comes first. @throws ModelError `busy` */
  enter(signal: AbortSignal): Promise<() => void>;
}

export function createSlots(concurrency: number): Slots {
  const slots = bulkhead(concurrency, concurrency * waitingForEach);
  return {
    enter: (signal) => {
      const entered = new Promise<() => void>((resolve, reject) => {
        // The signal is not given to the bulkhead: it forgets the rest of its queue when one that waits there is aborted.
        slots
          .execute(() => (signal.aborted ? Promise.resolve() : new Promise<void>((leave) => resolve(leave))))
          .catch((error: unknown) => reject(error instanceof BulkheadRejectedError ? busy(concurrency) : asError(error)));
      });
      return unlessAborted(entered, signal);
    },
  };
}

function busy(concurrency: number): ModelError {
  const sentence = `${concurrency} calls are under way and ${concurrency * waitingForEach} wait. If that goes on and the endpoint has room, raise LLM_CONCURRENCY.`;
  return new ModelError('busy', sentence);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
