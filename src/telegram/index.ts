/**
 * Telegram: the Bot API as an adapter of the chat: receives updates, renders replies, and brings them back in order through every fault.
 * Never retrieves, composes or decides what is said; keeps nothing but what the stores it is given keep.
 */
export { TelegramSetupError } from './errors.js';
export { createTelegramAdapter, type TelegramOptions } from './telegram-adapter.js';
export type { WebhookHost } from './webhook.js';
