import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import { ModelError } from './port.js';
import { unlessAborted } from './unless-aborted.js';

/** How many calls may wait for each one in progress. Further questions are answered in the sources' own words at once. */
export const waitingForEach = 2;

/** Limits how many calls are in progress, and how many wait. */
export interface Slots {
  /** @returns the function to leave. @throws AbortedError when the signal comes first. @throws ModelError `busy` */
  enter(signal: AbortSignal): Promise<() => void>;
}

export function createSlots(concurrency: number): Slots {
  const slots = bulkhead(concurrency, concurrency * waitingForEach);
  return {
    enter: (signal) => {
      const entered = new Promise<() => void>((resolve, reject) => {
        // The signal is not given to the bulkhead, which loses the rest of its queue when a waiting call is aborted.
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
