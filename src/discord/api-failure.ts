import { DiscordAPIError, RESTJSONErrorCodes as Code } from 'discord.js';

/** In which of the ways that call for different deeds a call failed. */
export type ApiFailure =
  /** The token of the bot is refused. */
  | { readonly kind: 'unauthorized' }
  /** The interaction can be answered no more: too late, or its fifteen minutes are over. */
  | { readonly kind: 'expired' }
  /** The interaction has its first response already: a call whose answer was lost, or somebody else's. */
  | { readonly kind: 'acknowledged' }
  /** The channel or the message is not there any more. */
  | { readonly kind: 'gone' }
  /** The bot may not look, or may not do that there. */
  | { readonly kind: 'forbidden' }
  /** A reply needs the permission to read the message that it replies to. */
  | { readonly kind: 'no-history' }
  /** The person takes no messages from the bot. */
  | { readonly kind: 'closed-to-us' }
  | { readonly kind: 'archived' }
  | { readonly kind: 'locked' }
  | { readonly kind: 'thread-exists' }
  /** Threads cannot be opened there. */
  | { readonly kind: 'wrong-place' }
  | { readonly kind: 'refused' }
  /** 5xx, no connection, no answer in time: whether it was done is not known. */
  | { readonly kind: 'unreachable' }
  /** Given up by ourselves. */
  | { readonly kind: 'aborted' };

export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly route: string,
    readonly failure: ApiFailure,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`Discord’s ${route} failed: ${reason}`, options);
  }
}

/** Numbers: documentation, Opcodes and Status Codes, JSON Error Codes. */
const kinds: Readonly<Record<number, ApiFailure['kind']>> = {
  [Code.UnknownInteraction]: 'expired',
  [Code.UnknownWebhook]: 'expired',
  [Code.InvalidWebhookToken]: 'expired',
  [Code.InteractionHasAlreadyBeenAcknowledged]: 'acknowledged',
  [Code.UnknownChannel]: 'gone',
  [Code.UnknownMessage]: 'gone',
  [Code.MissingAccess]: 'forbidden',
  [Code.MissingPermissions]: 'forbidden',
  [Code.CannotReplyWithoutPermissionToReadMessageHistory]: 'no-history',
  [Code.CannotSendMessagesToThisUser]: 'closed-to-us',
  [Code.InvalidActionOnArchivedThread]: 'archived',
  [Code.ThreadLocked]: 'locked',
  [Code.ThreadAlreadyCreatedForMessage]: 'thread-exists',
  [Code.CannotExecuteActionOnThisChannelType]: 'wrong-place',
};

export function failureOf(error: unknown): ApiFailure {
  if (!(error instanceof DiscordAPIError)) return { kind: 'unreachable' };
  const kind = kinds[Number(error.code)];
  if (kind !== undefined) return { kind };
  if (error.status === 401) return { kind: 'unauthorized' };
  return { kind: error.status >= 500 || error.status === 429 ? 'unreachable' : 'refused' };
}
