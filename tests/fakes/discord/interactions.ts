import { randomBytes } from 'node:crypto';
import { refusals } from './api-error.js';
import { defined } from './defined.js';
import {
  CHANNEL,
  type Command,
  FLAG,
  INTERACTION,
  type InteractionType,
  type JsonObject,
  type Message,
  MESSAGE_TYPE,
  type User,
} from './discord-types.js';
import { bits, EVERYONE_DEFAULT } from './permissions.js';
import type { InteractionState, ServerState } from './server-state.js';
import type { ChannelState } from './world.js';

/** A first response must come within three seconds; the token then lives for fifteen minutes. */
export const FIRST_RESPONSE_MS = 3000;
const TOKEN_LIFE_MS = 15 * 60_000;
const CONTEXT = { guild: 0, botDm: 1, privateChannel: 2 } as const;
export const INSTALL = { guild: 0, user: 1 } as const;

export interface InteractionGiven {
  readonly type: InteractionType;
  readonly user: User;
  readonly at: ChannelState;
  readonly data: JsonObject;
  readonly locale: string;
  readonly guildLocale?: string | undefined;
  readonly command?: Command;
  readonly source?: Message | undefined;
}

/** Somebody uses the bot: a pending interaction, and INTERACTION_CREATE on the gateway, whatever the intents. */
export function startInteraction(state: ServerState, given: InteractionGiven): InteractionState {
  const { type, user, at, source, command } = given;
  const owners = authorizingOwners(state, at, user, command);
  const interaction: InteractionState = {
    id: state.world.nextId(),
    token: `aW50ZXJhY3Rpb24:${randomBytes(24).toString('base64url')}`,
    type,
    atMs: state.clock.now(),
    user,
    at,
    commandType: command?.type,
    sourceId: source?.id,
    userInstallOnly: owners['0'] === undefined,
    ack: undefined,
    originalId: undefined,
    followupIds: [],
    modal: undefined,
    choices: undefined,
  };
  state.interactions.set(interaction.token, interaction);
  const d = payload(state, interaction, given, owners);
  state.gateway.dispatch({ t: 'INTERACTION_CREATE', d, guildId: at.guild?.id });
  return interaction;
}

function payload(state: ServerState, { id, token, type }: InteractionState, given: InteractionGiven, owners: JsonObject): JsonObject {
  const { user, at, data, locale, guildLocale, source } = given;
  const { world, bot } = state;
  const { guild, channel } = at;
  const who = guild
    ? {
        guild_id: guild.id,
        guild: { id: guild.id, locale: guildLocale ?? guild.locale, features: [] },
        guild_locale: guildLocale ?? guild.locale,
        member: { ...world.memberObject(guild, user.id), permissions: String(world.permissionsOf(user.id, at)) },
      }
    : { user };
  return {
    id,
    application_id: bot.user.id,
    type,
    token,
    version: 1,
    data,
    ...who,
    channel_id: channel.id,
    channel: { ...channel, ...(guild ? { permissions: String(world.permissionsOf(user.id, at)) } : {}) },
    ...defined('message', source),
    app_permissions: String(appPermissions(state, at)),
    locale,
    entitlements: [],
    authorizing_integration_owners: owners,
    context: contextOf(at, bot.user.id),
    attachment_size_limit: 10_485_760,
  };
}

/** Where the bot itself is not, the app has what everybody has, and in other people's conversations these three. */
function appPermissions({ world, bot }: ServerState, at: ChannelState): bigint {
  if (contextOf(at, bot.user.id) === CONTEXT.privateChannel) return bits(['ATTACH_FILES', 'EMBED_LINKS', 'MENTION_EVERYONE']);
  return at.guild?.members.has(bot.user.id) === false ? EVERYONE_DEFAULT : world.permissionsOf(bot.user.id, at);
}

export function contextOf({ guild, channel, recipients }: ChannelState, botId: string): number {
  if (guild) return CONTEXT.guild;
  return channel.type === CHANNEL.dm && recipients.includes(botId) ? CONTEXT.botDm : CONTEXT.privateChannel;
}

/** On whose authority it happens (documentation: Authorizing Integration Owners Object). */
function authorizingOwners(
  { bot, people }: ServerState,
  at: ChannelState,
  user: User,
  command: Command | undefined,
): Record<string, string> {
  const types = command?.integration_types ?? [INSTALL.guild, INSTALL.user];
  const byGuild = at.guild ? at.guild.members.has(bot.user.id) : contextOf(at, bot.user.id) === CONTEXT.botDm;
  return {
    ...(byGuild && types.includes(INSTALL.guild) ? { '0': at.guild?.id ?? '0' } : {}),
    ...(people.get(user.id)?.installed === true && types.includes(INSTALL.user) ? { '1': user.id } : {}),
  };
}

/** @throws 10062 where none waits (any more) under that token; 40060 where it was answered already; 10003 where its channel is gone */
export function unansweredInteraction({ interactions, clock, world }: ServerState, id: string, token: string): InteractionState {
  const interaction = interactions.get(token);
  if (interaction?.id !== id) throw refusals.unknownInteraction();
  if (interaction.ack) throw refusals.alreadyAcknowledged();
  if (clock.now() - interaction.atMs > FIRST_RESPONSE_MS) throw refusals.unknownInteraction();
  if (!world.channels.has(interaction.at.channel.id)) throw refusals.unknownChannel();
  return interaction;
}

/** @throws 50027 once the fifteen minutes are over; 10015 for a token that was never used to answer; 10003 where its channel is gone */
export function answeredInteraction(
  { interactions, clock, bot, world }: ServerState,
  applicationId: string,
  token: string,
): InteractionState {
  const interaction = interactions.get(token);
  if (!interaction || applicationId !== bot.user.id) throw refusals.unknownWebhook();
  if (clock.now() - interaction.atMs > TOKEN_LIFE_MS) throw refusals.invalidWebhookToken();
  if (!interaction.ack) throw refusals.unknownWebhook();
  if (!world.channels.has(interaction.at.channel.id)) throw refusals.unknownChannel();
  return interaction;
}

/** What marks a message as the answer to an interaction: written by the app's webhook, with whom it answers. */
export function answerFields({ bot }: ServerState, { id, type, user, commandType, userInstallOnly }: InteractionState): Partial<Message> {
  const isMenu = commandType !== undefined && commandType !== 1;
  const asType =
    type !== INTERACTION.command ? MESSAGE_TYPE.default : isMenu ? MESSAGE_TYPE.contextMenuCommand : MESSAGE_TYPE.chatInputCommand;
  return {
    type: asType,
    application_id: bot.user.id,
    webhook_id: bot.user.id,
    interaction_metadata: { id, type, user, authorizing_integration_owners: userInstallOnly ? { '1': user.id } : {} },
  };
}

export const isEphemeral = (flags: number | undefined): boolean => ((flags ?? 0) & FLAG.ephemeral) !== 0;
