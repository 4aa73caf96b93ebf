import { commandNamed, type CommandName } from '../chat/index.js';
import { contentOf, isPrivate, type TelegramMessage } from './updates.js';

/** Who the bot is, as `getMe` says. */
export interface BotIdentity {
  readonly id: number;
  /** Without the @. */
  readonly username: string | undefined;
}

/** What a message says to the bot; `undefined` where it says nothing to it. */
export type Said =
  | { readonly kind: 'question'; readonly text: string }
  | { readonly kind: 'command'; readonly name: CommandName; readonly argument: string }
  | { readonly kind: 'sticker' | 'attachment' };

/**
 * Reads a message as people mean it. In a private chat everything is meant for the bot; in a group a mention, a reply to the bot and a command is.
 * Replying to somebody's message with a mere mention or `/ask` asks about that message.
 */
export function readMessage(message: TelegramMessage, bot: BotIdentity): Said | undefined {
  // A result of our own inline mode, sent by a reader: the bot's words, not a question.
  if (message.via_bot?.id === bot.id) return undefined;
  const isAlone = isPrivate(message.chat);
  const words = message.text ?? message.caption ?? '';
  const command = readCommand(words);
  if (command !== undefined) {
    if (command.recipient !== undefined && command.recipient !== bot.username?.toLowerCase()) return undefined;
    if (command.name !== undefined) return commandSaid(command.name, withoutMention(command.argument, bot), message, bot);
    // An unknown command may be another bot's, unless it can only be ours.
    return isAlone || command.recipient !== undefined ? { kind: 'command', name: 'help', argument: '' } : undefined;
  }
  const isMentioned = mentions(message, words, bot);
  const isReplyToBot = message.reply_to_message?.from?.id === bot.id;
  if (!isAlone && !isMentioned && !isReplyToBot) return undefined;

  const question = withoutMention(withoutNamedMentions(message, words, bot), bot);
  if (question !== '') return { kind: 'question', text: question };
  const content = contentOf(message);
  if (words === '') return content === undefined ? undefined : { kind: content };
  return { kind: 'question', text: isMentioned ? repliedWords(message, bot) : '' };
}

interface WrittenCommand {
  /** `undefined` where it is none that we have. */
  readonly name: CommandName | undefined;
  /** The bot that it is for, in small letters. */
  readonly recipient: string | undefined;
  readonly argument: string;
}

function readCommand(words: string): WrittenCommand | undefined {
  const match = /^\/(\w{1,64})(?:@(\w{1,64}))?(?:\s+|$)(.*)$/su.exec(words.trim());
  if (match === null) return undefined;
  const [, name = '', recipient, argument = ''] = match;
  return { name: commandNamed(name.toLowerCase())?.name, recipient: recipient?.toLowerCase(), argument: argument.trim() };
}

function commandSaid(name: CommandName, argument: string, message: TelegramMessage, bot: BotIdentity): Said {
  const asks = name === 'ask' || name === 'think';
  return { kind: 'command', name, argument: asks && argument === '' ? repliedWords(message, bot) : argument };
}

/** The words of the message that this one replies to, or the part of it that the person marked; '' where it is the bot's own. */
function repliedWords({ reply_to_message: replied, quote }: TelegramMessage, bot: BotIdentity): string {
  if (replied === undefined || replied.from?.id === bot.id) return '';
  const words = quote?.is_manual === true ? quote.text : (replied.text ?? replied.caption ?? '');
  return withoutMention(readCommand(words)?.argument ?? words, bot);
}

function mentions(message: TelegramMessage, words: string, bot: BotIdentity): boolean {
  return namedMentions(message, bot).length > 0 || mentionOf(bot)?.test(words) === true;
}

/** Mentions of the bot by its number: a name that links to it, without an @. */
function namedMentions(message: TelegramMessage, bot: BotIdentity): readonly { readonly offset: number; readonly length: number }[] {
  const entities = message.text === undefined ? message.caption_entities : message.entities;
  return (entities ?? []).filter(({ type, user }) => type === 'text_mention' && user?.id === bot.id);
}

function withoutNamedMentions(message: TelegramMessage, words: string, bot: BotIdentity): string {
  return [...namedMentions(message, bot)]
    .sort((a, b) => b.offset - a.offset)
    .reduce((rest, { offset, length }) => `${rest.slice(0, offset)} ${rest.slice(offset + length)}`, words);
}

function withoutMention(words: string, bot: BotIdentity): string {
  const mention = mentionOf(bot);
  const rest = mention === undefined ? words : words.replaceAll(new RegExp(`(?:[,，]\\s*)?${mention.source}`, 'giu'), ' ');
  return rest
    .replace(/^[\s,，:：、]+/u, '')
    .replace(/[^\S\n]{2,}/gu, ' ')
    .replace(/ (?=[?？!！。.])/gu, '')
    .trim();
}

/** As Telegram finds mentions: a name of its own, in any letters, not a part of an address. */
function mentionOf({ username }: BotIdentity): RegExp | undefined {
  return username === undefined ? undefined : new RegExp(`(?<![\\w@./])@${username}(?!\\w)`, 'iu');
}
