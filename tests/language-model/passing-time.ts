import { afterEach, vi } from 'vitest';
import type { Clock } from '../../src/operations/index.js';
import { createManualClock, type ManualClock } from '../fakes-language-model/call.js';

export interface PassingTime {
  /** For the model. */
  readonly clock: Clock;
  /** For the fake endpoint. */
  readonly endpointClock: ManualClock;
  readonly pass: (seconds: number) => void;
  /** How many wait for time to pass. */
  readonly waiting: () => number;
}

/** Time that passes when the test says so, for those who read the system's clock as well: the circuit breaker and the limiter are libraries. */
export function createPassingTime(): PassingTime {
  const endpointClock = createManualClock();
  vi.useFakeTimers({ toFake: ['Date'], now: endpointClock.now() });
  return {
    endpointClock,
    waiting: endpointClock.waiting,
    clock: {
      now: () => Date.now(),
      elapsed: endpointClock.now,
      wait: (milliseconds, signal) =>
        new Promise((resolve) => {
          const cancel = endpointClock.after(milliseconds, resolve);
          const end = (): void => {
            cancel();
            resolve();
          };
          if (signal?.aborted === true) end();
          signal?.addEventListener('abort', end);
        }),
    },
    pass: (seconds) => {
      vi.setSystemTime(endpointClock.now() + seconds * 1000);
      endpointClock.advance(seconds * 1000);
    },
  };
}

afterEach(() => void vi.useRealTimers());
