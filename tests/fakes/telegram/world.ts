import type { Chat, Message, User } from './bot-api-types.js';
import type { Clock } from '../clock.js';

/** How the bot stands in a chat. `not-started` and `blocked` are for private chats, the others for groups and channels. */
export type BotStanding = 'member' | 'administrator' | 'left' | 'kicked' | 'not-started' | 'blocked';
export type MemberStatus = 'creator' | 'administrator' | 'member' | 'left' | 'kicked';

export interface Topic {
  readonly id: number;
  readonly name: string;
  closed: boolean;
}

/** A message with what its readers cannot see but Telegram knows. */
export interface StoredMessage {
  readonly message: Message;
  /** Sent by the bot, via the bot, or delivered to it in spite of privacy mode; a reply to such a message is delivered too. */
  readonly meantForBot: boolean;
}

export interface ChatState {
  chat: Chat;
  readonly members: Map<number, { readonly user: User; status: MemberStatus }>;
  readonly messages: Map<number, StoredMessage>;
  readonly topics: Map<number, Topic>;
  nextMessageId: number;
  bot: BotStanding;
  migratedTo: number | undefined;
  /** The bot (of any owner) that spoke last, which commands without a name are for. */
  lastBotToSpeak: number | undefined;
}

/** A message that stands in some chat of a reader because the reader chose it in inline mode; the bot knows it by this id only. */
export interface InlineMessage {
  readonly id: string;
  message: Pick<Message, 'text' | 'entities' | 'reply_markup' | 'link_preview_options'>;
}

export interface World {
  readonly chats: Map<number, ChatState>;
  readonly users: Map<number, User>;
  readonly inlineMessages: Map<string, InlineMessage>;
  /** A number that was never given before, for people, chats, queries and files. */
  nextId(): number;
  /** Unix time in seconds, as all dates of the Bot API. */
  date(): number;
  createChat(chat: Chat, bot: BotStanding): ChatState;
  chat(id: number): ChatState;
  /** Puts a message into a chat under the next number. */
  post(chat: ChatState, content: Omit<Message, 'message_id' | 'date' | 'chat'>, meantForBot: boolean): Message;
  replace(chat: ChatState, message: Message): void;
}

export function createWorld(clock: Clock): World {
  const chats = new Map<number, ChatState>();
  let lastId = 1000;
  const date = (): number => Math.floor(clock.now() / 1000);
  return {
    chats,
    users: new Map(),
    inlineMessages: new Map(),
    nextId: () => ++lastId,
    date,
    createChat(chat, bot) {
      const state: ChatState = {
        chat,
        members: new Map(),
        messages: new Map(),
        topics: new Map(),
        nextMessageId: 1,
        bot,
        migratedTo: undefined,
        lastBotToSpeak: undefined,
      };
      chats.set(chat.id, state);
      return state;
    },
    chat(id) {
      const state = chats.get(id);
      if (!state) throw new Error(`The fake Telegram has no chat ${id}; make it with privateChat, group, supergroup or channel first.`);
      return state;
    },
    post(chat, content, meantForBot) {
      const message = withoutUndefined({ message_id: chat.nextMessageId++, date: date(), chat: chat.chat, ...content });
      chat.messages.set(message.message_id, { message, meantForBot });
      if (message.from?.is_bot) chat.lastBotToSpeak = message.from.id;
      return message;
    },
    replace(chat, message) {
      const stored = chat.messages.get(message.message_id);
      if (stored) chat.messages.set(message.message_id, { ...stored, message: withoutUndefined(message) });
    },
  };
}

/** As a message travels inside another one: an answered message does not carry the one that it answers. */
export function asReplyTarget(message: Message): Message {
  return withoutUndefined({ ...message, reply_to_message: undefined });
}

/** The wire has no `undefined`: a field is there or is not. */
function withoutUndefined<T extends object>(value: T): T {
  const copy = { ...value };
  for (const key of Object.keys(copy)) {
    const field: unknown = Reflect.get(copy, key);
    if (field === undefined) Reflect.deleteProperty(copy, key);
  }
  return copy;
}
