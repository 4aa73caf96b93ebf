import { MessageReferenceType, MessageType } from 'discord.js';
import type { DeliveryRecord } from '../chat/index.js';
import type { Address } from './address.js';
import type { DiscordMessage } from './events.js';
import { recordOf, type Request } from './requests.js';

export interface MessageRules {
  /** The bot's own id. */
  readonly bot: string;
  /** Whether the bot opened the thread. */
  readonly ownsThread: (channel: string) => boolean;
  readonly canHaveThread: (channel: string) => boolean;
}

type Said = Extract<Request, { kind: 'question' | 'sticker' | 'attachment' }>;

/** What a message asks of the bot; `undefined` where nothing is. */
export function routeMessage(message: DiscordMessage, rules: MessageRules): DeliveryRecord<Address> | undefined {
  const { id, channel_id: channel, guild_id: guild, author } = message;
  if (author.bot === true || (message.webhook_id ?? undefined) !== undefined || !isWritten(message.type)) return undefined;
  const request = saidIn(message, rules);
  if (request === undefined) return undefined;
  const inGuild = (guild ?? undefined) !== undefined;
  return recordOf(request, {
    id,
    channel,
    guild: guild ?? undefined,
    user: author.id,
    isPrivate: !inGuild,
    thread: inGuild && rules.canHaveThread(channel),
    member: true,
    replyRoute: { kind: 'message' },
  });
}

const written: readonly number[] = [MessageType.Default, MessageType.Reply];

/** Not "somebody has joined" and the like. */
function isWritten(type: number): boolean {
  return written.includes(type);
}

function saidIn(message: DiscordMessage, { bot, ownsThread }: MessageRules): Said | undefined {
  const isAlone = (message.guild_id ?? undefined) === undefined;
  const isMentioned = message.mentions?.some(({ id }) => id === bot) === true || mentionOf(bot).test(message.content);
  const replied = message.message_reference?.type === MessageReferenceType.Forward ? undefined : message.referenced_message;
  const isReplyToBot = replied?.author.id === bot;
  if (!isAlone && !isMentioned && !isReplyToBot && !ownsThread(message.channel_id)) return undefined;

  const text = withoutMention(message.content, bot);
  const replyTo = message.message_reference?.message_id ?? undefined;
  if (text !== '') return { kind: 'question', text, replyTo, unseen: false, own: true };
  if ((message.sticker_items?.length ?? 0) > 0) return { kind: 'sticker' };
  if ((message.attachments?.length ?? 0) > 0) return { kind: 'attachment' };
  // A bare mention below somebody's words asks what they ask. Words that Discord does not show us ask nothing.
  const words = replied == null || isReplyToBot ? '' : withoutMention(replied.content, bot);
  return isMentioned || isAlone ? { kind: 'question', text: words, unseen: false, own: words === '' } : undefined;
}

function withoutMention(text: string, bot: string): string {
  return text
    .replaceAll(mentionOf(bot), ' ')
    .replace(/^[\s,，:：、]+/u, '')
    .replace(/[^\S\n]{2,}/gu, ' ')
    .replace(/ (?=[?？!！。.])/gu, '')
    .trim();
}

function mentionOf(bot: string): RegExp {
  return new RegExp(`<@!?${bot}>`, 'gu');
}
