import { ApplicationFlagsBitField, Routes } from 'discord.js';
import { z } from 'zod';
import { systemClock, type Clock, type Log } from '../chat/index.js';
import { ApiError } from './api-failure.js';
import { createCalls, type Calls } from './calls.js';
import { DiscordSetupError, noDiscord, refusedToken } from './errors.js';

/** Who the token belongs to. */
export interface DiscordApplication {
  readonly id: string;
  /** The bot's user. */
  readonly bot: string;
  readonly name: string;
  /** Whether the message content intent is switched on in the developer portal. */
  readonly readsContent: boolean;
}

const user = z.object({ id: z.string().regex(/^\d+$/), username: z.string().default('bot') });
const application = z.object({ id: z.string().regex(/^\d+$/), flags: z.int().nullish() });

/** Asks Discord who the bot is, until it says so. @throws DiscordSetupError, ApiError when given up */
export async function introduce(calls: Pick<Calls, 'call'>): Promise<DiscordApplication> {
  try {
    const { id, flags } = application.parse(await calls.call({ method: 'get', route: Routes.currentApplication() }));
    const { id: bot, username: name } = user.parse(await calls.call({ method: 'get', route: Routes.user() }));
    const { GatewayMessageContent, GatewayMessageContentLimited } = ApplicationFlagsBitField.Flags;
    return { id, bot, name, readsContent: ((flags ?? 0) & (GatewayMessageContent | GatewayMessageContentLimited)) !== 0 };
  } catch (error) {
    if (error instanceof z.ZodError) throw new DiscordSetupError(noDiscord, { cause: error });
    if (!(error instanceof ApiError) || error.failure.kind === 'aborted') throw error;
    throw new DiscordSetupError(error.failure.kind === 'unauthorized' ? refusedToken : noDiscord, { cause: error });
  }
}

/** For a command line: calls as the bot, and who it is. */
export async function connectToApplication(options: {
  readonly token: string;
  readonly apiRoot: string;
  readonly log: Log;
  readonly clock?: Clock;
}): Promise<{ readonly calls: Calls; readonly application: DiscordApplication }> {
  const calls = createCalls({
    ...options,
    clock: options.clock ?? systemClock,
    random: Math.random,
    signal: new AbortController().signal,
    onUnauthorized: () => undefined,
  });
  return { calls, application: await introduce(calls) };
}
