/**
 * A fake of Telegram's Bot API: HTTP on loopback for one bot, with chats, and people who write, press and type in them.
 * It refuses what the documentation forbids, in Telegram's wording; it must not accept a thing because some client sends it that way.
 */
export type { CallRecord } from './call-record.js';
export type {
  BotCommand,
  Chat,
  InlineKeyboardButton,
  InlineKeyboardMarkup,
  Message,
  MessageEntity,
  Update,
  User,
} from './bot-api-types.js';
export { type Clock, systemClock } from '../clock.js';
export { type FakeTelegram, type FakeTelegramOptions, startFakeTelegram } from './fake-telegram.js';
export { type Fault, type FaultPlan, faults } from './faults.js';
export type { GroupOptions } from './groups.js';
export { type ImpatientCall, type PaceLimits } from './pace.js';
export type { ChatRef, Person, SendOptions } from './people.js';
export type { PressedButton } from './person-buttons.js';
export type { InlineQueryView } from './person-inline.js';
export type { CallbackAnswer, InlineAnswer, InlineResult, SilentLoss } from './server-state.js';
