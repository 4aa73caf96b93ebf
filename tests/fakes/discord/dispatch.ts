import { DiscordApiError, refusals } from './api-error.js';
import type { CallOutcome } from './call-record.js';
import type { DiscordRequest } from './read-request.js';
import type { FoundRoute } from './rest/index.js';
import type { ServerState } from './server-state.js';

/** Does what a request asks for, or says in Discord's words why not. */
export function dispatch(state: ServerState, request: DiscordRequest, { route, params, pathIsKnown }: FoundRoute): CallOutcome {
  try {
    if (!route) throw pathIsKnown ? refusals.methodNotAllowed() : refusals.notFound();
    if (route.auth === 'bot' && request.authorization !== `Bot ${state.bot.token}`) throw refusals.unauthorized();
    return route.handle({ params, query: request.query, body: request.body, files: request.files }, state);
  } catch (error) {
    return refusal(error);
  }
}

/** Anything but a refusal is a bug of the fake, or a part of Discord that it does not have, and says so. */
export function refusal(error: unknown): CallOutcome {
  if (error instanceof DiscordApiError) {
    const { status, code, text, errors } = error;
    return { status, body: { message: text, code, ...(errors ? { errors } : {}) } };
  }
  return { status: 501, body: { message: `The fake Discord failed: ${error instanceof Error ? error.message : String(error)}`, code: 0 } };
}
