import { GatewayCloseCodes } from 'discord.js';
import { AdapterSetupError } from '../chat/index.js';

/** The bot cannot run with what it was given; the message says what to correct. */
export class DiscordSetupError extends AdapterSetupError {
  override readonly name = 'DiscordSetupError';
}

export const refusedToken =
  'Discord refuses the token: DISCORD_TOKEN is wrong, or was reset. Copy the present one from the developer portal (your application, Bot, Reset Token).';

export const noDiscord =
  'There is no Discord API where DISCORD_API_ROOT leads; leave it unset for Discord’s own (https://discord.com/api).';

const tooManyServers = 'the bot is in too many servers for so few connections. Set DISCORD_SHARDS=auto.';

const sentences: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: refusedToken,
  [GatewayCloseCodes.DisallowedIntents]:
    'Discord closed the connection (4014): the bot asked for an intent that is not switched on. In the developer portal, under your ' +
    'application, Bot, Privileged Gateway Intents, switch on “Message Content Intent”, and start again.',
  [GatewayCloseCodes.ShardingRequired]: `Discord closed the connection (4011): ${tooManyServers}`,
  [GatewayCloseCodes.InvalidShard]: `Discord closed the connection (4010): ${tooManyServers}`,
};

/** For a close code after which there is no coming back (documentation: Gateway Close Event Codes). */
export function closedSentence(code: number): string {
  const name = GatewayCloseCodes[code] ?? 'for a reason that is not documented';
  return sentences[code] ?? `Discord closed the connection for good (${code}, ${name}). A newer version of Footnote may be needed.`;
}
