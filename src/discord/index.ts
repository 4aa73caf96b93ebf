/**
 * Discord: receives interactions and messages, hands them to the chat, and brings its replies back within Discord's limits.
 * Never retrieves or composes; discord.js keeps the gateway and the pace of the calls, everything that outlives the process is the chat's.
 */
export { createDiscordAdapter, type DiscordOptions } from './discord-adapter.js';
export { DiscordSetupError } from './errors.js';
export { connectToApplication, type DiscordApplication } from './application.js';
export {
  commandDifferences,
  commandsFor,
  desiredCommands,
  registerCommands,
  registeredCommands,
  removeCommands,
} from './register-commands.js';
