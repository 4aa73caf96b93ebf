import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { HTTPError, RateLimitError, REST, RESTEvents } from 'discord.js';
import { Agent } from 'undici';
import { backoffMs, type AdapterObserver, type Clock, type Log } from '../chat/index.js';
import { ApiError, failureOf, type ApiFailure } from './api-failure.js';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Route = `/${string}`;

export interface Call {
  readonly method: Method;
  readonly route: Route;
  readonly body?: object;
  readonly query?: Readonly<Record<string, string>>;
}

/** Calls of Discord's REST API, each tried until Discord has said yes or no. 429s are waited out by discord.js, in full. */
export interface Calls {
  /** As the bot. @throws ApiError */
  call(call: Call): Promise<unknown>;
  /** As who holds an interaction's token; such calls are not bound to the bot's global limit (documentation: Rate Limits). @throws ApiError */
  respond(call: Call): Promise<unknown>;
  /** Once, and never rejects: for what nobody would miss. */
  tryOnce(call: Call): Promise<void>;
  /** Now or not at all, and within seconds: for what is of no use later. Waits out no limit, and never rejects. */
  tryNow(call: Call, as: 'bot' | 'interaction'): Promise<Tried>;
}

/** What came of a call that does not wait. `limited`: Discord wants none of its kind for so long. */
export type Tried =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'limited'; readonly waitMs: number }
  /** Discord answered that it cannot do it at present. */
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'failed'; readonly failure: ApiFailure };

export interface CallsOptions {
  readonly token: string;
  readonly apiRoot: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  /** No more calls. */
  readonly signal: AbortSignal;
  readonly onUnauthorized: () => void;
  readonly timeoutMs?: number | undefined;
  readonly observer?: Pick<AdapterObserver, 'retry'> | undefined;
}

/** discord.js tries again at once; what fails so often is tried by us, with longer and longer pauses. */
const quickRetries = 1;
const defaultTimeoutMs = 15_000;
const mostConnections = 50;
/** Discord answers within a second or not at all; an answer does not wait longer for what is shown of it on the way. */
const longestTryMs = 3_000;

export function createCalls(options: CallsOptions): Calls {
  const { token, apiRoot, clock, random, log, signal, onUnauthorized, observer, timeoutMs: timeout = defaultTimeoutMs } = options;
  // In turn over a few connections, and not each over its own: what came first, the acknowledgements of a rush, goes out first.
  const agent = new Agent({ connections: mostConnections });
  /** Whether the call that is being made is one that does not wait. */
  const isNow = new AsyncLocalStorage<true>();
  const rejectOnRateLimit = (): boolean => isNow.getStore() === true;
  const common = { agent, api: apiRoot, version: '10', timeout, retries: quickRetries, rejectOnRateLimit } as const;
  const asBot = new REST(common).setToken(token);
  const byToken = new REST({ ...common, globalRequestsPerSecond: Number.MAX_SAFE_INTEGER });

  for (const rest of [asBot, byToken]) rest.on(RESTEvents.RateLimited, () => observer?.retry('rate-limit'));

  const once = async (rest: REST, { method, route, body, query }: Call, until = signal): Promise<unknown> => {
    const parameters = query === undefined ? {} : { query: new URLSearchParams(query) };
    const request = { ...parameters, ...(body === undefined ? {} : { body }), auth: rest === asBot, signal: until };
    return rest[method](route, request);
  };

  /**
   * Until when Discord wants no more of a call: told to one that did not wait. discord.js forgets it, since with the first answer from a route
   * it learns the route's name, and counts anew under that.
   */
  const limitedUntil = new Map<string, number>();
  const keyOf = ({ method, route }: Call): string => `${method} ${route}`;

  const remember = (call: Call, { sublimitTimeout, retryAfter, timeToReset }: RateLimitError): number => {
    const waitMs = sublimitTimeout > 0 ? retryAfter : timeToReset;
    limitedUntil.set(keyOf(call), Date.now() + waitMs);
    setTimeout(() => limitedUntil.delete(keyOf(call)), waitMs).unref();
    return waitMs;
  };

  const limitedForMs = (call: Call): number => (limitedUntil.get(keyOf(call)) ?? 0) - Date.now();

  const outOfLimit = async (call: Call): Promise<void> => {
    const left = limitedForMs(call);
    if (left > 0) await sleep(left, undefined, { signal }).catch(() => undefined);
  };

  const patiently = async (rest: REST, call: Call): Promise<unknown> => {
    for (let attempt = 1; ; attempt++) {
      await outOfLimit(call);
      if (isAborted(signal)) throw new ApiError(nameOf(call), { kind: 'aborted' }, 'the program stops.');
      try {
        return await once(rest, call);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (isAborted(signal)) throw new ApiError(nameOf(call), { kind: 'aborted' }, 'the program stops.', { cause: error });
        const failure = failureOf(error);
        // Of an interaction's calls it is the interaction's token that is refused.
        const kind = failure.kind === 'unauthorized' && rest === byToken ? 'expired' : failure.kind;
        if (kind === 'unauthorized') onUnauthorized();
        if (kind !== 'unreachable') throw new ApiError(nameOf(call), { kind }, reason, { cause: error });
        observer?.retry('unreachable');
        if (attempt === 1) log.warn({ call: nameOf(call), reason }, 'Discord was not reached; trying again.');
        await clock.wait(backoffMs(attempt, random), signal);
      }
    }
  };

  const now = async (rest: REST, call: Call): Promise<Tried> => {
    const left = limitedForMs(call);
    if (left > 0) return { kind: 'limited', waitMs: left };
    const limit = new AbortController();
    const end = (): void => limit.abort(endReason);
    const timer = setTimeout(end, Math.min(longestTryMs, timeout));
    signal.addEventListener('abort', end);
    try {
      return { kind: 'done', result: await isNow.run(true, () => once(rest, call, limit.signal)) };
    } catch (error) {
      if (error instanceof RateLimitError) return { kind: 'limited', waitMs: remember(call, error) };
      if (error instanceof HTTPError) return { kind: 'unavailable' };
      return { kind: 'failed', failure: failureOf(error) };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    }
  };

  return {
    tryNow: (call, as) => now(as === 'bot' ? asBot : byToken, call),
    call: (call) => patiently(asBot, call),
    respond: (call) => patiently(byToken, call),
    tryOnce: async (call) => {
      try {
        await once(asBot, call);
      } catch (error) {
        log.info({ call: nameOf(call), reason: error instanceof Error ? error.message : String(error) }, 'Best-effort call failed.');
      }
    },
  };
}

/** A reason of our own: without one, an error with its stack is made. */
const endReason = 'too late';

/** Without tokens and ids: it is for the log. */
function nameOf({ method, route }: Call): string {
  return `${method.toUpperCase()} ${route.replaceAll(/\/\d{15,}/g, '/…').replaceAll(/(interactions|webhooks)\/…\/[^/]+/g, '$1/…/…')}`;
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
