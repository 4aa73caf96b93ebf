import type { ModelFailure, Purpose } from '../generating/index.js';

/** What the room needs of a logger; pino's has this shape. */
export interface ModelLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** Time, so that a test can let an hour pass. */
export interface ModelClock {
  /** Milliseconds since the epoch: for days and dates. */
  now(): number;
  /** Milliseconds since any moment, at a steady pace: for how long something takes or waits. Setting the system's clock does not change it. */
  elapsed(): number;
  /** Resolves after that many milliseconds, or as soon as the signal is aborted; never rejects. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** How a call ended. `given-up`: whoever asked wanted no more, or the program stops. */
export type CallOutcome = 'complete' | 'given-up' | ModelFailure;

/** Told of every call; for metrics. */
export interface ModelObserver {
  /** @param call.seconds from the request to the end of the completion; left out where the endpoint was not asked */
  called(call: { readonly purpose: Purpose; readonly outcome: CallOutcome; readonly seconds?: number }): void;
  /** Tokens that a call has cost, as the endpoint reports them, or estimated where it does not. */
  spent(tokens: { readonly prompt: number; readonly completion: number }): void;
}
