import type { Message } from '../discord-types.js';

/** Intents by name (documentation: Gateway, List of Intents). */
export const INTENT = {
  GUILDS: 1 << 0,
  GUILD_MEMBERS: 1 << 1,
  GUILD_PRESENCES: 1 << 8,
  GUILD_MESSAGES: 1 << 9,
  GUILD_MESSAGE_REACTIONS: 1 << 10,
  GUILD_MESSAGE_TYPING: 1 << 11,
  DIRECT_MESSAGES: 1 << 12,
  DIRECT_MESSAGE_REACTIONS: 1 << 13,
  DIRECT_MESSAGE_TYPING: 1 << 14,
  MESSAGE_CONTENT: 1 << 15,
} as const;

export const PRIVILEGED = ['GUILD_MEMBERS', 'GUILD_PRESENCES', 'MESSAGE_CONTENT'] as const;

const KNOWN_BITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 21, 24, 25];
const ALL_INTENTS = KNOWN_BITS.reduce((all, bit) => all | (1 << bit), 0);

export const areValidIntents = (intents: unknown): intents is number =>
  typeof intents === 'number' && Number.isInteger(intents) && intents >= 0 && (intents & ~ALL_INTENTS) === 0;

interface Needed {
  readonly inGuild?: number;
  readonly direct?: number;
}

const MESSAGES: Needed = { inGuild: INTENT.GUILD_MESSAGES, direct: INTENT.DIRECT_MESSAGES };
const REACTIONS: Needed = { inGuild: INTENT.GUILD_MESSAGE_REACTIONS, direct: INTENT.DIRECT_MESSAGE_REACTIONS };
const GUILDS: Needed = { inGuild: INTENT.GUILDS };

/** Which intent an event needs. Events that are not listed, such as INTERACTION_CREATE, always come. */
const NEEDED: Readonly<Record<string, Needed>> = {
  MESSAGE_CREATE: MESSAGES,
  MESSAGE_UPDATE: MESSAGES,
  MESSAGE_DELETE: MESSAGES,
  MESSAGE_REACTION_ADD: REACTIONS,
  MESSAGE_REACTION_REMOVE: REACTIONS,
  TYPING_START: { inGuild: INTENT.GUILD_MESSAGE_TYPING, direct: INTENT.DIRECT_MESSAGE_TYPING },
  GUILD_CREATE: GUILDS,
  GUILD_UPDATE: GUILDS,
  GUILD_DELETE: GUILDS,
  CHANNEL_CREATE: GUILDS,
  CHANNEL_UPDATE: GUILDS,
  CHANNEL_DELETE: GUILDS,
  THREAD_CREATE: GUILDS,
  THREAD_UPDATE: GUILDS,
  THREAD_DELETE: GUILDS,
  GUILD_MEMBER_ADD: { inGuild: INTENT.GUILD_MEMBERS },
  GUILD_MEMBER_REMOVE: { inGuild: INTENT.GUILD_MEMBERS },
};

export function mayReceive(intents: number, event: string, inGuild: boolean): boolean {
  const needed = NEEDED[event];
  const intent = inGuild ? needed?.inGuild : needed?.direct;
  return intent === undefined || (intents & intent) !== 0;
}

/**
 * What people wrote is empty for an app without the message content intent, except in direct messages, in messages that mention
 * the app, and in its own (documentation: Gateway, Message Content Intent).
 */
export function withoutContent(message: Message, botId: string): Message {
  const exempt = (one: Message): boolean => one.author.id === botId || one.mentions.some(({ id }) => id === botId);
  const { referenced_message: referenced } = message;
  const shown = exempt(message) ? message : { ...message, content: '', embeds: [], attachments: [], components: [] };
  return referenced && !exempt(referenced)
    ? { ...shown, referenced_message: { ...referenced, content: '', embeds: [], attachments: [], components: [] } }
    : shown;
}

export const isMessage = (data: object): data is Message => 'content' in data && 'author' in data;
