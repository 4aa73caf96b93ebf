import { GatewayCloseCodes } from 'discord.js';

/** The bot cannot run with what it was given; the message says what to correct. */
export class DiscordSetupError extends Error {
  override readonly name = 'DiscordSetupError';
}

export const refusedToken =
  'Discord refuses the token: DISCORD_TOKEN is wrong, or was reset. Copy the present one from the developer portal (your application, Bot, Reset Token).';

export const noDiscord =
  'There is no Discord API where DISCORD_API_ROOT leads; leave it unset for Discord’s own (https://discord.com/api).';

/** For a close code after which there is no coming back (documentation: Gateway Close Event Codes). */
export function closedSentence(code: number): string {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return refusedToken;
    case GatewayCloseCodes.DisallowedIntents:
      return (
        'Discord closed the connection (4014): the bot asked for an intent that is not switched on. In the developer portal, under your ' +
        'application, Bot, Privileged Gateway Intents, switch on “Message Content Intent”, and start again.'
      );
    case GatewayCloseCodes.ShardingRequired:
    case GatewayCloseCodes.InvalidShard:
      return `Discord closed the connection (${code}): the bot is in too many servers for so few connections. Set DISCORD_SHARDS=auto.`;
    default:
      return `Discord closed the connection for good (${code} ${GatewayCloseCodes[code] ?? ''}). A newer version of Footnote may be needed.`;
  }
}
