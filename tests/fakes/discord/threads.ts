import { refusals } from './api-error.js';
import { CHANNEL, type Channel, FLAG, MESSAGE_TYPE, type User } from './discord-types.js';
import { announce, botReads, postMessage } from './messages.js';
import { PERMISSION } from './permissions.js';
import type { ServerState } from './server-state.js';
import type { ChannelState, MessageState } from './world.js';

export const ARCHIVE_MINUTES: readonly number[] = [60, 1440, 4320, 10_080];

export interface ThreadGiven {
  readonly name: string;
  readonly owner: User;
  readonly minutes?: number;
  /** Private ones are joined by invitation. */
  readonly isPrivate?: boolean;
  readonly from?: MessageState;
}

/** Opens a thread; one that starts from a message has that message's id, and the message says so. */
export function openThread(
  state: ServerState,
  parent: ChannelState,
  { name, owner, minutes = 1440, isPrivate, from }: ThreadGiven,
): ChannelState {
  const { world } = state;
  if (from?.message.thread) throw refusals.threadExists();
  const now = world.now();
  const at = world.addChannel({
    ...(from ? { id: from.message.id } : {}),
    type: isPrivate ? CHANNEL.privateThread : CHANNEL.publicThread,
    ...(parent.guild ? { guild_id: parent.guild.id } : {}),
    parent_id: parent.channel.id,
    owner_id: owner.id,
    name,
    last_message_id: null,
    message_count: 0,
    member_count: 1,
    thread_metadata: { archived: false, locked: false, auto_archive_duration: minutes, archive_timestamp: now, create_timestamp: now },
  });
  at.joined.add(owner.id);
  if (botReads(state, at)) state.gateway.dispatch({ t: 'THREAD_CREATE', d: threadObject(state, at, true), guildId: parent.guild?.id });
  if (from) {
    from.message = { ...from.message, flags: from.message.flags | FLAG.hasThread, thread: at.channel };
    announce(state, parent, from, 'MESSAGE_UPDATE');
    postMessage(state, at, { author: owner, body: {}, extra: starterOf(from, parent) });
  }
  return at;
}

const starterOf = ({ message }: MessageState, { channel, guild }: ChannelState): object => ({
  type: MESSAGE_TYPE.threadStarter,
  message_reference: { type: 0, message_id: message.id, channel_id: channel.id, guild_id: guild?.id },
});

export function threadObject({ world, bot }: ServerState, at: ChannelState, newlyCreated = false): Channel & { newly_created?: boolean } {
  const member = at.joined.has(bot.user.id)
    ? { member: { id: at.channel.id, user_id: bot.user.id, join_timestamp: world.now(), flags: 0 } }
    : {};
  return { ...at.channel, ...member, ...(newlyCreated ? { newly_created: true } : {}) };
}

export function changeThread(
  state: ServerState,
  at: ChannelState,
  change: { readonly archived?: boolean; readonly locked?: boolean; readonly name?: string },
): void {
  const { thread_metadata: metadata } = at.channel;
  if (!metadata) throw new Error(`Channel ${at.channel.id} is no thread.`);
  const { name = at.channel.name ?? null, archived = metadata.archived, locked = metadata.locked } = change;
  at.channel = { ...at.channel, name, thread_metadata: { ...metadata, archived, locked, archive_timestamp: state.world.now() } };
  if (botReads(state, at)) state.gateway.dispatch({ t: 'THREAD_UPDATE', d: threadObject(state, at), guildId: at.guild?.id });
}

/** Writing into an archived thread opens it again, unless it is locked and the writer is no moderator. */
export function reviveThread(state: ServerState, at: ChannelState, writerId: string): void {
  const metadata = at.channel.thread_metadata;
  if (!metadata) return;
  const moderates = (state.world.permissionsOf(writerId, at) & PERMISSION.MANAGE_THREADS) !== 0n;
  if (metadata.locked && !moderates) throw metadata.archived ? refusals.threadArchived() : refusals.threadLocked();
  if (metadata.archived) changeThread(state, at, { archived: false });
}

/** Nothing in an archived thread can be changed. */
export function refuseArchived({ channel }: ChannelState): void {
  if (channel.thread_metadata?.archived) throw refusals.threadArchived();
}
