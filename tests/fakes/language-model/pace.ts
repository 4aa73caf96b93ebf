import { tooManyRequests } from './api-error.js';
import type { Clock } from '../clock.js';

/** A request that came before a `retry-after` was over. */
export interface ImpatientRequest {
  readonly earlyByMs: number;
}

/** Remembers what clients were told to wait for. */
export interface Pace {
  readonly impatient: readonly ImpatientRequest[];
  readonly pause: (retryAfter: number | Date) => void;
  readonly clear: () => void;
  /** @throws ApiError (429) for whoever does not wait */
  check(): void;
}

export function createPace(clock: Pick<Clock, 'now'>): Pace {
  const impatient: ImpatientRequest[] = [];
  let pausedUntil = 0;
  return {
    impatient,
    pause(retryAfter) {
      pausedUntil = typeof retryAfter === 'number' ? clock.now() + retryAfter * 1000 : retryAfter.getTime();
    },
    clear() {
      pausedUntil = 0;
    },
    check() {
      const earlyByMs = pausedUntil - clock.now();
      if (earlyByMs <= 0) return;
      impatient.push({ earlyByMs });
      throw tooManyRequests(Math.ceil(earlyByMs / 1000));
    },
  };
}
