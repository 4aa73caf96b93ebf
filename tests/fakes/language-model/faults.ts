import { ApiError, unknownModel } from './api-error.js';

/** What befalls an answer once so many characters of its content are sent; at its end, where it is shorter. */
export type Interruption =
  /** Nothing more comes, and the connection stays open. */
  | 'stall'
  /** The connection is destroyed. */
  | 'break-off'
  /** The response ends as if it were whole: neither a finish_reason nor `[DONE]`, as a proxy in front ends it. */
  | 'early-end'
  /** An event that is no JSON; the others follow. */
  | 'malformed-json'
  /** `data: {"error": …}` instead of a chunk, then `[DONE]`: what vLLM and llama.cpp do when they fail on the way. */
  | 'error-event'
  /** `error: {…}`, a field that server-sent events do not have: llama.cpp until late 2025. A client's decoder passes over it. */
  | 'error-field'
  /** Bytes that are no UTF-8 inside the content; the rest follows. */
  | 'invalid-utf8';

/** What can go wrong between a client and an endpoint, or only be unusual. */
export type Fault =
  | { readonly kind: 'refused'; readonly error: ApiError }
  | { readonly kind: 'too-many-requests'; readonly retryAfter: number | Date | undefined }
  | { readonly kind: 'bad-gateway' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'silence'; readonly when: 'before-headers' | 'after-headers'; readonly ms: number }
  | { readonly kind: 'interruption'; readonly how: Interruption; readonly afterCharacters: number }
  | { readonly kind: 'finish'; readonly reason: 'length' | 'content_filter'; readonly afterCharacters: number }
  | { readonly kind: 'reworded'; readonly before: string; readonly after: string; readonly instead: string | undefined }
  | { readonly kind: 'reasoning'; readonly text: string }
  | { readonly kind: 'drip'; readonly ms: number }
  | { readonly kind: 'crlf' }
  | { readonly kind: 'pings' }
  | { readonly kind: 'no-done' }
  | { readonly kind: 'no-usage' };

const interruption =
  (how: Interruption) =>
  (afterCharacters: number): Fault => ({ kind: 'interruption', how, afterCharacters });
const refused = (status: number, message: string, type: string, code: string | null = null): Fault => ({
  kind: 'refused',
  error: new ApiError(status, message, { type, code }),
});
const reworded = (before: string, after: string, instead?: string): Fault => ({ kind: 'reworded', before, after, instead });

const thoughts = 'The user asks about an article. Let me look for {"answerable"} in the passages…\n嗯，先看第一段。';

/** The faults by name. */
export const faults = {
  /** The right key, refused all the same: expired, or for another project. */
  unauthorized: { kind: 'refused', error: new ApiError(401, 'Incorrect API key provided: ***.', { code: 'invalid_api_key' }) },
  unknownModel: (model: string): Fault => ({ kind: 'refused', error: unknownModel(model) }),
  /** Who asks again before the time is over is refused again, and noted in `impatientRequests`. @param retryAfter seconds, or a date */
  tooManyRequests: (retryAfter?: number | Date): Fault => ({ kind: 'too-many-requests', retryAfter }),
  /** 429 as well, but no waiting helps: the account is out of money. */
  quotaSpent: refused(429, 'You exceeded your current quota.', 'insufficient_quota', 'insufficient_quota'),
  internalError: refused(500, 'The server had an error while processing your request.', 'server_error'),
  /** 502 with a page of HTML, as a proxy in front of an endpoint sends it. */
  badGateway: { kind: 'bad-gateway' },
  unavailable: refused(503, 'The server is overloaded or not ready yet.', 'server_error', 'service_unavailable'),
  refused: (status: number, message: string, type = 'invalid_request_error', code: string | null = null): Fault =>
    refused(status, message, type, code),
  /** The connection is accepted, the request read, and the connection destroyed. */
  reset: { kind: 'reset' },
  /** Then the answer comes after all, if anyone still listens. @param ms `Infinity`: never */
  silenceBeforeHeaders: (ms: number): Fault => ({ kind: 'silence', when: 'before-headers', ms }),
  silenceAfterHeaders: (ms: number): Fault => ({ kind: 'silence', when: 'after-headers', ms }),
  stallAfter: interruption('stall'),
  breakOffAfter: interruption('break-off'),
  endEarlyAfter: interruption('early-end'),
  malformedJsonAfter: interruption('malformed-json'),
  errorEventAfter: interruption('error-event'),
  errorFieldAfter: interruption('error-field'),
  invalidUtf8After: interruption('invalid-utf8'),
  cutByLengthAfter: (afterCharacters: number): Fault => ({ kind: 'finish', reason: 'length', afterCharacters }),
  withheldByFilterAfter: (afterCharacters: number): Fault => ({ kind: 'finish', reason: 'content_filter', afterCharacters }),
  /** Every character in a chunk of its own, so many milliseconds apart. */
  drip: (ms: number): Fault => ({ kind: 'drip', ms }),
  /** Line ends that server-sent events allow, and few servers send. */
  crlf: { kind: 'crlf' },
  /** Comment lines between the events (DeepSeek, OpenRouter), empty lines in front of a whole answer. */
  pings: { kind: 'pings' },
  withoutDone: { kind: 'no-done' },
  withoutUsage: { kind: 'no-usage' },
  /** Thinking within the content, as Qwen and DeepSeek-R1 do behind servers that do not take it out. */
  thinkPreamble: (text = thoughts): Fault => reworded(`<think>\n${text}\n</think>\n\n`, ''),
  /** Thinking in deltas of its own, as DeepSeek's endpoint, vLLM and llama.cpp send it. */
  reasoningContent: (text = thoughts): Fault => ({ kind: 'reasoning', text }),
  codeFence: reworded('```json\n', '\n```'),
  proseAround: reworded('Sure! Here is the JSON {as you asked}:\n\n', '\n\nLet me know if you need anything else.'),
  proseInstead: (text = 'o1 thinks before it answers, which is why it is slower and stronger.'): Fault => reworded('', '', text),
} as const satisfies Record<string, Fault | ((...values: never[]) => Fault)>;

export interface FaultOptions {
  /** How often they strike; once, unless said otherwise. `Infinity`: until `clearFaults`. */
  readonly times?: number;
  /** Which requests: for a completion, unless said otherwise. */
  readonly on?: 'completions' | 'models';
}

/** The faults that strike one request, by kind. */
export interface Striking {
  readonly kinds: readonly Fault['kind'][];
  readonly all: <K extends Fault['kind']>(kind: K) => readonly Extract<Fault, { kind: K }>[];
  readonly one: <K extends Fault['kind']>(kind: K) => Extract<Fault, { kind: K }> | undefined;
}

export interface FaultPlans {
  readonly add: (fault: Fault | readonly Fault[], options?: FaultOptions) => void;
  readonly clear: () => void;
  /** The faults of the oldest plan that is left for such a request. */
  readonly next: (on: 'completions' | 'models') => Striking;
}

export function createFaultPlans(): FaultPlans {
  let plans: { readonly faults: readonly Fault[]; readonly on: 'completions' | 'models'; left: number }[] = [];
  return {
    add(fault, { times = 1, on = 'completions' } = {}) {
      plans.push({ faults: [fault].flat(), on, left: times });
    },
    clear() {
      plans = [];
    },
    next(on) {
      const plan = plans.find((candidate) => candidate.left > 0 && candidate.on === on);
      if (plan) plan.left--;
      return strikingOf(plan?.faults ?? []);
    },
  };
}

function strikingOf(struck: readonly Fault[]): Striking {
  const all = <K extends Fault['kind']>(kind: K) => struck.filter((fault): fault is Extract<Fault, { kind: K }> => fault.kind === kind);
  return { kinds: struck.map(({ kind }) => kind), all, one: (kind) => all(kind)[0] };
}
