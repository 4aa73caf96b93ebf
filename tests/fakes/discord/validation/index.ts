/**
 * What Discord checks in a request's body, and how it words what is wrong.
 * Reads and refuses; it stores nothing and knows neither channels nor permissions.
 */
export type { AllowedMentions } from './allowed-mentions.js';
export { type CommandBody, COMMAND_LIMITS, readChoice, readCommand } from './commands.js';
export { asObject, type Form, invalidFormBody, readForm, readFormList } from './form.js';
export { type MessageBody, readFlags, readMessageBody, readNonce, readReference, refuseEmpty, SETTABLE_FLAGS } from './message-body.js';
export { readModal } from './modal.js';
