import { z } from 'zod';
import type { DiscordConfig } from '../../src/config.js';
import type { Check, Finding } from './check.js';

const answerWithinMs = 10_000;
const me = z.object({ username: z.string() });
const application = z.object({ flags: z.int().nullish() });

export const discordCheck: Check = {
  name: 'Discord',
  async run({ config: { discord } }) {
    return discord === undefined ? [{ kind: 'good', text: 'not wanted (DISCORD_TOKEN is not set)' }] : askWho(discord);
  },
};

/** Calls users/@me and applications/@me, each once, without the bot's retries. */
async function askWho({ token, apiRoot }: DiscordConfig): Promise<readonly Finding[]> {
  // Loading it takes half a second, which is not needed without a token.
  const { ApplicationFlagsBitField, DiscordAPIError, HTTPError, RateLimitError, REST, Routes } = await import('discord.js');
  const rest = new REST({ api: apiRoot, version: '10', retries: 0, timeout: answerWithinMs, rejectOnRateLimit: () => true });
  rest.setToken(token);
  try {
    const { username } = me.parse(await rest.get(Routes.user()));
    const { flags } = application.parse(await rest.get(Routes.currentApplication()));
    const { GatewayMessageContent, GatewayMessageContentLimited } = ApplicationFlagsBitField.Flags;
    const readsContent = ((flags ?? 0) & (GatewayMessageContent | GatewayMessageContentLimited)) !== 0;
    return [{ kind: 'good', text: `the token is that of ${username}` }, ...(readsContent ? [] : [withoutContent])];
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status === 401) return [refusedToken];
    if (error instanceof RateLimitError) {
      const seconds = Math.ceil(error.retryAfter / 1000);
      return [
        { kind: 'warning', text: `it takes no call for another ${seconds} s, so the token is not checked`, advice: 'Try again then.' },
      ];
    }
    if (error instanceof DiscordAPIError || error instanceof HTTPError) return [noDiscord(apiRoot, `status ${error.status}`)];
    return [noDiscord(apiRoot, error instanceof z.ZodError ? 'with something else than who the bot is' : reasonOf(error))];
  } finally {
    rest.clearHandlerSweeper();
    rest.clearHashSweeper();
  }
}

const refusedToken: Finding = {
  kind: 'wrong',
  text: 'the token is refused (401)',
  advice:
    'Copy DISCORD_TOKEN again from the developer portal (your application, Bot, Reset Token); it is neither the public key nor the client secret.',
};

/** Commands, mentions, replies and private messages have their content all the same. */
const withoutContent: Finding = {
  kind: 'warning',
  text: 'the message content intent is off: in threads of its own the bot answers only what mentions it or replies to it',
  advice: 'If readers shall go on there without a mention, switch it on in the developer portal: Bot, Privileged Gateway Intents.',
};

function noDiscord(apiRoot: string, how: string): Finding {
  return {
    kind: 'wrong',
    text: `${apiRoot} does not answer as Discord’s API (${how})`,
    advice: 'Check the connection of this machine, a firewall or proxy, and DISCORD_API_ROOT, which is best left unset.',
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason given';
  const cause = error.cause instanceof Error && 'code' in error.cause ? error.cause : error;
  return 'code' in cause ? String(cause.code) : error.name;
}
