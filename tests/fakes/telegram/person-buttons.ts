import type { InlineKeyboardButton, InlineKeyboardMarkup, Message, User } from './bot-api-types.js';
import type { CallbackAnswer, ServerState } from './server-state.js';

/** What a reader sees of a press: where a link leads, or what the bot answers, once it has. */
export interface PressedButton {
  readonly button: InlineKeyboardButton;
  readonly queryId: string | undefined;
  /** The bot's `answerCallbackQuery`; while it is `undefined`, the reader sees the button spin. */
  readonly answer: CallbackAnswer | undefined;
}

export type PressTarget = Message | { readonly inlineMessageId: string };

export interface PressOptions {
  /** The message is too old for the bot to see: the update names it, and its `date` is 0 (InaccessibleMessage). */
  readonly inaccessible?: boolean;
}

export function pressButton(
  state: ServerState,
  user: User,
  target: PressTarget,
  wanted: string | number,
  { inaccessible = false }: PressOptions = {},
): PressedButton {
  const { markup, origin } = findKeyboard(state, target);
  const button = findButton(markup, wanted);
  if (button.callback_data === undefined) return { button, queryId: undefined, answer: undefined };
  const queryId = String(state.world.nextId() * 1_000_003);
  state.callbackQueries.set(queryId, { id: queryId, askedAtMs: state.clock.now(), answer: undefined });
  const chat_instance = `instance-${'message' in origin ? origin.message.chat.id : origin.inline_message_id}`;
  state.updates.add({
    callback_query: {
      id: queryId,
      from: user,
      ...(inaccessible ? withoutContent(origin) : origin),
      chat_instance,
      data: button.callback_data,
    },
  });
  return {
    button,
    queryId,
    get answer() {
      return state.callbackQueries.get(queryId)?.answer;
    },
  };
}

type Origin = { readonly message: Message } | { readonly inline_message_id: string };

function withoutContent(origin: Origin): object {
  if (!('message' in origin)) return origin;
  const { chat, message_id } = origin.message;
  return { message: { chat, message_id, date: 0 } };
}

/** The keyboard as it is now: a press goes to the message as shown, not to the copy that a test still holds. */
function findKeyboard({ world }: ServerState, target: PressTarget): { markup: InlineKeyboardMarkup | undefined; origin: Origin } {
  if ('inlineMessageId' in target) {
    const markup = world.inlineMessages.get(target.inlineMessageId)?.message.reply_markup;
    return { markup, origin: { inline_message_id: target.inlineMessageId } };
  }
  const shown = world.chat(target.chat.id).messages.get(target.message_id)?.message;
  if (!shown) throw new Error(`Message ${target.message_id} of chat ${target.chat.id} is gone; nobody can press its buttons.`);
  return { markup: shown.reply_markup, origin: { message: shown } };
}

function findButton(markup: InlineKeyboardMarkup | undefined, wanted: string | number): InlineKeyboardButton {
  const buttons = (markup?.inline_keyboard ?? []).flat();
  const found =
    typeof wanted === 'number'
      ? buttons[wanted]
      : (buttons.find(({ text }) => text === wanted) ?? buttons.find(({ text }) => text.includes(wanted)));
  if (!found) throw new Error(`There is no button ${JSON.stringify(wanted)} among ${JSON.stringify(buttons.map(({ text }) => text))}.`);
  return found;
}
