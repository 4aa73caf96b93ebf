/**
 * The people: what somebody with a Discord client can do, and what they then see.
 * They can do no more than the client lets them; a test that asks for more gets an error, not an event.
 */
export type { OptionValue, OptionValues } from './commands.js';
export type { InteractionStatus, InteractionView } from './interaction-view.js';
export { createPerson, type Person, type Place } from './person.js';
