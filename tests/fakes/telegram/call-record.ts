/** One call as the server saw it. */
export interface CallRecord {
  readonly method: string;
  /** Names and strings, as the Bot API reads them whatever the encoding; objects are JSON text. */
  readonly params: Readonly<Record<string, string>>;
  /** The chat that it was for, 0 where it was for none. */
  readonly chatId: number;
  readonly atMs: number;
  /** A call that came as the reply to a webhook; its result goes to nobody. */
  readonly viaWebhook: boolean;
  /** The injected fault that struck it. */
  fault: string | undefined;
  /** Whether the server did what was asked, which the client may never learn; `undefined` while it is under way, and where a fault came first. */
  outcome: CallOutcome | undefined;
}

export type CallOutcome =
  | { readonly ok: true; readonly result: unknown; readonly description?: string }
  | { readonly ok: false; readonly code: number; readonly description: string; readonly parameters?: object };
