import { badRequest, forbidden } from './bot-api-error.js';
import type { CallParameters } from './call-parameters.js';
import type { ServerState } from './server-state.js';
import type { ChatState, World } from './world.js';

/** The chat that `chat_id` names, if the bot has ever met it. */
export function findChat(parameters: CallParameters, { world }: ServerState, name = 'chat_id'): ChatState {
  const given = parameters.text(name).trim();
  if (given === '') throw badRequest(`${name} is empty`);
  const chat = given.startsWith('@') ? byUsername(world, given.slice(1)) : world.chats.get(parameters.integer(name));
  if (!chat) throw badRequest('chat not found');
  if (chat.migratedTo !== undefined) {
    throw badRequest('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: chat.migratedTo });
  }
  return chat;
}

function byUsername(world: World, username: string): ChatState | undefined {
  return [...world.chats.values()].find(({ chat }) => chat.type !== 'private' && chat.username?.toLowerCase() === username.toLowerCase());
}

/** The same, where the bot must also be allowed to be: each way of not being there has its own words. */
export function findReachableChat(parameters: CallParameters, state: ServerState): ChatState {
  const chat = findChat(parameters, state);
  switch (chat.bot) {
    case 'member':
    case 'administrator':
      return chat;
    case 'blocked':
      throw forbidden('bot was blocked by the user');
    case 'not-started':
      throw forbidden("bot can't initiate conversation with a user");
    case 'left':
      throw forbidden(`bot is not a member of the ${chat.chat.type} chat`);
    case 'kicked':
      throw forbidden(`bot was kicked from the ${chat.chat.type} chat`);
  }
}

/** The chat for a new message: in a channel only administrators write. */
export function findWritableChat(parameters: CallParameters, state: ServerState): ChatState {
  const chat = findReachableChat(parameters, state);
  if (chat.chat.type === 'channel' && chat.bot !== 'administrator') throw badRequest('need administrator rights in the channel chat');
  return chat;
}

/**
 * The topic for a new message. `message_thread_id` is for topics only: the number that replies in an ordinary supergroup carry is not one,
 * and neither is the "General" topic's 1.
 */
export function findThread(parameters: CallParameters, chat: ChatState): number | undefined {
  const given = parameters.integer('message_thread_id');
  if (given === 0) return undefined;
  const topic = chat.topics.get(given);
  if (!topic) throw badRequest('message thread not found');
  if (topic.closed && chat.bot !== 'administrator') throw badRequest('TOPIC_CLOSED');
  return given;
}
