import { REST, RESTEvents } from 'discord.js';
import { Agent } from 'undici';
import { backoffMs, type AdapterObserver, type Clock, type Log } from '../chat/index.js';
import { ApiError, failureOf } from './api-failure.js';

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
}

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

export function createCalls(options: CallsOptions): Calls {
  const { token, apiRoot, clock, random, log, signal, onUnauthorized, observer, timeoutMs: timeout = defaultTimeoutMs } = options;
  // In turn over a few connections, and not each over its own: what came first, the acknowledgements of a rush, goes out first.
  const agent = new Agent({ connections: mostConnections });
  const common = { agent, api: apiRoot, version: '10', timeout, retries: quickRetries } as const;
  const asBot = new REST(common).setToken(token);
  const byToken = new REST({ ...common, globalRequestsPerSecond: Number.MAX_SAFE_INTEGER });

  for (const rest of [asBot, byToken]) rest.on(RESTEvents.RateLimited, () => observer?.retry('rate-limit'));

  const once = async (rest: REST, { method, route, body, query }: Call): Promise<unknown> => {
    const parameters = query === undefined ? {} : { query: new URLSearchParams(query) };
    const request = { ...parameters, ...(body === undefined ? {} : { body }), auth: rest === asBot, signal };
    return rest[method](route, request);
  };

  const patiently = async (rest: REST, call: Call): Promise<unknown> => {
    for (let attempt = 1; ; attempt++) {
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

  return {
    call: (call) => patiently(asBot, call),
    respond: (call) => patiently(byToken, call),
    tryOnce: async (call) => {
      try {
        await once(asBot, call);
      } catch (error) {
        log.info({ call: nameOf(call), reason: error instanceof Error ? error.message : String(error) }, 'A call that may fail did.');
      }
    },
  };
}

/** Without tokens and ids: it is for the log. */
function nameOf({ method, route }: Call): string {
  return `${method.toUpperCase()} ${route.replaceAll(/\/\d{15,}/g, '/…').replaceAll(/(interactions|webhooks)\/…\/[^/]+/g, '$1/…/…')}`;
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
