import type { Message } from './bot-api-types.js';
import { concernOf } from './privacy.js';
import type { ServerState } from './server-state.js';
import type { ChatState } from './world.js';

/** Puts a person's message into a chat and, where the bot may see it, among the bot's updates. */
export function postFromPerson(state: ServerState, chat: ChatState, content: Omit<Message, 'message_id' | 'date' | 'chat'>): Message {
  const draft = { message_id: chat.nextMessageId, date: 0, chat: chat.chat, ...content };
  const concern = concernOf(draft, chat, state.bot);
  const message = state.world.post(chat, content, concern === 'meant');
  if (concern !== 'hidden') state.updates.add({ [chat.chat.type === 'channel' ? 'channel_post' : 'message']: message });
  return message;
}

/** An edit is delivered where the message itself would be. */
export function replaceByPerson(state: ServerState, chat: ChatState, message: Message): Message {
  const edited = { ...message, edit_date: state.world.date() };
  state.world.replace(chat, edited);
  const isChannel = chat.chat.type === 'channel';
  if (concernOf(edited, chat, state.bot) !== 'hidden')
    state.updates.add({ [isChannel ? 'edited_channel_post' : 'edited_message']: edited });
  return edited;
}
