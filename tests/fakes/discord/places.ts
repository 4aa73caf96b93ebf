import { CHANNEL, type Channel, type Message, type Overwrite, type User } from './discord-types.js';
import { removeMessage } from './messages.js';
import { guildCreate } from './objects.js';
import { bits, type Permission } from './permissions.js';
import type { Person } from './people/index.js';
import type { ServerState } from './server-state.js';
import { changeThread, openThread } from './threads.js';
import type { ChannelState, GuildState } from './world.js';

/** A channel as tests name it: what `channel`, `forum`, `thread` and `dm` give, or anything else with its id. */
export interface ChannelRef {
  readonly id: string;
}

export interface GuildRef {
  readonly id: string;
  readonly name: string;
}

export interface GuildGiven {
  readonly name?: string;
  readonly members?: readonly Person[];
  readonly owner?: Person;
  /** The server's preferred locale. */
  readonly locale?: string;
  /** Off: the bot is no member, and only people who installed the app can use it there. */
  readonly bot?: boolean;
}

export interface ChannelGiven {
  readonly name?: string;
  /** What the bot may not do there, and what it may against the server's rule. */
  readonly denyBot?: readonly Permission[];
  readonly allowBot?: readonly Permission[];
}

export interface ThreadGiven {
  readonly name?: string;
  readonly owner: Person;
  readonly from?: Message;
}

/** Servers and channels, and what their people do to them. */
export interface Places {
  guild(given?: GuildGiven): GuildRef;
  addMember(guild: GuildRef, person: Person, permissions?: readonly Permission[]): void;
  channel(guild: GuildRef, given?: ChannelGiven): Channel;
  forum(guild: GuildRef, given?: ChannelGiven): Channel;
  /** A thread that a person opened, on a message or alone. */
  thread(parent: ChannelRef, given: ThreadGiven): Channel;
  /** A conversation of several people, where the bot cannot be. */
  groupDm(people: readonly Person[]): Channel;
  /** From now on the bot may, or may not, do these things there. */
  permitBot(channel: ChannelRef, permissions: { readonly deny?: readonly Permission[]; readonly allow?: readonly Permission[] }): void;
  archive(thread: ChannelRef, options?: { readonly locked?: boolean }): void;
  unarchive(thread: ChannelRef): void;
  deleteChannel(channel: ChannelRef): void;
  deleteMessage(message: Message): void;
  /** The bot is thrown out of a server, or comes (back) into one. */
  removeBot(guild: GuildRef): void;
  addBot(guild: GuildRef): void;
}

export function createPlaces(state: ServerState): Places {
  const { world, bot, gateway } = state;

  const guildState = ({ id }: { readonly id: string }): GuildState => {
    const found = world.guilds.get(id);
    if (!found) throw new Error(`The fake Discord has no guild ${id}.`);
    return found;
  };
  const at = ({ id }: ChannelRef): ChannelState => channelAt(state, id);

  function add(
    ref: GuildRef,
    type: typeof CHANNEL.text | typeof CHANNEL.forum,
    { name = 'general', denyBot, allowBot }: ChannelGiven,
  ): Channel {
    const guild = guildState(ref);
    const overwrites = botOverwrites(bot.user, { deny: denyBot, allow: allowBot });
    const position = world.channels.size;
    const { channel } = world.addChannel({ type, name, guild_id: guild.id, parent_id: null, position, permission_overwrites: overwrites });
    tellGuild(guild, 'CHANNEL_CREATE', { ...channel });
    return channel;
  }

  function tellGuild(guild: GuildState, t: string, d: Readonly<Record<string, unknown>>): void {
    if (guild.members.has(bot.user.id)) gateway.dispatch({ t, d, guildId: guild.id });
  }

  const places: Places = {
    guild({ name = 'A server', members = [], owner, locale = 'en-US', bot: withBot = true } = {}) {
      const founder = owner?.user.id ?? world.nextId();
      const guild = world.addGuild({ name, ownerId: founder, locale });
      for (const { user } of [...(owner ? [owner] : []), ...members]) world.addMember(guild, user);
      if (withBot) places.addBot(guild);
      return guild;
    },
    addMember(guild, { user }, permissions) {
      world.addMember(guildState(guild), user, permissions);
    },
    channel: (guild, given = {}) => add(guild, CHANNEL.text, given),
    forum: (guild, given = {}) => add(guild, CHANNEL.forum, { name: 'forum', ...given }),
    thread(parent, { name = 'A thread', owner, from }) {
      const stored = from && at(parent).messages.get(from.id);
      return openThread(state, at(parent), { name, owner: owner.user, ...(stored ? { from: stored } : {}) }).channel;
    },
    groupDm(people) {
      const users = people.map(({ user }) => user);
      const ids = users.map(({ id }) => id);
      return world.addChannel({ type: CHANNEL.groupDm, name: null, recipients: users, last_message_id: null }, ids).channel;
    },
    permitBot(ref, { deny = [], allow = [] }) {
      const channel = at(ref);
      const others = (channel.channel.permission_overwrites ?? []).filter(({ id }) => id !== bot.user.id);
      channel.channel = { ...channel.channel, permission_overwrites: [...others, ...botOverwrites(bot.user, { deny, allow })] };
      if (channel.guild) tellGuild(channel.guild, 'CHANNEL_UPDATE', { ...channel.channel });
    },
    archive(thread, { locked = false } = {}) {
      changeThread(state, at(thread), { archived: true, locked });
    },
    unarchive(thread) {
      changeThread(state, at(thread), { archived: false, locked: false });
    },
    deleteChannel(ref) {
      const { channel, guild } = at(ref);
      world.channels.delete(channel.id);
      if (guild) tellGuild(guild, channel.thread_metadata ? 'THREAD_DELETE' : 'CHANNEL_DELETE', { ...channel });
    },
    deleteMessage(message) {
      const channel = at({ id: message.channel_id });
      const stored = channel.messages.get(message.id);
      if (stored) removeMessage(state, channel, stored);
    },
    removeBot(ref) {
      const guild = guildState(ref);
      guild.members.delete(bot.user.id);
      gateway.dispatch({ t: 'GUILD_DELETE', d: { id: guild.id }, guildId: guild.id });
    },
    addBot(ref) {
      const guild = guildState(ref);
      world.addMember(guild, bot.user);
      gateway.dispatch({ t: 'GUILD_CREATE', d: guildCreate(state, guild, false), guildId: guild.id });
    },
  };
  return places;
}

export function channelAt({ world }: ServerState, id: string): ChannelState {
  const found = world.channels.get(id);
  if (!found) throw new Error(`The fake Discord has no channel ${id}; it may have been deleted.`);
  return found;
}

function botOverwrites(
  bot: User,
  { deny = [], allow = [] }: { readonly deny?: readonly Permission[] | undefined; readonly allow?: readonly Permission[] | undefined },
): Overwrite[] {
  return deny.length + allow.length === 0 ? [] : [{ id: bot.id, type: 1, allow: String(bits(allow)), deny: String(bits(deny)) }];
}
