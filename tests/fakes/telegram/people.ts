import type { Message, MessageEntity, User } from './bot-api-types.js';
import { postFromPerson, replaceByPerson } from './deliver.js';
import { detectEntities } from './detect-entities.js';
import { byOffsetThenLongest } from './parse-html.js';
import { chooseResult, type InlineQueryView, askInline } from './person-inline.js';
import { pressButton, type PressedButton, type PressOptions } from './person-buttons.js';
import type { ServerState } from './server-state.js';
import { asReplyTarget, type ChatState } from './world.js';

/** A chat as tests name it; what `privateChat`, `group`, `supergroup` and `channel` give, and any message's `chat`. */
export interface ChatRef {
  readonly id: number;
}

export interface SendOptions {
  readonly replyTo?: Message;
  /** The part of the answered message that the person marked before answering. */
  readonly quote?: string;
  /** The topic of a forum that the person writes in; none is "General". */
  readonly topic?: number;
  /** Entities beside those that Telegram finds by itself, such as a `text_mention` or a bold word. */
  readonly entities?: readonly MessageEntity[];
}

/** Somebody with a Telegram app. What they do becomes messages in the chat, and updates where the bot may see it. */
export interface Person {
  readonly user: User;
  sendText(chat: ChatRef, text: string, options?: SendOptions): Message;
  sendPhoto(chat: ChatRef, caption?: string, options?: SendOptions): Message;
  sendVoice(chat: ChatRef, caption?: string, options?: SendOptions): Message;
  sendDocument(chat: ChatRef, caption?: string, options?: SendOptions): Message;
  sendSticker(chat: ChatRef, options?: SendOptions): Message;
  /** Changes the text, or the caption, of a message of theirs. */
  editMessage(message: Message, text: string): Message;
  deleteMessage(message: Message): void;
  /** Presses an inline button, found by its text (or a part of it), or by its number, counted from 0 through all rows. */
  pressButton(message: Message | { readonly inlineMessageId: string }, button: string | number, options?: PressOptions): PressedButton;
  /** Types `@bot query` somewhere. A cached answer comes back at once, without the bot. */
  inlineQuery(query: string, offset?: string, chatType?: string): InlineQueryView;
  /** Sends a result into a chat; the message is the reader's, "via" the bot. */
  chooseInlineResult(
    view: InlineQueryView,
    result: string | number,
    chat: ChatRef,
  ): { message: Message; inlineMessageId: string | undefined };
  react(message: Message, emoji: string): void;
  /** Stops the bot in the private chat; `start` lets it write again. */
  block(): void;
  unblock(): void;
}

export function createPerson(state: ServerState, user: User): Person {
  const { world } = state;
  world.users.set(user.id, user);

  function send(ref: ChatRef, content: Partial<Message>, options: SendOptions = {}): Message {
    const chat = world.chat(ref.id);
    if (chat.chat.type === 'private') beginPrivateChat(chat);
    else if (!chat.members.has(user.id)) chat.members.set(user.id, { user, status: 'member' });
    const author = chat.chat.type === 'channel' ? { sender_chat: chat.chat } : { from: user };
    return postFromPerson(state, chat, { ...author, ...place(chat, options), ...content });
  }

  function beginPrivateChat(chat: ChatState): void {
    if (chat.bot === 'not-started') chat.bot = 'member';
  }

  function place(chat: ChatState, { replyTo, quote, topic }: SendOptions): Partial<Message> {
    if (topic !== undefined && !chat.topics.has(topic))
      throw new Error(`Chat ${chat.chat.id} has no topic ${topic}; make it with createTopic first.`);
    const stored = replyTo && (chat.messages.get(replyTo.message_id)?.message ?? replyTo);
    const reply = stored && { reply_to_message: asReplyTarget(stored) };
    const position = stored && quote !== undefined ? (stored.text ?? stored.caption ?? '').indexOf(quote) : -1;
    const marked = quote === undefined ? {} : { quote: { text: quote, position, is_manual: true as const } };
    return { ...threadOf(chat, stored, topic), ...reply, ...marked };
  }

  function sendMedia(chat: ChatRef, media: Partial<Message>, caption: string | undefined, options: SendOptions | undefined): Message {
    if (caption === undefined) return send(chat, media, options);
    const entities = entitiesOf(caption, options);
    return send(chat, { ...media, caption, ...(entities.length > 0 ? { caption_entities: entities } : {}) }, options);
  }

  function file(): { file_id: string; file_unique_id: string; file_size: number } {
    const id = world.nextId();
    return { file_id: `file-${id}`, file_unique_id: `unique-${id}`, file_size: 1024 };
  }

  function changePrivateStanding(bot: 'blocked' | 'member'): void {
    const chat = world.chat(user.id);
    const [before, after] = bot === 'blocked' ? ['member', 'kicked'] : ['kicked', 'member'];
    chat.bot = bot;
    const member = (status: string | undefined): object => ({
      user: state.bot.user,
      status,
      ...(status === 'kicked' ? { until_date: 0 } : {}),
    });
    const change = { old_chat_member: member(before), new_chat_member: member(after) };
    state.updates.add({ my_chat_member: { chat: chat.chat, from: user, date: world.date(), ...change } });
  }

  return {
    user,
    sendText(chat, text, options) {
      const entities = entitiesOf(text, options);
      return send(chat, { text, ...(entities.length > 0 ? { entities } : {}) }, options);
    },
    sendPhoto: (chat, caption, options) => sendMedia(chat, { photo: [{ ...file(), width: 90, height: 90 }] }, caption, options),
    sendVoice: (chat, caption, options) => sendMedia(chat, { voice: { ...file(), duration: 3, mime_type: 'audio/ogg' } }, caption, options),
    sendDocument: (chat, caption, options) => sendMedia(chat, { document: { ...file(), file_name: 'notes.pdf' } }, caption, options),
    sendSticker(chat, options) {
      const sticker = { ...file(), type: 'regular', width: 512, height: 512, is_animated: false, is_video: false, emoji: '🙂' };
      return send(chat, { sticker }, options);
    },
    editMessage(message, text) {
      const entities = entitiesOf(text, undefined);
      const change = message.text === undefined ? { caption: text, caption_entities: entities } : { text, entities };
      return replaceByPerson(state, world.chat(message.chat.id), { ...message, ...change });
    },
    // Bots are not told of it (except in business chats); their later edits and replies meet a message that is gone.
    deleteMessage: (message) => void world.chat(message.chat.id).messages.delete(message.message_id),
    pressButton: (message, button, options) => pressButton(state, user, message, button, options),
    inlineQuery: (query, offset = '', chatType = 'sender') => askInline(state, user, { query, offset, chatType }),
    chooseInlineResult: (view, result, chat) => chooseResult(state, user, { view, result, chat: world.chat(chat.id) }),
    react(message, emoji) {
      const chat = world.chat(message.chat.id);
      const reaction = { old_reaction: [], new_reaction: [{ type: 'emoji', emoji }] };
      const isTold = chat.chat.type === 'private' || chat.bot === 'administrator';
      const about = { chat: chat.chat, message_id: message.message_id, user, date: world.date() };
      if (isTold) state.updates.add({ message_reaction: { ...about, ...reaction } });
    },
    block: () => {
      changePrivateStanding('blocked');
    },
    unblock: () => {
      changePrivateStanding('member');
    },
  };
}

function entitiesOf(text: string, options: SendOptions | undefined): MessageEntity[] {
  const given = options?.entities ?? [];
  return [...given, ...detectEntities(text, given)].sort(byOffsetThenLongest);
}

/**
 * In a forum a message carries its topic and says so. In an ordinary supergroup an answer carries the number of the message that the thread
 * began with, **without** `is_topic_message`: that number is of no use for sending.
 */
function threadOf(chat: ChatState, replyTo: Message | undefined, topic: number | undefined): Partial<Message> {
  const thread = topic ?? (replyTo?.is_topic_message ? replyTo.message_thread_id : undefined);
  if (thread !== undefined) return { message_thread_id: thread, is_topic_message: true };
  if (!replyTo || chat.chat.type !== 'supergroup') return {};
  return { message_thread_id: replyTo.message_thread_id ?? replyTo.message_id };
}
