import { expect } from 'vitest';
import { createAnswerIds, createLimits, createPersonKeys, type ChatAdapter, type LimitRules, type Stores } from '../../src/chat/index.js';
import { createDiscordAdapter, type DiscordOptions } from '../../src/discord/index.js';
import { setUpChat, type ChatSetup } from '../fakes/chat-setup.js';
import {
  startFakeDiscord,
  type Channel,
  type Component,
  type FakeDiscord,
  type FakeDiscordOptions,
  type GuildRef,
  type InteractionView,
  type Message,
  type Person,
} from '../fakes/discord/index.js';
import type { Script } from '../fakes/scripted-answer-service.js';

export interface BotSetup extends ChatSetup {
  readonly discord: FakeDiscord;
  readonly bot: ChatAdapter;
  /** A person in a server with one channel. */
  readonly reader: Person;
  readonly guild: GuildRef;
  readonly channel: Channel;
}

export interface SetUpOptions {
  readonly script?: Script;
  readonly server?: FakeDiscordOptions;
  readonly adapter?: Partial<DiscordOptions>;
  readonly stores?: Stores;
  readonly limits?: LimitRules;
  readonly locale?: string;
  /** A server that runs already: the bot of after a restart. */
  readonly before?: BotSetup;
  readonly started?: boolean;
  /** Whether calls that Discord refuses are what the test is about. */
  readonly refusals?: boolean;
}

const open: { readonly setup: BotSetup; readonly refusals: boolean }[] = [];

/** A bot on the scripted answer service, with the real client, against the fake server. */
export async function setUpBot(options: SetUpOptions = {}): Promise<BotSetup> {
  const { script, server, adapter, before, limits: rules, locale = 'zh-CN', started = true } = options;
  const discord = before?.discord ?? (await startFakeDiscord(server));
  const reader = before?.reader ?? discord.user({ username: 'ann', locale });
  const guild = before?.guild ?? discord.guild({ name: 'Readers', members: [reader] });
  const channel = before?.channel ?? discord.channel(guild);
  const limits = rules === undefined ? undefined : createLimits(rules);
  const stores = options.stores ?? before?.stores;
  const setup = setUpChat(script, {
    newId: () => `a${++ids}`,
    answerIdOf: createAnswerIds(secret),
    ...(stores === undefined ? {} : { stores }),
    ...(limits === undefined ? {} : { limits }),
  });
  const logged: string[] = [];
  const write = (details: object, message: string): void => {
    logged.push(`${message} ${JSON.stringify(details, (_, value: unknown) => (value instanceof Error ? value.message : value))}`);
  };
  const bot = createDiscordAdapter({
    token: discord.token,
    apiRoot: discord.apiRoot,
    admins: [],
    shards: 1,
    chat: setup.chat,
    deliveries: setup.stores.deliveries,
    personKeys: createPersonKeys(secret),
    limits: limits ?? createLimits(),
    log: { info: write, warn: write, error: write },
    random: () => 0,
    ...adapter,
  });
  const whole = { ...setup, discord, bot, reader, guild, channel, logged };
  open.push({ setup: whole, refusals: options.refusals ?? false });
  if (started) await bot.start();
  return whole;
}

const secret = new Uint8Array(32).fill(7);

/** Ids of answers stay different over a restart. */
let ids = 0;

/** After every test: the bot has neither been impatient nor asked for what Discord refuses. */
export async function closeBots(): Promise<void> {
  const opened = open.splice(0);
  for (const { setup } of opened) await setup.bot.stop(2_000);
  for (const { setup, refusals } of opened) {
    await setup.discord.close();
    expect(setup.discord.impatientCalls).toEqual([]);
    if (!refusals) expect(setup.discord.refusedCalls).toEqual([]);
  }
}

/** The answer to an interaction, once it is there. */
export async function responseTo(discord: FakeDiscord, view: InteractionView): Promise<Message> {
  return discord.until(() => view.status === 'answered' && view.response, { what: 'the answer to an interaction' });
}

/** The bot's newest message in the channel, once there are so many. */
export async function botMessage(discord: FakeDiscord, channel: { readonly id: string }, count: number): Promise<Message> {
  return discord.until(() => discord.botMessages(channel)[count - 1], { what: `the bot's message ${count}` });
}

/** All that a reader reads in a message, markup included. */
export function wordsOf(message: Message | undefined): string {
  const embeds = (message?.embeds ?? []).map(({ author, description, footer }) => [author?.name, description, footer?.text].join('\n'));
  return [message?.content ?? '', ...embeds].join('\n').trim();
}

export function buttonsOf(message: Message | undefined): readonly (readonly string[])[] {
  return (message?.components ?? []).map(({ components = [] }) => components.map(({ label = '' }: Component) => label));
}

/** Holds answers back until it is opened. */
export function gate(): { readonly open: () => void; readonly passed: () => Promise<void> } {
  let opened: () => void = () => undefined;
  const opening = new Promise<void>((resolve) => {
    opened = resolve;
  });
  return { open: () => opened(), passed: () => opening };
}
