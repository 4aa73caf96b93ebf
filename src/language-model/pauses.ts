import { ModelError } from '../generating/index.js';
import type { FailedCall } from './explain-failure.js';
import type { ModelClock, ModelLog } from './surroundings.js';

/** When an endpoint is not asked for a while. */
export interface Pauses {
  /** @throws ModelError `paused` */
  check(): void;
  /** Begins a call. @throws ModelError `paused` */
  begin(): CallUnderWay;
  /** Leaves the endpoint alone for as long as it wants to be. */
  heed(call: FailedCall): void;
  isPaused(): boolean;
}

/** Has to be ended, in whichever way. */
export interface CallUnderWay {
  /** The endpoint has answered, if only to refuse. */
  answered(): void;
  /** The endpoint, rather than us, is to blame. */
  failed(error: ModelError): void;
  /** Given up by us: it tells nothing about the endpoint. */
  givenUp(): void;
}

export interface PauseRules {
  /** So many failures in a row, and the endpoint is left alone. */
  readonly failures: number;
  /** For so long, the first time and each time after a try that failed as well; the last one from then on. */
  readonly pausesMs: readonly number[];
}

/** A dead endpoint costs three readers their wait, then one every five minutes at most; one that is back is noticed within as long. */
export const defaultPauseRules: PauseRules = {
  failures: 3,
  pausesMs: [30_000, 60_000, 120_000, 240_000, 300_000],
};

const outOfCreditMs = 300_000;

export function createPauses({ clock, log, rules }: { clock: ModelClock; log: ModelLog; rules: PauseRules }): Pauses {
  let lastFault = new ModelError('paused', 'The language model has failed.');
  /** Failures in a row, while calls are let through. */
  let failures = 0;
  /** Pauses in a row; 0 while calls are let through. */
  let pausesInRow = 0;
  let nextTryAt = 0;
  let isTrying = false;
  /** Until when the endpoint wants to be left alone, in its own words. */
  let told: { readonly until: number; readonly why: string } = { until: Number.NEGATIVE_INFINITY, why: '' };

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
    if (clock.elapsed() < told.until) throw paused(told.until, told.why);
    // One call tries; the others need not wait for what comes of it.
    if (isTrying) throw paused(clock.elapsed(), lastFault.message);
    if (isBroken() && clock.elapsed() < nextTryAt) throw paused(nextTryAt, lastFault.message);
  }

  function heed({ error, retryAfterMs, isOutOfCredit }: FailedCall): void {
    const wanted = isOutOfCredit === true ? outOfCreditMs : (retryAfterMs ?? 0);
    if (wanted === 0) return;
    const now = clock.elapsed();
    if (now >= told.until)
      log.warn({ failure: error.failure, seconds: inSeconds(wanted) }, `The language model is not asked for a while. ${error.message}`);
    told = { until: Math.max(told.until, now + wanted), why: error.message };
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
          // Of calls that began before the pause, the endpoint's state is known.
          else if (isBroken()) return;
          lastFault = error;
          failures++;
          if (isTry || failures >= rules.failures) pause();
        },
        givenUp: () => {
          if (!isTry) return;
          // It has shown nothing, and the next has to try again.
          isTrying = false;
          pause();
        },
      };
    },
    heed,
    isPaused: () => clock.elapsed() < told.until || isBroken(),
  };
}

function inSeconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}
