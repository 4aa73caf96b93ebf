import { badRequest } from '../bot-api-error.js';
import type { User } from '../bot-api-types.js';
import { findChat, findReachableChat } from '../chat-access.js';
import type { ServerState } from '../server-state.js';
import type { ChatState, MemberStatus } from '../world.js';
import type { Method } from './method.js';

export const getChat: Method = (parameters, state) => {
  const { chat } = findReachableChat(parameters, state);
  const accepted_gift_types = { unlimited_gifts: false, limited_gifts: false, unique_gifts: false, premium_subscription: false };
  return { result: { ...chat, accent_color_id: 0, max_reaction_count: 11, accepted_gift_types } };
};

export const getChatMember: Method = (parameters, state) => {
  const chat = findReachableChat(parameters, state);
  const userId = parameters.integer('user_id');
  const user = userId === state.bot.user.id ? state.bot.user : state.world.users.get(userId);
  if (userId <= 0) throw badRequest('invalid user_id specified');
  if (!user) throw badRequest('user not found');
  return { result: chatMember(user, statusOf(user, chat, state)) };
};

export const getChatAdministrators: Method = (parameters, state) => {
  const chat = findReachableChat(parameters, state);
  if (chat.chat.type === 'private') throw badRequest('there are no administrators in the private chat');
  const people = [...chat.members.values()].filter(({ status }) => status === 'creator' || status === 'administrator');
  const bot = chat.bot === 'administrator' ? [chatMember(state.bot.user, 'administrator')] : [];
  return { result: [...people.map(({ user, status }) => chatMember(user, status)), ...bot] };
};

export const leaveChat: Method = (parameters, state) => {
  const chat = findChat(parameters, state);
  if (chat.chat.type === 'private') throw badRequest("chat member status can't be changed in private chats");
  findReachableChat(parameters, state);
  chat.bot = 'left';
  return { result: true };
};

function statusOf(user: User, chat: ChatState, { bot }: ServerState): MemberStatus {
  if (user.id !== bot.user.id) return chat.members.get(user.id)?.status ?? 'left';
  return chat.bot === 'not-started' || chat.bot === 'blocked' ? 'kicked' : chat.bot;
}

/** A ChatMember with the fields that its kind must have. */
export function chatMember(user: User, status: MemberStatus): object {
  switch (status) {
    case 'creator':
      return { status, user, is_anonymous: false };
    case 'administrator': {
      const rights = { can_manage_chat: true, can_delete_messages: true, can_restrict_members: true, can_invite_users: true };
      return { status, user, can_be_edited: false, is_anonymous: false, ...rights };
    }
    case 'kicked':
      return { status, user, until_date: 0 };
    case 'member':
    case 'left':
      return { status, user };
  }
}
