import { badRequest } from './bot-api-error.js';
import type { InlineKeyboardButton, InlineKeyboardMarkup } from './bot-api-types.js';
import { type JsonObject, isObject, requiredString, stringField } from './json-fields.js';
import { checkedUrl, whyNoUrl } from './parse-html.js';

const MAX_BUTTONS_IN_A_ROW = 8;
const MAX_BUTTONS = 100;
const MAX_CALLBACK_DATA_BYTES = 64;

/** What a button does: exactly one of these fields beside `text`. */
const ACTIONS = [
  'url',
  'callback_data',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'web_app',
  'login_url',
  'callback_game',
  'pay',
];

/** What a message is sent with: an inline keyboard stays with the message, the other kinds concern the reader's own keyboard. */
export type ReplyMarkup =
  { readonly kind: 'inline'; readonly markup: InlineKeyboardMarkup } | { readonly kind: 'none' } | { readonly kind: 'personal' };

export function invalidReplyMarkup(): Error {
  return badRequest("can't parse reply keyboard markup JSON object");
}

export function readReplyMarkup(value: unknown): ReplyMarkup {
  if (value === undefined || value === null) return { kind: 'none' };
  if (!isObject(value)) throw badRequest('object expected as reply markup');
  if ('inline_keyboard' in value) {
    const markup = readInlineKeyboard(value['inline_keyboard']);
    // An empty keyboard is how a keyboard is taken away.
    return markup.inline_keyboard.length === 0 ? { kind: 'none' } : { kind: 'inline', markup };
  }
  return 'keyboard' in value || 'remove_keyboard' in value || 'force_reply' in value ? { kind: 'personal' } : { kind: 'none' };
}

function readInlineKeyboard(rows: unknown): InlineKeyboardMarkup {
  if (!Array.isArray(rows)) throw badRequest('field "inline_keyboard" must be of type Array');
  const keyboard = rows.map((row: unknown) => {
    if (!Array.isArray(row)) throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays');
    return row.map(readButton);
  });
  const filled = keyboard.filter((row) => row.length > 0);
  const tooWide = filled.some((row) => row.length > MAX_BUTTONS_IN_A_ROW);
  if (tooWide || filled.flat().length > MAX_BUTTONS) throw badRequest('reply markup is too long');
  return { inline_keyboard: filled };
}

function readButton(value: unknown): InlineKeyboardButton {
  const context = "can't parse inline keyboard button: ";
  if (!isObject(value)) throw badRequest(`${context}InlineKeyboardButton must be an Object`);
  const text = requiredString(value, 'text', context);
  if (text.trim() === '') throw badRequest('inline keyboard button text must be non-empty');
  // Empty data or an empty address is as good as none.
  const actions = ACTIONS.filter((action) => value[action] !== undefined && value[action] !== null && !isEmptyTarget(action, value));
  if (actions.length === 0) throw badRequest(`${context}Text buttons are unallowed in the inline keyboard`);
  // Telegram is said to take "exactly one" and in fact takes the first that it knows; a caller that sends two did not mean it.
  if (actions.length > 1 || value['pay'] === true || value['callback_game'] !== undefined) throw badRequest('BUTTON_TYPE_INVALID');
  return { ...value, text, ...checkedAction(value) };
}

function isEmptyTarget(action: string, button: JsonObject): boolean {
  return (action === 'callback_data' || action === 'url') && button[action] === '';
}

function checkedAction(button: JsonObject): { url?: string; callback_data?: string } {
  const data = stringField(button, 'callback_data') ?? '';
  if (data !== '') {
    if (Buffer.byteLength(data) > MAX_CALLBACK_DATA_BYTES) throw badRequest('BUTTON_DATA_INVALID');
    return { callback_data: data };
  }
  const address = stringField(button, 'url') ?? '';
  if (address === '') return {};
  const url = checkedUrl(address);
  if (url === undefined) throw badRequest(`inline keyboard button URL '${address}' is invalid: ${whyNoUrl(address)}`);
  if (Buffer.byteLength(url) > 2048) throw badRequest('BUTTON_URL_INVALID');
  return { url };
}
