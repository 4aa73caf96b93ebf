import type { JsonObject } from './discord-types.js';
import { botReads } from './messages.js';
import type { ServerState } from './server-state.js';
import { threadObject } from './threads.js';
import type { GuildState } from './world.js';

/** A guild as REST and GUILD_CREATE show it. */
export function guildObject(guild: GuildState): JsonObject {
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    preferred_locale: guild.locale,
    roles: [...guild.roles.values()].map(({ id, name, permissions }, position) => ({
      id,
      name,
      permissions: String(permissions),
      position,
      color: 0,
      colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
      hoist: false,
      managed: false,
      mentionable: false,
      flags: 0,
    })),
    emojis: [],
    stickers: [],
    features: [],
    icon: null,
    splash: null,
    discovery_splash: null,
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    vanity_url_code: null,
    description: null,
    banner: null,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
  };
}

/** GUILD_CREATE: the guild with its channels, open threads and members; without the members' intent only the bot itself. */
export function guildCreate(state: ServerState, guild: GuildState, withMembers: boolean): JsonObject {
  const { world, bot } = state;
  const inGuild = [...world.channels.values()].filter((at) => at.guild === guild);
  const threads = inGuild.filter((at) => at.channel.thread_metadata && !at.channel.thread_metadata.archived && botReads(state, at));
  const members = [...guild.members.keys()].filter((id) => withMembers || id === bot.user.id);
  return {
    ...guildObject(guild),
    joined_at: guild.joinedAt,
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    members: members.map((id) => world.memberObject(guild, id)),
    channels: inGuild.filter((at) => !at.channel.thread_metadata).map((at) => at.channel),
    threads: threads.map((at) => threadObject(state, at)),
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

/** The application as `/applications/@me` shows it; the flags say which privileged intents a small app may use. */
export function applicationObject({ bot }: ServerState): JsonObject {
  const flag = { GUILD_PRESENCES: 1 << 13, GUILD_MEMBERS: 1 << 15, MESSAGE_CONTENT: 1 << 19 } as const;
  return {
    id: bot.user.id,
    name: bot.user.username,
    description: '',
    icon: null,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    summary: '',
    flags: [...bot.privilegedIntents].reduce((all, intent) => all | flag[intent], 0),
    bot: bot.user,
    integration_types_config: Object.fromEntries(bot.integrationTypes.map((type) => [String(type), {}])),
  };
}
