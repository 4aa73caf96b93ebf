/** Parameters that Telegram adds to some refusals (ResponseParameters in the documentation). */
export interface ResponseParameters {
  readonly retry_after?: number;
  readonly migrate_to_chat_id?: number;
}

/** A call refused as the Bot API refuses it; becomes `{"ok":false,"error_code":…,"description":…}` on the wire. */
export class BotApiError extends Error {
  constructor(
    readonly code: number,
    readonly description: string,
    readonly parameters?: ResponseParameters,
  ) {
    super(`${code} ${description}`);
    this.name = 'BotApiError';
  }
}

/** HTTP 400. Telegram starts a sentence in lower case after the prefix, but leaves constants (`BUTTON_DATA_INVALID`) alone. */
export function badRequest(reason: string, parameters?: ResponseParameters): BotApiError {
  return new BotApiError(400, `Bad Request: ${lowerFirst(reason)}`, parameters);
}

/** HTTP 403: the bot may not write there any more, or not yet. */
export function forbidden(reason: string): BotApiError {
  return new BotApiError(403, `Forbidden: ${lowerFirst(reason)}`);
}

/** HTTP 409: somebody else is receiving this bot's updates. */
export function conflict(reason: string): BotApiError {
  return new BotApiError(409, `Conflict: ${reason}`);
}

/** HTTP 429. @param seconds how long the caller has to stay silent */
export function tooManyRequests(seconds: number): BotApiError {
  return new BotApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
}

function lowerFirst(reason: string): string {
  return /^[A-Z][^A-Z]/.test(reason) ? reason.charAt(0).toLowerCase() + reason.slice(1) : reason;
}
