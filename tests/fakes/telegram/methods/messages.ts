import { badRequest } from '../bot-api-error.js';
import type { Message } from '../bot-api-types.js';
import type { CallParameters } from '../call-parameters.js';
import { findReachableChat, findThread, findWritableChat } from '../chat-access.js';
import { invalidReplyMarkup, readReplyMarkup } from '../keyboards.js';
import type { ServerState } from '../server-state.js';
import type { ChatState } from '../world.js';
import { readLinkPreviewOptions, readMessageText } from './message-text.js';
import type { Method } from './method.js';
import { readReply } from './reply-target.js';

/** Older messages cannot be deleted by a bot that is not an administrator. */
const DELETABLE_SECONDS = 48 * 3600;

export const sendMessage: Method = (parameters, state) => {
  const { text, entities } = readMessageText(parameters, state, { method: 'sendMessage', tooLong: 'message is too long' });
  const chat = findWritableChat(parameters, state);
  const thread = findThread(parameters, chat);
  const markup = readReplyMarkup(parameters.json('reply_markup', invalidReplyMarkup));
  const reply = readReply(parameters, chat, state);
  const content = {
    ...author(chat, state),
    ...threadOf(thread, reply.reply_to_message, chat),
    ...reply,
    text,
    entities: entities.length > 0 ? entities : undefined,
    link_preview_options: readLinkPreviewOptions(parameters),
    reply_markup: markup.kind === 'inline' ? markup.markup : undefined,
  };
  return { result: state.world.post(chat, content, true) };
};

export const editMessageText: Method = (parameters, state) => {
  const target = findEdited(parameters, state);
  const { text, entities } = readMessageText(parameters, state, { method: 'editMessageText', tooLong: 'MESSAGE_TOO_LONG' });
  if (target.message.text === undefined) throw badRequest('there is no text in the message to edit');
  return target.replace({
    text,
    entities: entities.length > 0 ? entities : undefined,
    link_preview_options: readLinkPreviewOptions(parameters),
    // A keyboard that an edit does not name is gone afterwards.
    reply_markup: readEditedMarkup(parameters),
  });
};

export const editMessageReplyMarkup: Method = (parameters, state) =>
  findEdited(parameters, state).replace({ reply_markup: readEditedMarkup(parameters) });

export const deleteMessage: Method = (parameters, state) => {
  const chat = findReachableChat(parameters, state);
  const messageId = requiredMessageId(parameters);
  const message = chat.messages.get(messageId)?.message;
  if (!message) throw badRequest('message to delete not found');
  const isOwn = message.from?.id === state.bot.user.id;
  const isAllowed = isOwn || chat.bot === 'administrator' || chat.chat.type === 'private';
  const isOld = state.world.date() - message.date > DELETABLE_SECONDS;
  if (!isAllowed || (isOld && chat.bot !== 'administrator')) throw badRequest("message can't be deleted");
  chat.messages.delete(messageId);
  return { result: true };
};

function author(chat: ChatState, { bot }: ServerState): Pick<Message, 'from' | 'sender_chat'> {
  return chat.chat.type === 'channel' ? { sender_chat: chat.chat } : { from: bot.user };
}

/** An answer without a topic goes where the message that it answers is. */
function threadOf(
  thread: number | undefined,
  target: Message | undefined,
  chat: ChatState,
): Pick<Message, 'message_thread_id' | 'is_topic_message'> {
  if (thread !== undefined) return { message_thread_id: thread, is_topic_message: true };
  if (target?.chat.id !== chat.chat.id) return {};
  if (target.is_topic_message) return { message_thread_id: target.message_thread_id, is_topic_message: true };
  return chat.chat.type === 'supergroup' ? { message_thread_id: target.message_thread_id ?? target.message_id } : {};
}

type Editable = Pick<Message, 'text' | 'entities' | 'reply_markup' | 'link_preview_options'>;

interface EditTarget {
  readonly message: Editable;
  replace(change: Editable): { readonly result: unknown };
}

/** The message to edit, by chat and number or by `inline_message_id`; for the latter the result is only `true`. */
function findEdited(parameters: CallParameters, state: ServerState): EditTarget {
  const inlineId = parameters.text('inline_message_id');
  if (inlineId !== '') {
    const inline = state.world.inlineMessages.get(inlineId);
    if (!inline) throw badRequest('MESSAGE_ID_INVALID');
    return {
      message: inline.message,
      replace(change) {
        inline.message = changed(inline.message, change);
        return { result: true };
      },
    };
  }
  const chat = findReachableChat(parameters, state);
  const message = chat.messages.get(requiredMessageId(parameters))?.message;
  if (!message) throw badRequest('message to edit not found');
  const isOwn = message.from?.id === state.bot.user.id || message.sender_chat?.id === chat.chat.id;
  if (!isOwn) throw badRequest("message can't be edited");
  return {
    message,
    replace(change) {
      const edited = { ...message, ...changed(message, change), edit_date: state.world.date() };
      state.world.replace(chat, edited);
      return { result: chat.messages.get(message.message_id)?.message };
    },
  };
}

function changed(current: Editable, change: Editable): Editable {
  const next = { ...current, ...change };
  const shown = ({ text, entities, reply_markup, link_preview_options }: Editable): string =>
    JSON.stringify([text, entities, reply_markup, link_preview_options]);
  if (shown(next) === shown(current)) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content ' +
        'and reply markup of the message',
    );
  }
  return next;
}

function readEditedMarkup(parameters: CallParameters): Message['reply_markup'] {
  const markup = readReplyMarkup(parameters.json('reply_markup', invalidReplyMarkup));
  if (markup.kind === 'personal') throw badRequest('inline keyboard expected');
  return markup.kind === 'inline' ? markup.markup : undefined;
}

export function requiredMessageId(parameters: CallParameters): number {
  const messageId = parameters.integer('message_id');
  if (messageId === 0) throw badRequest('message identifier is not specified');
  return messageId;
}
