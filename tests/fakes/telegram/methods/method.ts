import type { CallParameters } from '../call-parameters.js';
import type { ServerState } from '../server-state.js';

/** What the connection of a call can still say: whether the client has gone away. */
export interface CallConnection {
  readonly closed: AbortSignal;
}

/** One Bot API method: its result, or a thrown `BotApiError`. */
export type Method = (parameters: CallParameters, state: ServerState, connection: CallConnection) => MethodResult | Promise<MethodResult>;

export interface MethodResult {
  readonly result: unknown;
  /** Some methods say in words what they did. */
  readonly description?: string;
}
