import { defined } from './defined.js';
import { CHANNEL, type Component, FLAG, type JsonObject, type Message, MESSAGE_TYPE, type User } from './discord-types.js';
import { resolveMentions } from './mentions.js';
import { PERMISSION } from './permissions.js';
import type { ServerState } from './server-state.js';
import type { MessageBody } from './validation/index.js';
import type { ChannelState, GuildState, MessageState } from './world.js';

/** How long a nonce is remembered; the documentation says "the past few minutes". */
const NONCE_MEMORY_MS = 180_000;

export interface MessageDraft {
  readonly author: User;
  readonly body: Partial<MessageBody>;
  readonly id?: string;
  readonly files?: number;
  readonly repliesTo?: Message;
  readonly onlyFor?: string;
  readonly token?: string;
  readonly nonce?: string | number;
  readonly extra?: Partial<Message>;
}

/** Puts a message into a channel, as everybody there sees it, and tells the bot where it may know. */
export function postMessage(state: ServerState, at: ChannelState, draft: MessageDraft): MessageState {
  const { world } = state;
  const { author, body, repliesTo, extra = {} } = draft;
  const content = body.content ?? '';
  const mentions = resolveMentions(world, {
    content,
    authorId: author.id,
    at,
    allowed: body.allowedMentions,
    repliedTo: repliesTo?.author,
  });
  const message: Message = {
    id: draft.id ?? world.nextId(),
    type: repliesTo ? MESSAGE_TYPE.reply : MESSAGE_TYPE.default,
    channel_id: at.channel.id,
    author,
    content,
    timestamp: world.now(),
    edited_timestamp: null,
    tts: false,
    pinned: false,
    mention_everyone: mentions.everyone,
    mentions: mentions.users,
    mention_roles: mentions.roles,
    attachments: attachmentsOf(state, body, draft.files ?? 0),
    embeds: body.embeds ?? [],
    components: withIds(body.components ?? []),
    flags: (body.flags ?? 0) | (draft.onlyFor === undefined ? 0 : FLAG.ephemeral),
    ...defined('nonce', draft.nonce),
    ...(repliesTo ? { message_reference: referenceTo(at, repliesTo), referenced_message: withoutReference(repliesTo) } : {}),
    ...extra,
  };
  const stored: MessageState = { message, onlyFor: draft.onlyFor, pinged: mentions.pinged, token: draft.token };
  at.messages.set(message.id, stored);
  at.channel = {
    ...at.channel,
    last_message_id: message.id,
    ...(at.channel.thread_metadata ? { message_count: (at.channel.message_count ?? 0) + 1 } : {}),
  };
  if (draft.nonce !== undefined) at.nonces.set(`${author.id}/${draft.nonce}`, { messageId: message.id, atMs: state.clock.now() });
  announce(state, at, stored, 'MESSAGE_CREATE');
  return stored;
}

/** The message that the same author sent with the same nonce a moment ago. */
export function sentBefore(state: ServerState, at: ChannelState, authorId: string, nonce: string | number): Message | undefined {
  const before = at.nonces.get(`${authorId}/${nonce}`);
  if (!before || state.clock.now() - before.atMs > NONCE_MEMORY_MS) return undefined;
  return at.messages.get(before.messageId)?.message;
}

/** What is not said stays; what is said as empty goes. */
export function changeMessage(state: ServerState, at: ChannelState, stored: MessageState, body: MessageBody, files = 0): void {
  const { message } = stored;
  const content = body.content ?? message.content;
  const authorId = message.author.id;
  const repliedTo = message.referenced_message?.author;
  const mentions = resolveMentions(state.world, { content, authorId, at, allowed: body.allowedMentions, repliedTo });
  const wasLoading = (message.flags & FLAG.loading) !== 0;
  stored.message = {
    ...message,
    content,
    embeds: body.embeds ?? message.embeds,
    components: body.components === undefined ? message.components : withIds(body.components),
    attachments: files > 0 || body.attachments ? attachmentsOf(state, body, files) : message.attachments,
    flags: (message.flags & ~FLAG.loading & ~(body.flags === undefined ? 0 : FLAG.suppressEmbeds)) | (body.flags ?? 0),
    mentions: mentions.users,
    mention_roles: mentions.roles,
    mention_everyone: mentions.everyone,
    // What was "thinking" until now is no edit in the eyes of those who read it.
    edited_timestamp: wasLoading ? null : state.world.now(),
  };
  // An edit notifies nobody, except that the answer to a deferred interaction comes as one.
  if (wasLoading) stored.pinged = mentions.pinged;
  announce(state, at, stored, 'MESSAGE_UPDATE');
}

export function removeMessage(state: ServerState, at: ChannelState, stored: MessageState): void {
  at.messages.delete(stored.message.id);
  const { channel } = at;
  const guild = stored.onlyFor === undefined ? at.guild : undefined;
  const d = { id: stored.message.id, channel_id: channel.id, ...defined('guild_id', guild?.id) };
  if (stored.onlyFor !== undefined || botReads(state, at)) state.gateway.dispatch({ t: 'MESSAGE_DELETE', d, guildId: guild?.id });
}

/**
 * Tells the bot of a message. An ephemeral one does not go through the server: it comes as if it were direct, without `guild_id` and
 * `member` (documentation: Gateway Events, Messages).
 */
export function announce(state: ServerState, at: ChannelState, { message, onlyFor }: MessageState, t: string): void {
  const channelType = { channel_type: at.channel.type };
  if (onlyFor !== undefined) {
    state.gateway.dispatch({ t, d: { ...message, ...channelType }, guildId: undefined });
    return;
  }
  if (!botReads(state, at)) return;
  const { guild } = at;
  const mentions = message.mentions.map((user) => ({ ...user, ...memberOf(state, guild, user.id) }));
  const d = {
    ...message,
    mentions,
    ...channelType,
    ...defined('guild_id', guild?.id),
    ...(message.webhook_id ? {} : memberOf(state, guild, message.author.id)),
  };
  state.gateway.dispatch({ t, d, guildId: guild?.id });
}

/** Whether the bot is there and may look. */
export function botReads({ world, bot }: ServerState, at: ChannelState): boolean {
  if (at.channel.type === CHANNEL.dm) return at.recipients.includes(bot.user.id);
  return (world.permissionsOf(bot.user.id, at) & PERMISSION.VIEW_CHANNEL) !== 0n;
}

/** Beside a user, their membership comes without repeating who they are. */
function memberOf({ world }: ServerState, guild: GuildState | undefined, userId: string): { member?: JsonObject } {
  const { user: _user, ...member } = (guild && world.memberObject(guild, userId)) ?? {};
  return Object.keys(member).length === 0 ? {} : { member };
}

function withoutReference(message: Message): Message {
  const { referenced_message: _referenced, ...rest } = message;
  return rest;
}

const referenceTo = ({ channel, guild }: ChannelState, { id }: Message): NonNullable<Message['message_reference']> => ({
  type: 0,
  message_id: id,
  channel_id: channel.id,
  ...defined('guild_id', guild?.id),
});

function attachmentsOf(state: ServerState, { attachments = [] }: Partial<MessageBody>, files: number): JsonObject[] {
  return Array.from({ length: Math.max(files, attachments.length) }, (_, index) => ({
    filename: `file-${index}`,
    size: 1,
    url: 'https://cdn.discordapp.com/file',
    proxy_url: 'https://media.discordapp.net/file',
    ...attachments[index],
    id: state.world.nextId(),
  }));
}

/** Discord numbers the components of a message from 1, depth first. */
function withIds(components: readonly Component[]): Component[] {
  let last = 0;
  const number = (component: Component): Component => ({
    id: ++last,
    ...component,
    ...(component.components ? { components: component.components.map(number) } : {}),
  });
  return components.map(number);
}
