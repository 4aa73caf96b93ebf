import { DiscordjsError, DiscordjsErrorCodes, Events, type Client } from 'discord.js';
import {
  backoffMs,
  createDelivery,
  createDraftPace,
  createLifecycle,
  createPlatformAdapter,
  systemClock,
  type ChatAdapter,
  type DeliveryOptions,
  type Limits,
} from '../chat/index.js';
import { ApiError } from './api-failure.js';
import { introduce, type DiscordApplication } from './application.js';
import { createCalls } from './calls.js';
import { createDiscordPort, draftGapMs } from './discord-port.js';
import { DiscordSetupError, refusedToken } from './errors.js';
import { createGatewayClient, type Shards } from './gateway.js';
import { createMessages } from './messages.js';
import { createOpenThread } from './open-thread.js';
import { inviteLink } from './permissions.js';
import { createPlaces } from './places.js';
import { commandsFor, registerCommands } from './register-commands.js';
import type { ServedPlacesOptions } from './served-places.js';
import { createTakeEvent } from './take-event.js';

export interface DiscordOptions extends ServedPlacesOptions, DeliveryOptions {
  readonly token: string;
  /** Without a slash at the end, and without a version. */
  readonly apiRoot: string;
  /** Registers the commands in this server alone. */
  readonly guild?: string | undefined;
  /** Ids of the people who may use administrators' commands. */
  readonly admins: readonly string[];
  readonly shards: Shards;
  readonly limits: Limits;
  /** How long a call waits for Discord's answer, in milliseconds. */
  readonly callTimeoutMs?: number;
}

/** A Discord bot over the chat. */
export function createDiscordAdapter(options: DiscordOptions): ChatAdapter {
  const { token, apiRoot, guild, chat, log, observer, clock = systemClock, random = Math.random, callTimeoutMs: timeoutMs } = options;
  const lifecycle = createLifecycle(clock);
  const { receiving, working, become } = lifecycle;
  let client: Client | undefined;
  let application: DiscordApplication | undefined;
  lifecycle.ended.catch(() => client?.destroy());

  const onUnauthorized = (): void => lifecycle.fail(new DiscordSetupError(refusedToken));
  const calls = createCalls({ token, apiRoot, clock, random, log, signal: working, onUnauthorized, timeoutMs, observer });
  const bot = (): string => application?.bot ?? '';
  const readsContent = (): boolean => application?.readsContent === true;
  const pace = createDraftPace({ gapMs: draftGapMs }, () => clock.now());
  const messages = createMessages(calls, (place) => pace.sent(place));
  const places = createPlaces(() => client, bot, calls);
  const openThread = createOpenThread({ calls, messages, readsContent });
  const isAdmin = (user: string): boolean => options.admins.includes(user);

  const connectOnce = async (): Promise<void> => {
    const connected = createGatewayClient({
      token,
      apiRoot,
      shards: options.shards,
      readsContent: readsContent(),
      timeoutMs,
      onMessage: (data) => {
        if (!receiving.aborted) take.message(data);
      },
      onInteraction: (data) => {
        if (!receiving.aborted) take.interaction(data);
      },
      onState: (state, detail) => {
        if (!receiving.aborted) become(state, detail);
      },
      onClosed: lifecycle.fail,
      log,
    });
    client = connected;
    const ready = new Promise<void>((resolve) => {
      connected.once(Events.ClientReady, () => resolve());
    });
    await Promise.race([Promise.all([connected.login(token), ready]), lifecycle.ended]);
  };

  /** Until it is reached; once connected, discord.js connects again by itself. */
  const login = async (): Promise<void> => {
    for (let attempt = 1; !receiving.aborted; attempt++) {
      try {
        await connectOnce();
        return;
      } catch (error) {
        if (error instanceof DiscordSetupError) throw error;
        if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) throw new DiscordSetupError(refusedToken);
        const reason = error instanceof Error ? error.message : String(error);
        if (attempt === 1) log.warn({ reason }, 'Discord’s gateway is not reached; trying again until it is.');
        become('reconnecting', reason);
        await clock.wait(backoffMs(attempt, random), receiving);
      }
    }
  };

  const register = async ({ id }: DiscordApplication): Promise<void> => {
    try {
      const differences = await registerCommands(calls, { application: id, guild }, commandsFor(options.admins, chat.commands));
      if (differences.length > 0) log.info({ differences }, 'The commands were registered anew.');
    } catch (error) {
      if (error instanceof ApiError && error.failure.kind === 'aborted') return;
      log.error(
        { err: error },
        'The commands could not be registered; those that were are still there. npm run discord:commands tries again.',
      );
    }
  };

  const port = {
    ...createDiscordPort({ calls, messages, places, pace, openThread, isAdmin, log }),
    connect: async () => {
      application = await introduce(calls);
      log.info({ invite: inviteLink(application.id) }, `Connected as @${application.name}. The invite link lets the bot into a server.`);
      if (!application.readsContent) {
        log.info({}, 'The message content intent is off: in threads of its own the bot answers messages that mention it or reply to it.');
      }
      await register(application);
      await login();
    },
    // From here on Discord sends its events to nobody: what comes is refused by Discord itself, and not lost in silence.
    disconnect: async () => client?.destroy(),
  };
  const delivery = createDelivery({ ...options, clock }, port, working);
  const take = createTakeEvent({ ...options, bot, calls, places, served: options, delivery });
  return createPlatformAdapter({ port, delivery, lifecycle, clock, log });
}
