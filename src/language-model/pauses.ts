import {
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  DelegateBackoff,
  handleType,
  type IHalfOpenAfterBackoffContext,
} from 'cockatiel';
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

/** What the breaker counts: the endpoint is to blame. */
class EndpointFault extends Error {
  override readonly name = 'EndpointFault';
}

export function createPauses({ clock, log, rules }: { clock: ModelClock; log: ModelLog; rules: PauseRules }): Pauses {
  let lastFault = new ModelError('paused', 'The language model has failed.');
  let nextTryAt = 0;
  let isAnnounced = false;
  /** Until when the endpoint wants to be left alone, in its own words. */
  let told: { readonly until: number; readonly why: string } = { until: 0, why: '' };

  const breaker = circuitBreaker(handleType(EndpointFault), {
    breaker: new ConsecutiveBreaker(rules.failures),
    halfOpenAfter: new DelegateBackoff<IHalfOpenAfterBackoffContext>(({ attempt }) => {
      const pauseMs = rules.pausesMs[Math.min(attempt, rules.pausesMs.length) - 1] ?? 0;
      nextTryAt = clock.now() + pauseMs;
      return pauseMs;
    }),
  });
  breaker.onBreak(() => {
    if (isAnnounced) return;
    isAnnounced = true;
    log.warn(
      { failure: lastFault.failure, seconds: inSeconds(nextTryAt - clock.now()) },
      `The language model is not asked for a while, since ${rules.failures} calls in a row have failed; answers are in the articles' own words meanwhile. ${lastFault.message}`,
    );
  });
  breaker.onReset(() => {
    isAnnounced = false;
    log.info({}, 'The language model answers again.');
  });

  const paused = (until: number, why: string): ModelError =>
    new ModelError('paused', `The language model is not asked for another ${inSeconds(until - clock.now())} s. ${why}`);

  function check(): void {
    if (clock.now() < told.until) throw paused(told.until, told.why);
    // While one call tries, cockatiel would let the others wait for what comes of it: for as long as a reader's time lasts.
    if (breaker.state === CircuitState.HalfOpen) throw paused(clock.now(), lastFault.message);
    if (breaker.state === CircuitState.Open && clock.now() < nextTryAt) throw paused(nextTryAt, lastFault.message);
  }

  function heed({ error, retryAfterMs, isOutOfCredit }: FailedCall): void {
    const wanted = isOutOfCredit === true ? outOfCreditMs : (retryAfterMs ?? 0);
    if (wanted === 0) return;
    const now = clock.now();
    if (now >= told.until)
      log.warn({ failure: error.failure, seconds: inSeconds(wanted) }, `The language model is not asked for a while. ${error.message}`);
    told = { until: Math.max(told.until, now + wanted), why: error.message };
  }

  return {
    check,
    begin: () => {
      check();
      const isTry = breaker.state === CircuitState.Open;
      /** Ends the call that the breaker has let in, if it has. */
      const ends: ((fault?: Error) => void)[] = [];
      const call = (): Promise<void> =>
        new Promise((resolve, reject) => {
          ends.push((fault) => (fault === undefined ? resolve() : reject(fault)));
        });
      // How it went is told to whoever made the call; here it is only counted.
      breaker.execute(call).catch(() => undefined);
      const [end] = ends;
      // By a millisecond: cockatiel has a clock of its own.
      if (end === undefined) throw paused(nextTryAt, lastFault.message);
      return {
        answered: () => end(),
        failed: (error) => {
          lastFault = error;
          end(new EndpointFault());
        },
        // To cockatiel a try with any other end has gone well. This one has shown nothing, and the next has to try again.
        givenUp: () => end(isTry ? new EndpointFault() : new Error('Given up.')),
      };
    },
    heed,
    isPaused: () => clock.now() < told.until || breaker.state !== CircuitState.Closed,
  };
}

function inSeconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}
