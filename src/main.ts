/**
 * Footnote's start: constructs everything from the configuration, wires it, and runs the adapters until they end or a signal comes.
 * Without a platform's token the terminal is the adapter; with one, the bots are, and input is not read.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pc from 'picocolors';
import { maxQuestionCharacters } from './answering/index.js';
import {
  createChat,
  createLimits,
  createMemoryStores,
  createPersonKeys,
  createTurnQueue,
  noLimits,
  type AnswerGiven,
  type Chat,
  type ChatAdapter,
  type Limits,
  type Log,
  type PersonKeys,
  type Stores,
} from './chat/index.js';
import { composeAnswering, describeFailure, personSecret, type AnsweringParts } from './compose.js';
import { loadConfig, readEnvironment, type Config } from './config.js';
import { createConsoleAdapter } from './console/index.js';
import { createDiscordAdapter, DiscordSetupError } from './discord/index.js';
import { createHttpServer, createLogger, type HttpServer, type Logger } from './operations/index.js';
import { openStores } from './storage/index.js';
import { createTelegramAdapter, TelegramSetupError } from './telegram/index.js';

/** How often a running bot looks whether there is a new build. Looking reads one small file. */
const followBuildsEveryMs = 5_000;

/** How long an orderly stop may take; a second signal does not wait for it. */
const stopWithinMs = 10_000;

/**
 * The model computes one question at a time; a few more at once let stores write meanwhile. The bounds are what is answered within half a
 * minute or so: whoever comes later is better told so than left waiting.
 */
const queueBounds = { concurrency: 4, maxWaiting: 3000, maxWaitingInChat: 200 };

/** Adapters and what they stand on, to be closed after them. */
interface Running {
  readonly adapters: readonly ChatAdapter[];
  close(): Promise<void>;
}

async function run(): Promise<number> {
  const config = loadConfig(readEnvironment());
  const usesTerminal = config.telegram === undefined && config.discord === undefined;
  // In the terminal's conversation only what needs attention may interrupt; answers go to standard output, the log never does.
  const level = usesTerminal && config.log.level === 'info' ? 'warn' : config.log.level;
  const log = createLogger({ ...config.log, level, destination: process.stderr, secrets: config.secrets });
  for (const warning of config.warnings) log.warn(warning);

  const answering = await composeAnswering(config, { buildIfStale: true, followBuildsEveryMs, log });
  const running = usesTerminal ? composeTerminal(answering, log) : await composePlatforms(config, answering, log);
  const stop = (): Promise<unknown> => Promise.allSettled(running.adapters.map((adapter) => adapter.stop(stopWithinMs)));
  onSignals(() => {
    log.info({}, 'Stopping: finishing what was accepted. A second signal ends at once.');
    void stop();
  });

  try {
    return await runAdapters(running.adapters, log);
  } finally {
    await running.close();
    await answering.close();
  }
}

/** The conversation in the terminal: nothing of it is kept, and nobody else has to be protected from its pace. */
function composeTerminal({ answers }: AnsweringParts, log: Log): Running {
  const stores = createMemoryStores();
  let last: AnswerGiven | undefined;
  const chat = createChat({
    answers,
    stores,
    personKeys: createPersonKeys(randomBytes(32)),
    limits: noLimits,
    queue: createTurnQueue({ concurrency: 1, maxWaiting: 1, maxWaitingInChat: 1 }),
    now: Date.now,
    log,
    maxQuestionCharacters,
    observe: (given) => {
      last = given;
    },
  });
  const terminal = createConsoleAdapter({
    chat,
    input: process.stdin,
    output: process.stdout,
    colours: pc.isColorSupported && process.stdout.isTTY,
    lastAnswer: () => last,
    now: Date.now,
  });
  return { adapters: [terminal], close: () => stores.close() };
}

/** The bots whose tokens are configured, on stores that survive a restart. */
async function composePlatforms(config: Config, { answers }: AnsweringParts, log: Logger): Promise<Running> {
  const secret = await personSecret(config.dataDir);
  const stores = await openStores(
    { kind: 'sqlite', file: join(config.dataDir, 'footnote.sqlite') },
    { report: (error) => log.warn({ err: error }, 'The store reported a problem.') },
  );
  const limits = createLimits();
  const personKeys = createPersonKeys(secret);
  const chat = createChat({
    answers,
    stores,
    personKeys,
    limits,
    queue: createTurnQueue(queueBounds),
    now: Date.now,
    log,
    maxQuestionCharacters,
  });
  const http = config.http === undefined ? undefined : createHttpServer({ ...config.http, log });
  await http?.listen();
  return {
    adapters: platformAdapters(config, { chat, stores, limits, personKeys, log, http }),
    close: async () => {
      await http?.close();
      await stores.close();
    },
  };
}

interface PlatformParts {
  readonly chat: Chat;
  readonly stores: Stores;
  readonly limits: Limits;
  readonly personKeys: PersonKeys;
  readonly log: Log;
  readonly http: HttpServer | undefined;
}

/** One entry a platform. */
function platformAdapters({ telegram, discord }: Config, parts: PlatformParts): readonly ChatAdapter[] {
  const { chat, stores, limits, personKeys, log, http } = parts;
  const adapters: ChatAdapter[] = [];
  if (telegram !== undefined) {
    const { botToken: token, webhookUrl: url, apiRoot, allowedChats, admins } = telegram;
    const webhook = url === undefined || http === undefined ? undefined : { url, host: http };
    adapters.push(
      createTelegramAdapter({
        token,
        apiRoot,
        allowedChats,
        admins,
        webhook,
        chat,
        deliveries: stores.deliveries,
        limits,
        personKeys,
        log,
      }),
    );
  }
  if (discord !== undefined) {
    const { guildId: guild, ...options } = discord;
    adapters.push(createDiscordAdapter({ ...options, guild, chat, deliveries: stores.deliveries, limits, personKeys, log }));
  }
  return adapters;
}

/** Runs the adapters until all have ended. One that fails leaves the others running; the exit code tells. */
async function runAdapters(adapters: readonly ChatAdapter[], log: Log): Promise<number> {
  const outcomes = await Promise.all(
    adapters.map(async (adapter) => {
      // Both are watched from the beginning: an adapter can fail while it starts, and after.
      const [started, ended] = [adapter.start(), adapter.ended];
      try {
        await Promise.all([started, ended]);
        return true;
      } catch (error) {
        if (error instanceof TelegramSetupError || error instanceof DiscordSetupError) log.error({ adapter: adapter.name }, error.message);
        else log.error({ adapter: adapter.name, err: error }, `${adapter.name} cannot go on.`);
        return false;
      }
    }),
  );
  return outcomes.every(Boolean) ? 0 : 1;
}

function onSignals(stop: () => void): void {
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      stop();
    });
  }
}

try {
  process.exitCode = await run();
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${describeFailure(error)}\n`);
}
