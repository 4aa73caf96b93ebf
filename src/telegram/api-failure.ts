import { TelegramError } from 'telegraf';
import { z } from 'zod';
import { telegramId } from './ids.js';

/** In which of the ways that call for different deeds a call failed. */
export type ApiFailure =
  /** 429: nothing may be sent there for so long. */
  | { readonly kind: 'too-many-requests'; readonly retryAfterSeconds: number }
  /** 401: the token is not, or no longer, a bot's. */
  | { readonly kind: 'unauthorized' }
  /** 404: no Bot API where the address leads, or a token that has not the shape of one. */
  | { readonly kind: 'not-found' }
  /** 409: somebody else receives this bot's updates. */
  | { readonly kind: 'conflict'; readonly description: string }
  /** 403: the bot was blocked, removed, or never let in. */
  | { readonly kind: 'forbidden'; readonly description: string }
  /** 400 and the like: what was asked cannot be done as it was asked. */
  | { readonly kind: 'refused'; readonly description: string; readonly migratedTo?: number }
  /** 5xx, no connection, no answer, or none that can be read: whether it was done is not known. `answered`: it will not be any more. */
  | { readonly kind: 'unreachable'; readonly reason: string; readonly answered?: true }
  /** Given up by ourselves. */
  | { readonly kind: 'aborted' };

export class BotApiError extends Error {
  override readonly name = 'BotApiError';
  constructor(
    readonly method: string,
    readonly failure: ApiFailure,
  ) {
    super(`Telegram's ${method} failed: ${describe(failure)}.`);
  }
}

const refusal = z.object({
  error_code: z.coerce.number().int(),
  description: z.string().default(''),
  parameters: z
    .object({ retry_after: z.coerce.number().nonnegative().optional(), migrate_to_chat_id: telegramId.optional() })
    .optional()
    .catch(undefined),
});

/** Where Telegram says "too many" without saying for how long. */
const defaultRetryAfterSeconds = 5;

export function failureOf(error: unknown): ApiFailure {
  if (!(error instanceof TelegramError)) return { kind: 'unreachable', reason: error instanceof Error ? error.message : String(error) };
  const parsed = refusal.safeParse(error.response);
  if (!parsed.success) return { kind: 'unreachable', reason: 'an answer that is none of the Bot API’s' };
  const { error_code: code, description, parameters } = parsed.data;
  if (code >= 500) return { kind: 'unreachable', reason: `${code} ${description}`, answered: true };
  switch (code) {
    case 401:
      return { kind: 'unauthorized' };
    case 403:
      return { kind: 'forbidden', description };
    case 404:
      return { kind: 'not-found' };
    case 409:
      return { kind: 'conflict', description };
    case 429:
      return { kind: 'too-many-requests', retryAfterSeconds: parameters?.retry_after ?? defaultRetryAfterSeconds };
    default: {
      const migratedTo = parameters?.migrate_to_chat_id;
      return { kind: 'refused', description, ...(migratedTo === undefined ? {} : { migratedTo }) };
    }
  }
}

function describe(failure: ApiFailure): string {
  switch (failure.kind) {
    case 'too-many-requests':
      return `429, wait ${failure.retryAfterSeconds} s`;
    case 'unauthorized':
      return '401, the token is refused';
    case 'not-found':
      return '404, there is no such address';
    case 'conflict':
    case 'forbidden':
    case 'refused':
      return failure.description;
    case 'unreachable':
      return failure.reason;
    case 'aborted':
      return 'given up because the program stops';
  }
}
