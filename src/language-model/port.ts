/** What a call is for; shown in metrics and log. */
export const purposes = ['answer', 'rewrite', 'split', 'review', 'retry', 'translate'] as const;
export type Purpose = (typeof purposes)[number];

export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** The expected shape of the JSON. An endpoint that cannot enforce a schema gets it in words only; the result is checked either way. */
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
  /** A key of the person who asks, for the limit of calls; left out: no limit by person. */
  readonly person?: string | undefined;
  /**
   * Ends the call: at the question's timeout (the reason's name is `TimeoutError`, as with `AbortSignal.timeout`), or when the program
   * stops.
   */
  readonly signal: AbortSignal;
}

/** A language model: text in, text out. */
export interface LanguageModel {
  /**
   * The completion's text as it arrives, in pieces of any length that together are well-formed Unicode; ends when the model has finished.
   * Fails only with {@link ModelError}, whatever happens to the endpoint, and never later than `signal`.
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
  /** Not sent: the endpoint has failed too often recently. */
  | 'paused'
  /** Not sent: too many calls are waiting. */
  | 'busy'
  /** Not sent: the budget is spent. */
  | 'over-budget';

/** There is no complete completion. The message is for the operator; readers never see it. */
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
