import { refusals } from '../api-error.js';
import { CHANNEL } from '../discord-types.js';
import { botReads } from '../messages.js';
import { type Permission, PERMISSION } from '../permissions.js';
import type { ServerState } from '../server-state.js';
import { isSnowflake } from '../snowflakes.js';
import { invalidFormBody } from '../validation/index.js';
import type { ChannelState, GuildState, MessageState } from '../world.js';
import type { RestCall } from './route.js';

export function idOf({ params }: RestCall, name: string): string {
  const id = params[name] ?? '';
  if (isSnowflake(id)) return id;
  throw invalidFormBody([{ path: [name.replace('.', '_')], code: 'NUMBER_TYPE_COERCE', message: `Value "${id}" is not snowflake.` }]);
}

/** The channel that a call is for. @throws 10003 where there is none, 50001 where the bot may not look */
export function channelOf(call: RestCall, state: ServerState): ChannelState {
  const at = state.world.channels.get(idOf(call, 'channel.id'));
  if (!at) throw refusals.unknownChannel();
  if (!botReads(state, at)) throw refusals.missingAccess();
  return at;
}

/** The guild that a call is for. @throws 10004 where there is none, 50001 where the bot is no member */
export function guildOf(call: RestCall, { world, bot }: ServerState): GuildState {
  const guild = world.guilds.get(idOf(call, 'guild.id'));
  if (!guild) throw refusals.unknownGuild();
  if (!guild.members.has(bot.user.id)) throw refusals.missingAccess();
  return guild;
}

/** A message that the bot can see: an ephemeral one is reached by its interaction's token alone. */
export function messageOf(call: RestCall, at: ChannelState): MessageState {
  const stored = at.messages.get(idOf(call, 'message.id'));
  if (!stored || stored.onlyFor !== undefined) throw refusals.unknownMessage();
  return stored;
}

/** @throws 50013 where the bot lacks one of them */
export function requirePermissions({ world, bot }: ServerState, at: ChannelState, ...needed: readonly Permission[]): void {
  const granted = world.permissionsOf(bot.user.id, at);
  if (needed.some((name) => (granted & PERMISSION[name]) === 0n)) throw refusals.missingPermissions();
}

/** @throws 50007 where a person takes no messages from the bot: closed to it, or a stranger who never met it */
export function requireOpenDm({ world, bot, people }: ServerState, at: ChannelState): void {
  if (at.channel.type !== CHANNEL.dm) return;
  const other = at.recipients.find((id) => id !== bot.user.id) ?? '';
  const person = people.get(other);
  const met = [...world.guilds.values()].some(({ members }) => members.has(other) && members.has(bot.user.id));
  const wrote = [...at.messages.values()].some(({ message }) => message.author.id === other);
  if (!person || person.dmsClosed || !(met || wrote || person.installed)) throw refusals.cannotMessageUser();
}
