/** How an adapter is doing, for health checks and logs. `since` is milliseconds since the epoch. */
export interface AdapterHealth {
  readonly state: 'stopped' | 'starting' | 'connected' | 'reconnecting' | 'failed';
  /** One sentence for the operator, where there is something to say. */
  readonly detail?: string;
  readonly since: number;
}

/** What an adapter tells of its work, for logs and metrics. */
export interface AdapterObserver {
  /** Runs what is done about one update, under an id by which its lines in the log are told from others'. */
  during<Result>(request: string, work: () => Promise<Result>): Promise<Result>;
  /** A call to the platform has to be made again. */
  retry(reason: 'rate-limit' | 'unreachable'): void;
}

/** What speaks one platform's protocol: receives messages, hands them to the chat, renders its replies. */
export interface ChatAdapter {
  readonly name: string;
  /** Resolves when messages are being received. @throws a typed error with a sentence for the operator when that cannot be. */
  start(): Promise<void>;
  /** Receives nothing more, finishes and delivers what was accepted within this many milliseconds, then lets go of everything. */
  stop(withinMs: number): Promise<void>;
  health(): AdapterHealth;
  /**
   * Resolves when there is nothing more to receive (input ended, or it was stopped); rejects when it cannot go on (a token that is refused).
   * Other adapters go on regardless.
   */
  readonly ended: Promise<void>;
}

/** An adapter cannot start or go on before a person has changed something; the message says what, and is all that has to be shown. */
export class AdapterSetupError extends Error {
  override readonly name: string = 'AdapterSetupError';
}
