/**
 * Methods: the calls of the Bot API that this fake answers, each refusing what Telegram would refuse.
 * Knows nothing of HTTP, faults or time limits; what is not in the table is "404 Not Found".
 */
import { sendChatAction, setMessageReaction } from './activity.js';
import { answerCallbackQuery } from './callback-queries.js';
import { getChat, getChatAdministrators, getChatMember, leaveChat } from './chats.js';
import { answerInlineQuery } from './inline-queries.js';
import { deleteMessage, editMessageReplyMarkup, editMessageText, sendMessage } from './messages.js';
import type { Method } from './method.js';
import {
  deleteMyCommands,
  getMe,
  getMyCommands,
  getMyDescription,
  getMyName,
  getMyShortDescription,
  setMyCommands,
  setMyDescription,
  setMyName,
  setMyShortDescription,
} from './profile.js';
import { deleteWebhook, getUpdates, getWebhookInfo, setWebhook } from './receiving.js';

const accepted: Method = () => ({ result: true });

const METHODS: Readonly<Record<string, Method>> = {
  answerCallbackQuery,
  answerInlineQuery,
  close: accepted,
  deleteMessage,
  deleteMyCommands,
  deleteWebhook,
  editMessageReplyMarkup,
  editMessageText,
  getChat,
  getChatAdministrators,
  getChatMember,
  getMe,
  getMyCommands,
  getMyDescription,
  getMyName,
  getMyShortDescription,
  getUpdates,
  getWebhookInfo,
  leaveChat,
  logOut: accepted,
  sendChatAction,
  sendMessage,
  setMessageReaction,
  setMyCommands,
  setMyDescription,
  setMyName,
  setMyShortDescription,
  setWebhook,
};

const BY_LOWER_CASE = new Map(Object.entries(METHODS).map(([name, method]) => [name.toLowerCase(), { name, method }]));

/** Names are matched without regard to case, as at Telegram. */
export function findMethod(name: string): { readonly name: string; readonly method: Method } | undefined {
  return BY_LOWER_CASE.get(name.toLowerCase());
}

export { chatMember } from './chats.js';
export { formatInput } from './inline-queries.js';
export type { CallConnection, MethodResult } from './method.js';
