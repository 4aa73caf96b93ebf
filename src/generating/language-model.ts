/** What a call is for: told to the metrics, and to whoever reads the log. */
export const purposes = ['answer', 'rewrite', 'split', 'review', 'retry', 'translate'] as const;
export type Purpose = (typeof purposes)[number];

export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** The shape of the JSON that is wanted. An endpoint that cannot be bound to it is asked for it in words alone: what comes is checked either way. */
export interface WantedShape {
  /** Letters, digits, - and _. */
  readonly name: string;
  /** A JSON Schema: objects without further properties, every property required (what strict endpoints take). */
  readonly schema: Readonly<Record<string, unknown>>;
}

export interface ModelRequest {
  readonly purpose: Purpose;
  readonly messages: readonly ModelMessage[];
  readonly shape: WantedShape;
  /** The longest completion, in the model's tokens. */
  readonly maxTokens: number;
  /** A key of who asks, whose calls are counted; left out: nobody's are. */
  readonly person?: string | undefined;
  /** Ends the call: the question's time is up (its reason is called `TimeoutError`, as that of `AbortSignal.timeout`), or the program stops. */
  readonly signal: AbortSignal;
}

/** A language model: text in, text out. Implemented outside this room; which provider it is, and what its errors look like, stays there. */
export interface LanguageModel {
  /**
   * The completion's text as it comes, in pieces of any length that together are well-formed Unicode; ends when the model has said that it is
   * complete. Fails with {@link ModelError} and nothing else, whatever befalls the endpoint, and never later than `signal`.
   */
  complete(request: ModelRequest): AsyncIterable<string>;
}

export type ModelFailure =
  /** No connection, or it broke before anything came. */
  | 'unreachable'
  | 'unauthorized'
  | 'unknown-model'
  | 'rate-limited'
  /** 5xx. */
  | 'server-error'
  /** Any other refusal of the request. */
  | 'refused'
  /** The stream broke off, or did not follow the protocol. */
  | 'broken-stream'
  /** Whole, but not what was asked for. */
  | 'malformed'
  /** The completion is longer than was allowed, or was withheld by the provider's filter. */
  | 'cut-off'
  | 'timed-out'
  /** Not asked at all: the endpoint has failed too often of late. */
  | 'paused'
  /** Not asked at all: as many wait for it as may. */
  | 'busy'
  /** Not asked at all: the operator's budget is spent. */
  | 'over-budget';

/** The model gave no whole completion. The message is for the operator; readers never see it. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  constructor(
    readonly failure: ModelFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
