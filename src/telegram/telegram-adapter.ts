import { setMaxListeners } from 'node:events';
import {
  type AdapterHealth,
  type AdapterObserver,
  backoffMs,
  type Chat,
  type ChatAdapter,
  type Clock,
  createAcceptance,
  createChatLines,
  type DeliveryStore,
  languageOfTag,
  type Limits,
  type Log,
  type PersonKeys,
  systemClock,
  textsFor,
} from '../chat/index.js';
import { z } from 'zod';
import { createAnswerInline } from './answer-inline.js';
import { BotApiError } from './api-failure.js';
import { createBotApi } from './bot-api.js';
import { createDeliverReply } from './deliver-reply.js';
import { createDoJob } from './do-job.js';
import { TelegramSetupError } from './errors.js';
import { createChatPaces, createGrowAnswer } from './grow-answer.js';
import { telegramId } from './ids.js';
import { createIntake } from './intake.js';
import type { BotIdentity } from './incoming-message.js';
import type { Job } from './job.js';
import { createMenus } from './menus.js';
import { createMessages } from './messages.js';
import { createPatientCalls } from './patient-calls.js';
import { conflictSentence, notFoundSentence, pollUpdates } from './poll-updates.js';
import { createServedChats } from './served-chats.js';
import { createShownMessages } from './shown-messages.js';
import { createTyping } from './typing.js';
import { updateKinds } from './updates.js';
import { createWebhookHandler, newWebhookSecret, type WebhookHost } from './webhook.js';

export interface TelegramOptions {
  readonly token: string;
  /** Without a slash at the end. */
  readonly apiRoot: string;
  /** Ids of the chats that are served; left out: every chat. */
  readonly allowedChats?: readonly string[] | undefined;
  /** Ids of the people who may use administrators' commands. */
  readonly admins: readonly string[];
  /** Left out: updates are fetched (long polling). */
  readonly webhook?: { readonly url: string; readonly host: WebhookHost } | undefined;
  readonly chat: Chat;
  readonly deliveries: DeliveryStore;
  readonly personKeys: PersonKeys;
  readonly limits: Pick<Limits, 'tellOnce' | 'owed'>;
  readonly log: Log;
  readonly observer?: AdapterObserver | undefined;
  readonly clock?: Clock;
  /** In [0, 1). */
  readonly random?: () => number;
  /** How long a call waits for Telegram's answer, in milliseconds. */
  readonly callTimeoutMs?: number;
}

const self = z.object({ id: telegramId, username: z.string().regex(/^\w+$/).optional().catch(undefined) });

const refusedToken =
  'Telegram refuses the token (401): TELEGRAM_BOT_TOKEN is wrong, or was revoked. Ask @BotFather for the present one (/mybots, API Token).';
/** Telegram's webhooks deliver one chat's updates one after another; of different chats, this many at once. */
const webhookConnections = 40;

/** A Telegram bot over the chat: receives, hands on, and brings the replies back in order, through whatever befalls it. */
export function createTelegramAdapter(options: TelegramOptions): ChatAdapter {
  const { chat, deliveries, personKeys, admins, log, webhook, clock = systemClock, random = Math.random } = options;
  /** No more updates. */
  const receiving = new AbortController();
  /** No more calls. */
  const working = new AbortController();
  // As many calls as there are chats wait for these at a time, which is no leak.
  setMaxListeners(0, receiving.signal, working.signal);
  const api = createBotApi({ token: options.token, apiRoot: options.apiRoot, clock });
  let health: AdapterHealth = { state: 'stopped', since: clock.now() };
  let end: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  // Whoever starts it watches it; a failure before that is told by start() itself.
  ended.catch(() => undefined);

  const become = (state: AdapterHealth['state'], detail?: string): void => {
    if (health.state === state && health.detail === detail) return;
    health = { state, since: clock.now(), ...(detail === undefined ? {} : { detail }) };
  };
  const giveUp = (error: Error): void => {
    if (health.state === 'failed') return;
    become('failed', error.message);
    receiving.abort();
    working.abort();
    fail(error);
  };

  const calls = createPatientCalls({
    api,
    clock,
    random,
    log,
    signal: working.signal,
    onUnauthorized: () => giveUp(new TelegramSetupError(refusedToken)),
    timeoutMs: options.callTimeoutMs,
    observer: options.observer,
  });
  const lines = createChatLines();
  const paces = createChatPaces(() => clock.now());
  const messages = createMessages(calls, (id) => paces.sent(id));
  const shown = createShownMessages(chat, log);
  const menus = createMenus(calls, chat.commands, admins, log);
  const served = createServedChats(options.allowedChats, log);
  const doJob = createDoJob({
    chat,
    calls,
    lines,
    deliver: createDeliverReply({ messages, shown }),
    growAnswer: createGrowAnswer({ messages, calls, shown, paces, clock, log, signal: working.signal }),
    typing: createTyping(calls, clock),
    menus,
    log,
    signal: working.signal,
  });

  /** Tells it once in a while: to each person who presses a button, and else in the chat. */
  const tellOnce = async (job: Job, what: 'notServedHere' | 'busy'): Promise<void> => {
    const text = textsFor(languageOfTag(job.clientLanguage) ?? 'zh-Hans').limits[what];
    const isPress = job.kind === 'press';
    const whom = isPress ? personKeys('telegram', job.user) : `telegram\n${job.chat}`;
    if (!(await options.limits.tellOnce(whom, isPress ? `press ${what}` : what))) return;
    if (isPress) {
      await calls.tryOnce('answerCallbackQuery', { callback_query_id: job.query, text });
      return;
    }
    const thread = job.topic === undefined ? {} : { message_thread_id: job.topic };
    await calls.tryOnce('sendMessage', { chat_id: job.chat, text, ...thread }, job.chat);
  };
  /** Somebody speaks to the bot where it does not serve. */
  const refuse = (job: Job): Promise<void> => tellOnce(job, 'notServedHere');
  const turnAway = (job: Job): Promise<void> => tellOnce(job, 'busy');

  /** Who we are, asked until there is an answer: a bot may be started before the network is up. */
  const introduce = async (): Promise<BotIdentity> => {
    for (let attempt = 1; ; attempt++) {
      try {
        const { id, username } = self.parse(await api.call('getMe', {}, { signal: receiving.signal, ...timeout }));
        return { id, username };
      } catch (error) {
        if (!(error instanceof BotApiError)) throw error;
        const { failure } = error;
        if (failure.kind === 'unauthorized') throw new TelegramSetupError(refusedToken, { cause: error });
        if (failure.kind === 'not-found') throw new TelegramSetupError(notFoundSentence, { cause: error });
        if (failure.kind === 'aborted') throw error;
        const waitMs = failure.kind === 'too-many-requests' ? failure.retryAfterSeconds * 1000 : backoffMs(attempt, random);
        if (attempt === 1) log.warn({ reason: error.message }, 'Telegram is not reached; trying again until it is.');
        become('reconnecting', error.message);
        await clock.wait(waitMs, receiving.signal);
      }
    }
  };
  const timeout = options.callTimeoutMs === undefined ? {} : { timeoutMs: options.callTimeoutMs };

  let received: Promise<void> = Promise.resolve();
  let unroute: () => void = () => undefined;
  let intake: ReturnType<typeof createIntake> | undefined;

  const start = async (): Promise<void> => {
    become('starting');
    const bot = await introduce();
    log.info({ bot: bot.username ?? bot.id, by: webhook === undefined ? 'polling' : 'webhook' }, 'Telegram knows the bot.');
    intake = createIntake({
      acceptance: createAcceptance({
        platform: 'telegram',
        deliveries,
        rules: options.limits.owed,
        isRedelivered: true,
        clock,
        log,
        signal: working.signal,
      }),
      personKeys,
      rules: { bot, served, isAdmin: (user) => admins.includes(user) },
      doJob,
      answerInline: createAnswerInline({ chat, calls, log }),
      refuse,
      turnAway,
      now: () => clock.now(),
      log,
      observer: options.observer,
    });
    await intake.resume();
    if (webhook === undefined) {
      // A webhook that was set earlier would keep the updates from us.
      await calls.call('deleteWebhook', {});
      received = pollUpdates({
        api,
        intake,
        fewerWaiting: (count) => chat.fewerWaiting(count),
        clock,
        random,
        log,
        signal: receiving.signal,
        onConnected: () => become('connected'),
        onTrouble: (sentence) => become('reconnecting', sentence),
      }).catch((error: unknown) => {
        const isToken = error instanceof BotApiError && error.failure.kind === 'unauthorized';
        giveUp(isToken ? new TelegramSetupError(refusedToken, { cause: error }) : asError(error));
      });
    } else {
      const secret = newWebhookSecret();
      unroute = webhook.host.route(new URL(webhook.url).pathname, createWebhookHandler({ intake, log, secret }));
      await calls.call('setWebhook', {
        url: webhook.url,
        secret_token: secret,
        allowed_updates: [...updateKinds],
        max_connections: webhookConnections,
      });
    }
    become('connected');
    void menus.setAll();
  };

  return {
    name: 'telegram',
    start: async () => {
      try {
        await start();
      } catch (error) {
        if (receiving.signal.aborted && health.state !== 'failed') return;
        const problem = error instanceof BotApiError ? new TelegramSetupError(setupSentence(error), { cause: error }) : asError(error);
        giveUp(problem);
        throw problem;
      }
    },
    stop: async (withinMs) => {
      receiving.abort();
      unroute();
      // Stopped before, or failed: nothing more can be delivered.
      if (working.signal.aborted) return;
      const timeUp = new AbortController();
      const finished = (async () => {
        await received;
        await intake?.fewerThan(1);
      })();
      await Promise.race([finished, clock.wait(withinMs, timeUp.signal)]);
      timeUp.abort();
      working.abort();
      if (intake !== undefined && intake.underWay > 0) {
        log.warn({ count: intake.underWay }, 'Not everything could be delivered in time; it is delivered after the next start.');
      }
      if (health.state !== 'failed') become('stopped');
      end();
    },
    health: () => health,
    ended,
  };
}

function setupSentence(error: BotApiError): string {
  switch (error.failure.kind) {
    case 'not-found':
      return notFoundSentence;
    case 'unauthorized':
      return refusedToken;
    case 'conflict':
      return conflictSentence;
    case 'too-many-requests':
    case 'forbidden':
    case 'refused':
    case 'unreachable':
    case 'aborted':
      return `${error.message} Receiving updates cannot begin; TELEGRAM_WEBHOOK_URL has to be an address that Telegram can reach, if it is set.`;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
