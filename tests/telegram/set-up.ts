import { expect } from 'vitest';
import { createAnswerIds, createLimits, createPersonKeys, type ChatAdapter, type LimitRules, type Stores } from '../../src/chat/index.js';
import { createTelegramAdapter, type TelegramOptions } from '../../src/telegram/index.js';
import { setUpChat, type ChatSetup } from '../fakes/chat-setup.js';
import type { Script } from '../fakes/scripted-answer-service.js';
import { startFakeTelegram, type FakeTelegram, type FakeTelegramOptions, type Message } from '../fakes/telegram/index.js';

export interface BotSetup extends ChatSetup {
  readonly telegram: FakeTelegram;
  readonly bot: ChatAdapter;
}

export interface SetUpOptions {
  readonly script?: Script;
  readonly server?: FakeTelegramOptions;
  readonly adapter?: Partial<TelegramOptions>;
  readonly stores?: Stores;
  readonly limits?: LimitRules;
  /** A server that runs already: the bot of after a restart. */
  readonly telegram?: FakeTelegram;
  readonly started?: boolean;
}

const open: BotSetup[] = [];

/** A bot on the scripted answer service, with the real client, against the fake server. */
export async function setUpBot(options: SetUpOptions = {}): Promise<BotSetup> {
  const { script, server, adapter, stores, limits: rules, started = true } = options;
  const telegram = options.telegram ?? (await startFakeTelegram(server));
  const limits = rules === undefined ? undefined : createLimits(rules);
  const setup = setUpChat(script, {
    newId: () => `a${++ids}`,
    answerIdOf: createAnswerIds(secret),
    ...(stores === undefined ? {} : { stores }),
    ...(limits === undefined ? {} : { limits }),
  });
  const write = (details: object, message: string): void => {
    logged.push(`${message} ${JSON.stringify(details, (_, value: unknown) => (value instanceof Error ? value.message : value))}`);
  };
  const logged: string[] = [];
  const bot = createTelegramAdapter({
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    admins: [],
    chat: setup.chat,
    deliveries: setup.stores.deliveries,
    personKeys: createPersonKeys(secret),
    limits: limits ?? createLimits(),
    log: { info: write, warn: write, error: write },
    ...adapter,
  });
  const whole = { ...setup, telegram, bot, logged };
  open.push(whole);
  if (started) await bot.start();
  return whole;
}

const secret = new Uint8Array(32).fill(7);

/** Ids of answers stay different over a restart. */
let ids = 0;

/** After every test: the bot has neither been impatient nor sent what Telegram would have cut. */
export async function closeBots(): Promise<void> {
  const setups = open.splice(0);
  for (const { bot } of setups) await bot.stop(2_000);
  for (const telegram of new Set(setups.map((setup) => setup.telegram))) {
    await telegram.close();
    expect(telegram.impatientCalls).toEqual([]);
    expect(telegram.silentLosses).toEqual([]);
  }
}

/** The bot's newest message in the chat, once there are so many. */
export async function botMessage(telegram: FakeTelegram, chat: { readonly id: number }, count: number): Promise<Message> {
  return telegram.until(() => telegram.botMessages(chat)[count - 1], { what: `the bot's message ${count}` });
}

export function buttonsOf(message: Message | undefined): readonly (readonly string[])[] {
  return (message?.reply_markup?.inline_keyboard ?? []).map((row) => row.map(({ text }) => text));
}

/** Lets everything that is under way end: all updates acknowledged, all calls answered. */
export async function quiet(telegram: FakeTelegram): Promise<void> {
  await telegram.until(() => telegram.pendingUpdates.length === 0, { what: 'the updates to be acknowledged' });
  await telegram.until(
    () => telegram.calls.every(({ method, outcome, fault }) => method === 'getUpdates' || outcome !== undefined || fault !== undefined),
    { what: 'the calls to end' },
  );
}
