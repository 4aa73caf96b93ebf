import type { Clock } from '../chat/index.js';
import { Telegram } from 'telegraf';
import type { Opts, Telegram as BotApiMethods } from 'telegraf/types';
import { BotApiError, failureOf } from './api-failure.js';

export type Method = keyof BotApiMethods;
export type Parameters<M extends Method> = Opts<M>;

export interface CallOptions {
  /** How long to wait for the server, in milliseconds. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** One attempt at a call of the Bot API. */
export interface BotApi {
  /** @throws BotApiError for every way in which it can fail, abortion included. */
  call<M extends Method>(method: M, parameters: Parameters<M>, options?: CallOptions): Promise<unknown>;
}

export interface BotApiOptions {
  readonly token: string;
  /** Without a slash at the end. */
  readonly apiRoot: string;
  readonly clock: Clock;
}

/** telegraf's client waits 500 s for an answer, so that time limits are ours. Telegram answers within a second or not at all; its own server in front gives up after a minute. */
const defaultTimeoutMs = 30_000;

export function createBotApi({ token, apiRoot, clock }: BotApiOptions): BotApi {
  // Without a slash at its end, the last part of an address with a path would be lost.
  const client = new Telegram(token, { apiRoot: `${apiRoot}/`, webhookReply: false });
  const callApi = Reflect.get(client, 'callApi') as (...args: unknown[]) => unknown;
  return {
    call: async (method, parameters, { timeoutMs = defaultTimeoutMs, signal } = {}) => {
      const call = new AbortController();
      const finished = new AbortController();
      const stop = (): void => call.abort();
      if (isAborted(signal)) throw new BotApiError(method, { kind: 'aborted' });
      signal?.addEventListener('abort', stop);
      const limit = { reached: false };
      void clock.wait(timeoutMs, finished.signal).then(() => {
        if (finished.signal.aborted) return;
        limit.reached = true;
        call.abort();
      });
      try {
        // telegraf's types know a library's AbortSignal only; what it runs on takes the platform's.
        const result: unknown = Reflect.apply(callApi, client, [method, parameters, { signal: call.signal }]);
        return await result;
      } catch (error) {
        // telegraf leaves the body of a failed call unread, and with it the connection open.
        call.abort(finishedReason);
        if (isAborted(signal)) throw new BotApiError(method, { kind: 'aborted' });
        if (limit.reached) throw new BotApiError(method, { kind: 'unreachable', reason: `no answer within ${timeoutMs / 1000} s` });
        throw new BotApiError(method, failureOf(error));
      } finally {
        // A reason of our own: without one, an error with its stack is made at every call.
        finished.abort(finishedReason);
        signal?.removeEventListener('abort', stop);
      }
    },
  };
}

const finishedReason = 'finished';

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
