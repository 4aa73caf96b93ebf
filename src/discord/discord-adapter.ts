import { setMaxListeners } from 'node:events';
import { DiscordjsError, DiscordjsErrorCodes, Events, type Client } from 'discord.js';
import {
  backoffMs,
  createAcceptance,
  createChatLines,
  createDraftPace,
  systemClock,
  type AdapterHealth,
  type AdapterObserver,
  type Chat,
  type ChatAdapter,
  type Clock,
  type DeliveryStore,
  type Limits,
  type Log,
  type PersonKeys,
} from '../chat/index.js';
import { ApiError } from './api-failure.js';
import { introduce, type DiscordApplication } from './application.js';
import { createCalls } from './calls.js';
import { createDeliverReply } from './deliver-reply.js';
import { createDoJob } from './do-job.js';
import { DiscordSetupError, refusedToken } from './errors.js';
import { createGatewayClient, type Shards } from './gateway.js';
import { createGrowAnswer, draftGapMs } from './grow-answer.js';
import { createIntake } from './intake.js';
import { createMessages } from './messages.js';
import { createOpenThread } from './open-thread.js';
import { inviteLink } from './permissions.js';
import { createPlaces } from './places.js';
import { registerCommands } from './register-commands.js';
import type { ServedPlacesOptions } from './served-places.js';
import { createShownMessages } from './shown-messages.js';

export interface DiscordOptions extends ServedPlacesOptions {
  readonly token: string;
  /** Without a slash at the end, and without a version. */
  readonly apiRoot: string;
  /** Registers the commands in this server alone. */
  readonly guild?: string | undefined;
  readonly shards: Shards;
  readonly chat: Chat;
  readonly deliveries: DeliveryStore;
  readonly personKeys: PersonKeys;
  readonly limits: Limits;
  readonly log: Log;
  readonly observer?: AdapterObserver | undefined;
  readonly clock?: Clock;
  /** In [0, 1). */
  readonly random?: () => number;
  /** How long a call waits for Discord's answer, in milliseconds. */
  readonly callTimeoutMs?: number;
}

/** A Discord bot over the chat: receives, hands on, and brings the replies back, through whatever befalls it. */
export function createDiscordAdapter(options: DiscordOptions): ChatAdapter {
  const { token, apiRoot, guild, chat, log, clock = systemClock, random = Math.random, callTimeoutMs: timeoutMs } = options;
  /** No more events. */
  const receiving = new AbortController();
  /** No more calls. */
  const working = new AbortController();
  // As many calls as there are questions wait for these at a time, which is no leak.
  setMaxListeners(0, receiving.signal, working.signal);

  let health: AdapterHealth = { state: 'stopped', since: clock.now() };
  let client: Client | undefined;
  let application: DiscordApplication | undefined;
  let end: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  // Whoever starts it watches it; a failure before that is told by start() itself.
  ended.catch(() => undefined);

  const become = (state: AdapterHealth['state'], detail?: string): void => {
    if (health.state === 'failed' || (health.state === state && health.detail === detail)) return;
    health = { state, since: clock.now(), ...(detail === undefined ? {} : { detail }) };
  };
  const giveUp = (error: Error): void => {
    if (health.state === 'failed') return;
    become('failed', error.message);
    receiving.abort();
    working.abort();
    void client?.destroy();
    fail(error);
  };

  const onUnauthorized = (): void => giveUp(new DiscordSetupError(refusedToken));
  const calls = createCalls({
    token,
    apiRoot,
    clock,
    random,
    log,
    signal: working.signal,
    onUnauthorized,
    timeoutMs,
    observer: options.observer,
  });
  const botId = (): string => application?.bot ?? '';
  const pace = createDraftPace({ gapMs: draftGapMs }, () => clock.now());
  const messages = createMessages(calls, (place) => pace.sent(place));
  const shown = createShownMessages(chat, log);
  const places = createPlaces(() => client, botId, calls);
  const readsContent = (): boolean => application?.readsContent === true;
  const doJob = createDoJob({
    chat,
    calls,
    lines: createChatLines(),
    messages,
    deliver: createDeliverReply({ messages, shown, places, log }),
    growAnswer: createGrowAnswer({ messages, shown, places, pace, clock, log, signal: working.signal }),
    openThread: createOpenThread({ chat, calls, messages, readsContent }),
    clock,
    log,
    signal: working.signal,
  });
  const acceptance = createAcceptance({
    platform: 'discord',
    deliveries: options.deliveries,
    rules: options.limits.owed,
    isRedelivered: false,
    clock,
    log,
    signal: working.signal,
  });
  const intake = createIntake({ ...options, bot: botId, calls, messages, places, served: options, acceptance, doJob, clock });

  const connectOnce = async (): Promise<void> => {
    const connected = createGatewayClient({
      token,
      apiRoot,
      shards: options.shards,
      readsContent: readsContent(),
      timeoutMs,
      onMessage: (data) => {
        if (!receiving.signal.aborted) intake.message(data);
      },
      onInteraction: (data) => {
        if (!receiving.signal.aborted) intake.interaction(data);
      },
      onState: (state, detail) => {
        if (!receiving.signal.aborted) become(state, detail);
      },
      onClosed: giveUp,
      log,
    });
    client = connected;
    const ready = new Promise<void>((resolve) => {
      connected.once(Events.ClientReady, () => resolve());
    });
    await Promise.race([Promise.all([connected.login(token), ready]), ended]);
  };

  /** Until it is reached; once connected, discord.js connects again by itself. */
  const connect = async (): Promise<void> => {
    for (let attempt = 1; !receiving.signal.aborted; attempt++) {
      try {
        await connectOnce();
        return;
      } catch (error) {
        if (error instanceof DiscordSetupError) throw error;
        if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) throw new DiscordSetupError(refusedToken);
        const reason = error instanceof Error ? error.message : String(error);
        if (attempt === 1) log.warn({ reason }, 'Discord’s gateway is not reached; trying again until it is.');
        become('reconnecting', reason);
        await clock.wait(backoffMs(attempt, random), receiving.signal);
      }
    }
  };

  const register = async ({ id }: DiscordApplication): Promise<void> => {
    try {
      const differences = await registerCommands(calls, { application: id, guild }, chat.commands);
      if (differences.length > 0) log.info({ differences }, 'The commands were registered anew.');
    } catch (error) {
      if (error instanceof ApiError && error.failure.kind === 'aborted') return;
      log.error(
        { err: error },
        'The commands could not be registered; those that were are still there. npm run discord:commands tries again.',
      );
    }
  };

  const start = async (): Promise<void> => {
    become('starting');
    application = await introduce(calls);
    log.info({ invite: inviteLink(application.id) }, 'Discord knows the bot. The invite link lets it into a server.');
    if (!application.readsContent) {
      log.info({}, 'The message content intent is off: in threads of its own the bot answers messages that mention it or reply to it.');
    }
    await register(application);
    await connect();
    if (receiving.signal.aborted) return;
    become('connected');
    await intake.resume();
  };

  return {
    name: 'discord',
    start: async () => {
      try {
        await start();
      } catch (error) {
        if (receiving.signal.aborted && health.state !== 'failed') return;
        const problem = error instanceof Error ? error : new Error(String(error));
        giveUp(problem);
        throw problem;
      }
    },
    stop: async (withinMs) => {
      receiving.abort();
      // Stopped before, or failed: nothing more can be delivered.
      if (working.signal.aborted) return;
      const timeUp = new AbortController();
      // From here on Discord sends its events to nobody: what comes is refused by Discord itself, and not lost in silence.
      await Promise.race([Promise.all([client?.destroy(), intake.idle()]), clock.wait(withinMs, timeUp.signal)]);
      timeUp.abort();
      working.abort();
      if (intake.underWay > 0) {
        log.warn({ count: intake.underWay }, 'Not everything could be delivered in time; it is delivered after the next start.');
      }
      if (health.state !== 'failed') become('stopped');
      end();
    },
    health: () => health,
    ended,
  };
}
