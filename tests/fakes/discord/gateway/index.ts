/**
 * The gateway: WebSockets on which the bot hears what happens, with sessions that survive a lost connection.
 * Decides who hears what; it makes nothing happen itself.
 */
export { createGateway, type Gateway, type GatewayEvent } from './gateway.js';
export { INTENT, withoutContent } from './intents.js';
export type { Session } from './session.js';
