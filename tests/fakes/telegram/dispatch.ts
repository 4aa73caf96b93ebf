import { BotApiError } from './bot-api-error.js';
import { createCallParameters } from './call-parameters.js';
import type { CallOutcome, CallRecord } from './call-record.js';
import { type CallConnection, findMethod } from './methods/index.js';
import type { ServerState } from './server-state.js';

/** Does what a call asks for, or says in Telegram's words why not. Anything else that goes wrong is a bug of the fake and says so. */
export async function dispatch(state: ServerState, call: CallRecord, connection: CallConnection): Promise<CallOutcome> {
  const found = findMethod(call.method);
  if (!found) return { ok: false, code: 404, description: 'Not Found' };
  try {
    const done = await found.method(createCallParameters(call.params), state, connection);
    return { ok: true, ...done };
  } catch (error) {
    return refusal(error);
  }
}

export function refusal(error: unknown): Extract<CallOutcome, { ok: false }> {
  if (error instanceof BotApiError) {
    const { code, description, parameters } = error;
    return { ok: false, code, description, ...(parameters ? { parameters } : {}) };
  }
  return { ok: false, code: 501, description: `The fake Telegram failed: ${error instanceof Error ? error.message : String(error)}` };
}
