import type { Message, MessageEntity } from './bot-api-types.js';
import type { BotProfile } from './server-state.js';
import type { ChatState } from './world.js';

/** Why a message concerns the bot: `meant` messages pass privacy mode and make replies to them pass, too. */
export type Concern = 'meant' | 'seen' | 'hidden';

/**
 * Who is shown what (Bot Features, "Privacy Mode"). With privacy mode on, a bot in a group that is not its administrator gets commands
 * for it, commands without a name if it was the last bot to speak, messages sent via it, replies to what was meant for it, and service
 * messages. **A mere `@mention` is not among them**, whatever @BotFather's wording suggests; bots' maintainers confirm it.
 */
export function concernOf(message: Message, chat: ChatState, bot: BotProfile): Concern {
  if (chat.bot !== 'member' && chat.bot !== 'administrator') return 'hidden';
  if (message.from?.is_bot && message.from.id !== bot.user.id) return 'hidden';
  if (chat.chat.type === 'private') return 'meant';
  if (isMeant(message, chat, bot)) return 'meant';
  const seesEverything = !bot.privacyMode || chat.bot === 'administrator' || chat.chat.type === 'channel';
  return seesEverything || isService(message) ? 'seen' : 'hidden';
}

function isMeant(message: Message, chat: ChatState, bot: BotProfile): boolean {
  if (message.via_bot?.id === bot.user.id) return true;
  const answered = message.reply_to_message;
  if (answered && chat.messages.get(answered.message_id)?.meantForBot) return true;
  return commandsOf(message).some(({ name, isFirst }) => {
    if (name !== undefined) return name.toLowerCase() === bot.user.username?.toLowerCase();
    // A bot that is alone in the group and has not spoken yet counts as the last one, or its first command would never arrive.
    return isFirst && (chat.lastBotToSpeak === undefined || chat.lastBotToSpeak === bot.user.id);
  });
}

function commandsOf(message: Message): { readonly name: string | undefined; readonly isFirst: boolean }[] {
  const text = message.text ?? message.caption ?? '';
  const entities: readonly MessageEntity[] = message.entities ?? message.caption_entities ?? [];
  return entities
    .filter(({ type }) => type === 'bot_command')
    .map(({ offset, length }) => ({ name: text.slice(offset, offset + length).split('@')[1], isFirst: offset === 0 }));
}

function isService(message: Message): boolean {
  return [
    message.new_chat_members,
    message.left_chat_member,
    message.migrate_to_chat_id,
    message.migrate_from_chat_id,
    message.forum_topic_created,
    message.forum_topic_closed,
  ].some((field) => field !== undefined);
}
