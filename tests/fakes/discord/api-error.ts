import type { JsonObject } from './discord-types.js';

/** A request refused as Discord refuses it: an HTTP status and `{"message":…,"code":…,"errors":…}`. */
export class DiscordApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    readonly text: string,
    readonly errors?: JsonObject,
  ) {
    super(`${status} ${code} ${text}`);
    this.name = 'DiscordApiError';
  }
}

/** The refusals by name, in Discord's wording (documentation: Opcodes and Status Codes, JSON Error Codes). */
export const refusals = {
  unauthorized: () => new DiscordApiError(401, 0, '401: Unauthorized'),
  notFound: () => new DiscordApiError(404, 0, '404: Not Found'),
  methodNotAllowed: () => new DiscordApiError(405, 0, '405: Method Not Allowed'),
  unknownChannel: () => new DiscordApiError(404, 10003, 'Unknown Channel'),
  unknownGuild: () => new DiscordApiError(404, 10004, 'Unknown Guild'),
  unknownMember: () => new DiscordApiError(404, 10007, 'Unknown Member'),
  unknownMessage: () => new DiscordApiError(404, 10008, 'Unknown Message'),
  unknownUser: () => new DiscordApiError(404, 10013, 'Unknown User'),
  unknownEmoji: () => new DiscordApiError(400, 10014, 'Unknown Emoji'),
  unknownWebhook: () => new DiscordApiError(404, 10015, 'Unknown Webhook'),
  unknownApplication: () => new DiscordApiError(404, 10002, 'Unknown Application'),
  unknownInteraction: () => new DiscordApiError(404, 10062, 'Unknown interaction'),
  unknownCommand: () => new DiscordApiError(404, 10063, 'Unknown application command'),
  tooManyCommands: (most: number) => new DiscordApiError(400, 30032, `Maximum number of application commands reached (${most})`),
  followupLimit: () => new DiscordApiError(400, 40094, 'This interaction has reached the maximum number of follow up messages'),
  alreadyAcknowledged: () => new DiscordApiError(400, 40060, 'Interaction has already been acknowledged.'),
  missingAccess: () => new DiscordApiError(403, 50001, 'Missing Access'),
  otherAuthor: () => new DiscordApiError(403, 50005, 'Cannot edit a message authored by another user'),
  emptyMessage: () => new DiscordApiError(400, 50006, 'Cannot send an empty message'),
  cannotMessageUser: () => new DiscordApiError(403, 50007, 'Cannot send messages to this user'),
  nonTextChannel: () => new DiscordApiError(400, 50008, 'Cannot send messages in a non-text channel'),
  missingPermissions: () => new DiscordApiError(403, 50013, 'Missing Permissions'),
  channelType: () => new DiscordApiError(400, 50024, 'Cannot execute action on this channel type'),
  invalidWebhookToken: () => new DiscordApiError(401, 50027, 'Invalid Webhook Token'),
  invalidRecipients: () => new DiscordApiError(400, 50033, 'Invalid Recipient(s)'),
  invalidApiVersion: () => new DiscordApiError(400, 50041, 'Invalid API version'),
  threadArchived: () => new DiscordApiError(400, 50083, 'Thread is archived'),
  invalidJson: () => new DiscordApiError(400, 50109, 'The request body contains invalid JSON.'),
  cannotReplyUnread: () => new DiscordApiError(400, 160002, 'Cannot reply without permission to read message history'),
  threadExists: () => new DiscordApiError(400, 160004, 'A thread has already been created for this message'),
  threadLocked: () => new DiscordApiError(400, 160005, 'Thread is locked'),
} as const satisfies Record<string, (limit: number) => DiscordApiError>;

export type RefusalName = keyof typeof refusals;
