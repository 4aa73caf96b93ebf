/** One request as the server saw it. */
export interface CallRecord {
  readonly method: string;
  /** As the documentation writes it: `/channels/{channel.id}/messages`; the bare path where no such route is known. */
  readonly route: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly atMs: number;
  /** The injected fault that struck it. */
  fault: string | undefined;
  /** What the server did, which the client may never learn; `undefined` while it is under way, and where a fault came first. */
  outcome: CallOutcome | undefined;
}

export interface CallOutcome {
  readonly status: number;
  /** `undefined` for 204 No Content. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const isOk = (outcome: CallOutcome | undefined): boolean => outcome !== undefined && outcome.status < 400;
