/**
 * A fake of Discord: REST (version 10) and gateway on loopback for one bot, with servers, channels, and people who write and press in them.
 * It refuses what the documentation forbids, in Discord's wording; it must not accept a thing because some client sends it that way.
 */
export type { RefusalName } from './api-error.js';
export type { CallOutcome, CallRecord } from './call-record.js';
export { type Clock, systemClock } from '../clock.js';
export {
  type Channel,
  type Choice,
  type Command,
  type Component,
  type Embed,
  FLAG,
  type Message,
  type Modal,
  type User,
} from './discord-types.js';
export { type FakeDiscord, type FakeDiscordOptions, type PersonGiven, startFakeDiscord } from './fake-discord.js';
export { type Fault, type FaultPlan, faults, type LimitScope } from './faults.js';
export type { Gateway } from './gateway/index.js';
export { type ImpatientCall, type PaceLimits } from './pace.js';
export type { InteractionStatus, InteractionView, OptionValues, Person, Place } from './people/index.js';
export type { Permission } from './permissions.js';
export type { ChannelGiven, ChannelRef, GuildGiven, GuildRef, Places } from './places.js';
export { CALLBACK } from './rest/index.js';
export type { PrivilegedIntent } from './server-state.js';
