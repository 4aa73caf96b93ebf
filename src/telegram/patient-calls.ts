import { type AdapterObserver, backoffMs, type Clock, type Log } from '../chat/index.js';
import { BotApiError, type ApiFailure } from './api-failure.js';
import type { BotApi, Method, Parameters } from './bot-api.js';
import { createPauses } from './pauses.js';

/** Telegram, or the way to it, has failed for so long that the call is left for another day. */
class RetriesExhaustedError extends Error {
  override readonly name = 'RetriesExhaustedError';
  constructor(method: string, attempts: number, options: ErrorOptions) {
    super(`Telegram's ${method} was given up after ${attempts} attempts.`, options);
  }
}

/** Calls that wait out what Telegram asks for, and try again what may succeed later. */
export interface PatientCalls {
  /**
   * Waits the whole `retry_after` of a 429 before the next call for that chat (or, for calls without a chat, of that method), and tries again
   * with growing pauses what did not get through.
   * @throws BotApiError for what will not be otherwise by waiting, and when the signal is aborted; RetriesExhaustedError
   */
  call<M extends Method>(method: M, parameters: Parameters<M>, chat?: number): Promise<unknown>;
  /** One attempt, now or not at all: for what is of no use later. */
  tryOnce<M extends Method>(method: M, parameters: Parameters<M>, chat?: number, limitMs?: number): Promise<Tried>;
  /** Milliseconds for which Telegram wants nothing to be sent to the chat. */
  pauseLeftMs(chat: number): number;
}

/** What came of a single attempt. `skipped`: Telegram has asked for silence there. */
export type Tried =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'skipped' }
  | { readonly kind: 'failed'; readonly failure: ApiFailure };

export interface PatientCallsOptions {
  readonly api: BotApi;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  /** Aborted when the program stops for good. */
  readonly signal: AbortSignal;
  /** Told that the token is refused. */
  readonly onUnauthorized: (error: BotApiError) => void;
  readonly timeoutMs?: number | undefined;
  readonly observer?: Pick<AdapterObserver, 'retry'> | undefined;
}

/** About three minutes, while Telegram answers others: what then still fails has something else against it. */
const attemptsWhileOthersPass = 10;
const longestTroubleMs = 60 * 60_000;

export function createPatientCalls(options: PatientCallsOptions): PatientCalls {
  const { api, clock, random, log, signal, onUnauthorized, timeoutMs, observer } = options;
  const pauses = createPauses(clock);
  const callOptions = { signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
  let lastPassedAt = Number.NEGATIVE_INFINITY;

  const passed = (line: string): void => {
    lastPassedAt = clock.now();
    pauses.passed(line);
  };
  const lineOf = (method: string, chat: number | undefined): string => (chat === undefined ? method : String(chat));

  const attempt = async <M extends Method>(method: M, parameters: Parameters<M>, line: string, limitMs?: number): Promise<unknown> => {
    try {
      const limit = limitMs === undefined ? {} : { timeoutMs: Math.min(limitMs, timeoutMs ?? limitMs) };
      const result = await api.call(method, parameters, { ...callOptions, ...limit });
      passed(line);
      return result;
    } catch (error) {
      if (error instanceof BotApiError) {
        const { failure } = error;
        if (failure.kind === 'too-many-requests') {
          pauses.pause(line, failure.retryAfterSeconds);
          log.info({ method, seconds: failure.retryAfterSeconds }, 'Telegram asks for a pause; what is for that chat waits it out.');
        } else if (failure.kind === 'unauthorized') onUnauthorized(error);
        // A refusal is an answer all the same: Telegram is there.
        else if (failure.kind !== 'unreachable' && failure.kind !== 'aborted') passed(line);
      }
      throw error;
    }
  };

  return {
    call: async (method, parameters, chat) => {
      const line = lineOf(method, chat);
      const beganAt = clock.now();
      for (let unreached = 0; ;) {
        for (let left = pauses.left(line); left > 0 && !signal.aborted; left = pauses.left(line)) await clock.wait(left, signal);
        try {
          return await attempt(method, parameters, line);
        } catch (error) {
          if (!(error instanceof BotApiError)) throw error;
          if (error.failure.kind === 'too-many-requests') {
            observer?.retry('rate-limit');
            continue;
          }
          if (error.failure.kind !== 'unreachable') throw error;
          unreached++;
          const othersPass = unreached >= attemptsWhileOthersPass && lastPassedAt > beganAt;
          if (othersPass || clock.now() - beganAt > longestTroubleMs) throw new RetriesExhaustedError(method, unreached, { cause: error });
          if (unreached === 1) log.warn({ method, reason: error.failure.reason }, 'Telegram was not reached; trying again.');
          observer?.retry('unreachable');
          await clock.wait(backoffMs(unreached, random), signal);
        }
      }
    },
    tryOnce: async (method, parameters, chat, limitMs) => {
      const line = lineOf(method, chat);
      if (pauses.left(line) > 0) return { kind: 'skipped' };
      try {
        return { kind: 'done', result: await attempt(method, parameters, line, limitMs) };
      } catch (error) {
        if (error instanceof BotApiError) return { kind: 'failed', failure: error.failure };
        throw error;
      }
    },
    pauseLeftMs: (chat) => pauses.left(lineOf('', chat)),
  };
}
