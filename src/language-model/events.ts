import type { ModelFailure, Purpose } from './port.js';

/** How a call ended. `given-up`: nobody waited for the answer any more, or the program stops. */
export type CallOutcome = 'complete' | 'given-up' | ModelFailure;

export type ModelEvent =
  | {
      readonly kind: 'model-called';
      readonly purpose: Purpose;
      readonly outcome: CallOutcome;
      /** From the request to the end of the completion; left out where no request was sent. */
      readonly seconds?: number;
    }
  /** What a call has cost, as the endpoint reports it, or estimated where it does not. */
  | { readonly kind: 'tokens-spent'; readonly prompt: number; readonly completion: number };
