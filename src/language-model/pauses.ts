import { ModelError } from './port.js';
import type { FailedCall } from './explain-failure.js';
import type { Clock, Log } from '../operations/index.js';

/** The circuit breaker: when no requests are sent for a while. */
export interface Pauses {
  /** @throws ModelError `paused` */
  check(): void;
  /** Begins a call. @throws ModelError `paused` */
  begin(): CallInProgress;
  /** Pauses for as long as the endpoint asked to wait. */
  applyRetryAfter(call: FailedCall): void;
  isPaused(): boolean;
}

/** Must be ended by one of these. */
export interface CallInProgress {
  /** The endpoint has answered, perhaps with a refusal. */
  answered(): void;
  /** The endpoint is at fault. */
  failed(error: ModelError): void;
  /** Cancelled by us, which says nothing about the endpoint. */
  cancelled(): void;
}

export interface PauseRules {
  /** After so many failures in a row, calls pause. */
  readonly failures: number;
  /** The length of the pause, the first time and after each further failed attempt; the last one repeats. */
  readonly pausesMs: readonly number[];
}

/** A dead endpoint makes three readers wait, then at most one every five minutes; its return is noticed within that time. */
export const defaultPauseRules: PauseRules = {
  failures: 3,
  pausesMs: [30_000, 60_000, 120_000, 240_000, 300_000],
};

const outOfCreditMs = 300_000;

export function createPauses({ clock, log, rules }: { clock: Clock; log: Log; rules: PauseRules }): Pauses {
  let lastFault = new ModelError('paused', 'The language model has failed.');
  /** Failures in a row, while calls are allowed. */
  let failures = 0;
  /** Pauses in a row; 0 while calls are allowed. */
  let pausesInRow = 0;
  let nextTryAt = 0;
  let isTrying = false;
  /** Until when the endpoint asked to wait. */
  let requestedPause: { readonly until: number; readonly why: string } = { until: Number.NEGATIVE_INFINITY, why: '' };

  const isBroken = (): boolean => pausesInRow > 0;

  function pause(): void {
    pausesInRow++;
    failures = 0;
    const pauseMs = rules.pausesMs[Math.min(pausesInRow, rules.pausesMs.length) - 1] ?? 0;
    nextTryAt = clock.elapsed() + pauseMs;
    if (pausesInRow > 1) return;
    log.warn(
      { failure: lastFault.failure, seconds: inSeconds(pauseMs) },
      `The language model is not asked for a while, since ${rules.failures} calls in a row have failed; answers are in the articles' own words meanwhile. ${lastFault.message}`,
    );
  }

  const paused = (until: number, why: string): ModelError =>
    new ModelError('paused', `The language model is not asked for another ${inSeconds(until - clock.elapsed())} s. ${why}`);

  function check(): void {
    if (clock.elapsed() < requestedPause.until) throw paused(requestedPause.until, requestedPause.why);
    // One call probes the endpoint; the others do not wait for its result.
    if (isTrying) throw paused(clock.elapsed(), lastFault.message);
    if (isBroken() && clock.elapsed() < nextTryAt) throw paused(nextTryAt, lastFault.message);
  }

  function applyRetryAfter({ error, retryAfterMs, isOutOfCredit }: FailedCall): void {
    const wanted = isOutOfCredit === true ? outOfCreditMs : (retryAfterMs ?? 0);
    if (wanted === 0) return;
    const now = clock.elapsed();
    if (now >= requestedPause.until)
      log.warn({ failure: error.failure, seconds: inSeconds(wanted) }, `The language model is not asked for a while. ${error.message}`);
    requestedPause = { until: Math.max(requestedPause.until, now + wanted), why: error.message };
  }

  return {
    check,
    begin: () => {
      check();
      const isTry = isBroken();
      isTrying = isTry;
      return {
        answered: () => {
          if (isTry) {
            isTrying = false;
            pausesInRow = 0;
            log.info({}, 'The language model answers again.');
          } else if (!isBroken()) failures = 0;
        },
        failed: (error) => {
          if (isTry) isTrying = false;
          // Calls that began before the pause do not change it.
          else if (isBroken()) return;
          lastFault = error;
          failures++;
          if (isTry || failures >= rules.failures) pause();
        },
        cancelled: () => {
          if (!isTry) return;
          // It proved nothing, so the next call has to probe again.
          isTrying = false;
          pause();
        },
      };
    },
    applyRetryAfter,
    isPaused: () => clock.elapsed() < requestedPause.until || isBroken(),
  };
}

function inSeconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}
