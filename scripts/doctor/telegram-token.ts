import { z } from 'zod';
import type { TelegramConfig } from '../../src/config.js';
import type { Check, Finding } from './check.js';

const answerWithinMs = 10_000;
const me = z.object({
  ok: z.literal(true),
  result: z.object({ username: z.string(), can_read_all_group_messages: z.boolean().optional() }),
});

export const telegramCheck: Check = {
  name: 'Telegram',
  async run({ config: { telegram } }) {
    return [telegram === undefined ? { kind: 'good', text: 'not wanted (TELEGRAM_BOT_TOKEN is not set)' } : await askWho(telegram)];
  },
};

/** Calls getMe. The token is part of the address, so nothing that names the address may be shown. */
async function askWho({ botToken, apiRoot }: TelegramConfig): Promise<Finding> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(`${apiRoot}/bot${botToken}/getMe`, { signal: AbortSignal.timeout(answerWithinMs) });
    body = await response.json();
  } catch (error) {
    return {
      kind: 'wrong',
      text: `the Bot API at ${apiRoot} does not answer as one (${reasonOf(error)})`,
      advice: 'Check the connection of this machine, a firewall or proxy, and TELEGRAM_API_ROOT.',
    };
  }
  const bot = me.safeParse(body);
  if (bot.success) return { kind: 'good', text: `the token is that of @${bot.data.result.username}` };
  if (response.status === 401 || response.status === 404) {
    return {
      kind: 'wrong',
      text: `the token is refused (${response.status})`,
      advice: 'Copy TELEGRAM_BOT_TOKEN again from @BotFather (/mybots, API Token); one that was revoked never comes back.',
    };
  }
  return {
    kind: 'wrong',
    text: `the Bot API at ${apiRoot} answered with status ${response.status}`,
    advice: 'Try again in a minute; check TELEGRAM_API_ROOT.',
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason given';
  if (error.cause instanceof Error && 'code' in error.cause) return String(error.cause.code);
  return error.name;
}
