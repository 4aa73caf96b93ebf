import type { Clock } from '../clock.js';
import { CHANNEL, type Channel, type JsonObject, type Message, type User } from './discord-types.js';
import { ALL_PERMISSIONS, bits, effectivePermissions, EVERYONE_DEFAULT, type Permission } from './permissions.js';
import { createSnowflakes } from './snowflakes.js';

export interface Role {
  readonly id: string;
  readonly name: string;
  permissions: bigint;
}

export interface MemberState {
  readonly user: User;
  readonly roles: readonly string[];
  readonly joinedAt: string;
  readonly nick: string | null;
}

export interface GuildState {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly locale: string;
  readonly roles: Map<string, Role>;
  readonly members: Map<string, MemberState>;
  readonly joinedAt: string;
}

export interface MessageState {
  message: Message;
  /** Of an ephemeral message: the one person who sees it. */
  readonly onlyFor: string | undefined;
  /** Whom it notified: user ids, role ids, `everyone`. */
  pinged: readonly string[];
  /** Of a message that answers an interaction: the token with which it can be changed. */
  readonly token: string | undefined;
}

export interface ChannelState {
  channel: Channel;
  readonly guild: GuildState | undefined;
  readonly messages: Map<string, MessageState>;
  /** Of a direct conversation: those in it. */
  readonly recipients: readonly string[];
  readonly joined: Set<string>;
  readonly nonces: Map<string, { readonly messageId: string; readonly atMs: number }>;
}

/** The servers, channels and people of one fake Discord. */
export interface World {
  readonly clock: Clock;
  readonly users: Map<string, User>;
  readonly guilds: Map<string, GuildState>;
  readonly channels: Map<string, ChannelState>;
  readonly nextId: () => string;
  now(): string;
  addGuild(given: { readonly name: string; readonly ownerId: string; readonly locale: string }): GuildState;
  addMember(guild: GuildState, user: User, granted?: readonly Permission[]): MemberState;
  addChannel(channel: Omit<Channel, 'id'> & { readonly id?: string }, recipients?: readonly string[]): ChannelState;
  /** The direct conversation of two, opened where there is none. */
  dmOf(one: User, other: User): ChannelState;
  permissionsOf(userId: string, at: ChannelState): bigint;
  memberObject(guild: GuildState, userId: string): JsonObject | undefined;
}

export function createWorld(clock: Clock): World {
  const nextId = createSnowflakes(clock);
  const users = new Map<string, User>();
  const guilds = new Map<string, GuildState>();
  const channels = new Map<string, ChannelState>();
  const now = (): string => new Date(clock.now()).toISOString();

  const world: World = {
    clock,
    users,
    guilds,
    channels,
    nextId,
    now,
    addGuild({ name, ownerId, locale }) {
      const id = nextId();
      const everyone: Role = { id, name: '@everyone', permissions: EVERYONE_DEFAULT };
      const guild: GuildState = { id, name, ownerId, locale, roles: new Map([[id, everyone]]), members: new Map(), joinedAt: now() };
      guilds.set(id, guild);
      return guild;
    },
    addMember(guild, user, granted = []) {
      const role = granted.length === 0 ? undefined : addRole(guild, `${user.username}'s role`, bits(granted));
      const member: MemberState = { user, roles: role ? [role.id] : [], joinedAt: now(), nick: null };
      guild.members.set(user.id, member);
      return member;
    },
    addChannel(given, recipients = []) {
      const channel: Channel = { ...given, id: given.id ?? nextId() };
      const guild = channel.guild_id === undefined ? undefined : guilds.get(channel.guild_id);
      const state: ChannelState = { channel, guild, messages: new Map(), recipients, joined: new Set(), nonces: new Map() };
      channels.set(channel.id, state);
      return state;
    },
    dmOf(one, other) {
      const isTheirs = ({ channel, recipients }: ChannelState): boolean =>
        channel.type === CHANNEL.dm && recipients.includes(one.id) && recipients.includes(other.id);
      return (
        [...channels.values()].find(isTheirs) ??
        world.addChannel({ type: CHANNEL.dm, last_message_id: null, recipients: [one, other] }, [one.id, other.id])
      );
    },
    permissionsOf(userId, { channel, guild, recipients }) {
      if (!guild) return recipients.includes(userId) ? ALL_PERMISSIONS : 0n;
      const member = guild.members.get(userId);
      if (!member) return 0n;
      // A thread has its parent's overwrites.
      const parent = channel.thread_metadata ? channels.get(channel.parent_id ?? '')?.channel : channel;
      const overwrites = (parent?.permission_overwrites ?? []).filter(({ id }) => [guild.id, ...member.roles, userId].includes(id));
      const rank = (id: string): number => (id === guild.id ? 0 : id === userId ? 2 : 1);
      return effectivePermissions({
        isOwner: guild.ownerId === userId,
        everyone: guild.roles.get(guild.id)?.permissions ?? 0n,
        own: member.roles.reduce((all, id) => all | (guild.roles.get(id)?.permissions ?? 0n), 0n),
        overwrites: overwrites
          .sort((one, other) => rank(one.id) - rank(other.id))
          .map(({ allow, deny }) => ({ allow: BigInt(allow), deny: BigInt(deny) })),
      });
    },
    memberObject(guild, userId) {
      const member = guild.members.get(userId);
      if (!member) return undefined;
      const { user, roles, joinedAt, nick } = member;
      return { user, nick, roles, joined_at: joinedAt, deaf: false, mute: false, flags: 0, avatar: null, premium_since: null };
    },
  };

  function addRole(guild: GuildState, name: string, permissions: bigint): Role {
    const role: Role = { id: nextId(), name, permissions };
    guild.roles.set(role.id, role);
    return role;
  }

  return world;
}
