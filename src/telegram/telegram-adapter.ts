import { z } from 'zod';
import {
  asError,
  backoffMs,
  createDelivery,
  createLifecycle,
  createPlatformAdapter,
  systemClock,
  type ChatAdapter,
  type DeliveryOptions,
} from '../chat/index.js';
import { createAnswerInline } from './answer-inline.js';
import { BotApiError } from './api-failure.js';
import { createBotApi } from './bot-api.js';
import { createChatPaces } from './chat-paces.js';
import { TelegramSetupError } from './errors.js';
import { telegramId } from './ids.js';
import type { BotIdentity } from './incoming-message.js';
import { createMenus } from './menus.js';
import { createMessages } from './messages.js';
import { createPatientCalls } from './patient-calls.js';
import { conflictSentence, notFoundSentence, pollUpdates } from './poll-updates.js';
import { createServedChats } from './served-chats.js';
import { createTakeUpdate, type TakeUpdate } from './take-update.js';
import { createTelegramPort } from './telegram-port.js';
import { updateKinds } from './updates.js';
import { createWebhookHandler, newWebhookSecret, type WebhookHost } from './webhook.js';

export interface TelegramOptions extends DeliveryOptions {
  readonly token: string;
  /** Without a slash at the end. */
  readonly apiRoot: string;
  /** Ids of the chats that are served; left out: every chat. */
  readonly allowedChats?: readonly string[] | undefined;
  /** Ids of the people who may use administrators' commands. */
  readonly admins: readonly string[];
  /** Left out: updates are fetched (long polling). */
  readonly webhook?: { readonly url: string; readonly host: WebhookHost } | undefined;
  /** How long a call waits for Telegram's answer, in milliseconds. */
  readonly callTimeoutMs?: number;
}

const self = z.object({ id: telegramId, username: z.string().regex(/^\w+$/).optional().catch(undefined) });

const refusedToken =
  'Telegram refuses the token (401): TELEGRAM_BOT_TOKEN is wrong, or was revoked. Ask @BotFather for the present one (/mybots, API Token).';
/** Telegram's webhooks deliver one chat's updates one after another; of different chats, this many at once. */
const webhookConnections = 40;

/** A Telegram bot over the chat. */
export function createTelegramAdapter(options: TelegramOptions): ChatAdapter {
  const { chat, admins, log, webhook, observer, callTimeoutMs: timeoutMs, clock = systemClock, random = Math.random } = options;
  const lifecycle = createLifecycle(clock);
  const { receiving, working, become } = lifecycle;
  const api = createBotApi({ token: options.token, apiRoot: options.apiRoot, clock });
  const onUnauthorized = (): void => lifecycle.fail(new TelegramSetupError(refusedToken));
  const calls = createPatientCalls({ api, clock, random, log, signal: working, onUnauthorized, timeoutMs, observer });
  const paces = createChatPaces(() => clock.now());
  const messages = createMessages(calls, (id) => paces.sent(id));
  const menus = createMenus(calls, chat.commands, admins, log);
  const served = createServedChats(options.allowedChats, log);

  let received: Promise<void> = Promise.resolve();
  let unroute: () => void = () => undefined;

  /** Who we are, asked until there is an answer: a bot may be started before the network is up. */
  const introduce = async (): Promise<BotIdentity> => {
    for (let attempt = 1; ; attempt++) {
      try {
        const { id, username } = self.parse(
          await api.call('getMe', {}, { signal: receiving, ...(timeoutMs === undefined ? {} : { timeoutMs }) }),
        );
        return { id, username };
      } catch (error) {
        if (!(error instanceof BotApiError)) throw error;
        const { failure } = error;
        if (failure.kind === 'unauthorized' || failure.kind === 'not-found' || failure.kind === 'aborted') throw error;
        const waitMs = failure.kind === 'too-many-requests' ? failure.retryAfterSeconds * 1000 : backoffMs(attempt, random);
        if (attempt === 1) log.warn({ reason: error.message }, 'Telegram is not reached; trying again until it is.');
        become('reconnecting', error.message);
        await clock.wait(waitMs, receiving);
      }
    }
  };

  const poll = async (take: TakeUpdate): Promise<void> => {
    // A webhook that was set earlier would keep the updates from us.
    await calls.call('deleteWebhook', {});
    received = pollUpdates({
      api,
      take,
      fewerWaiting: (count) => chat.fewerWaiting(count),
      clock,
      random,
      log,
      signal: receiving,
      onConnected: () => become('connected'),
      onTrouble: (sentence) => become('reconnecting', sentence),
    }).catch((error: unknown) => lifecycle.fail(asSetupError(error)));
  };

  const receiveCalls = async (take: TakeUpdate, { url, host }: NonNullable<TelegramOptions['webhook']>): Promise<void> => {
    const secret = newWebhookSecret();
    unroute = host.route(new URL(url).pathname, createWebhookHandler({ take, log, secret }));
    await calls.call('setWebhook', {
      url,
      secret_token: secret,
      allowed_updates: [...updateKinds],
      max_connections: webhookConnections,
    });
  };

  const connect = async (): Promise<void> => {
    const bot = await introduce();
    log.info({ by: webhook === undefined ? 'polling' : 'webhook' }, `Connected as @${bot.username ?? bot.id}.`);
    const answerInline = createAnswerInline({ chat, calls, log });
    const take = createTakeUpdate({ delivery, calls, rules: { bot, served }, answerInline, log });
    await (webhook === undefined ? poll(take) : receiveCalls(take, webhook));
    void menus.setAll();
  };

  const port = {
    ...createTelegramPort({ calls, messages, paces, menus, isAdmin: (user) => admins.includes(user) }),
    connect: async () => {
      try {
        await connect();
      } catch (error) {
        throw asSetupError(error);
      }
    },
    disconnect: async () => {
      unroute();
      await received;
    },
  };
  const delivery = createDelivery({ ...options, clock }, port, working);
  return createPlatformAdapter({ port, delivery, lifecycle, clock, log });
}

/** With a sentence for the operator, where there is one. */
function asSetupError(error: unknown): Error {
  if (error instanceof BotApiError) return new TelegramSetupError(setupSentence(error), { cause: error });
  return asError(error);
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
