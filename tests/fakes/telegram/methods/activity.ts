import { badRequest } from '../bot-api-error.js';
import { findThread, findWritableChat, findReachableChat } from '../chat-access.js';
import { isObject, requiredString } from '../json-fields.js';
import { requiredMessageId } from './messages.js';
import type { Method } from './method.js';

const ACTIONS = new Set(
  (
    'typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location ' +
    'record_video_note upload_video_note'
  ).split(' '),
);

/** The emoji that stand in the documentation of ReactionTypeEmoji; any other is refused. */
const REACTIONS = new Set(
  (
    '❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 ' +
    '🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡'
  ).split(' '),
);

export const sendChatAction: Method = (parameters, state) => {
  const chat = findWritableChat(parameters, state);
  const threadId = findThread(parameters, chat);
  const action = parameters.text('action');
  if (!ACTIONS.has(action)) throw badRequest('wrong parameter action in request');
  state.chatActions.push({ chatId: chat.chat.id, threadId, action });
  return { result: true };
};

export const setMessageReaction: Method = (parameters, state) => {
  const chat = findReachableChat(parameters, state);
  const messageId = requiredMessageId(parameters);
  const value = parameters.json('reaction', () => badRequest("can't parse reaction types JSON object")) ?? [];
  if (!Array.isArray(value)) throw badRequest('expected an Array of ReactionType');
  if (!chat.messages.has(messageId)) throw badRequest('message to react not found');
  const reactions = value.map((item: unknown) => {
    if (!isObject(item)) throw badRequest("can't parse ReactionType: expected an Object");
    const type = requiredString(item, 'type', "can't parse ReactionType: ");
    if (type !== 'emoji' || !REACTIONS.has(requiredString(item, 'emoji', "can't parse ReactionType: ")))
      throw badRequest('REACTION_INVALID');
    return item;
  });
  // A bot is not a premium user: one reaction a message.
  if (reactions.length > 1) throw badRequest('REACTIONS_TOO_MANY');
  state.reactions.set(`${chat.chat.id}/${messageId}`, reactions);
  return { result: true };
};
