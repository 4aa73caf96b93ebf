/**
 * Footnote's start: constructs everything from the configuration, wires it, and runs the adapters until they end or a signal comes.
 * Without a platform's token the terminal is the adapter; with one, the bots are, and input is not read.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pc from 'picocolors';
import { z } from 'zod';
import { maxQuestionCharacters } from './answering/index.js';
import {
  AdapterSetupError,
  createAnswerIds,
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
import {
  closing,
  composeAnswering,
  describeFailure,
  keepToOurselves,
  personSecret,
  storeLocationOf,
  type AnsweringParts,
} from './compose.js';
import { loadConfig, readEnvironment, type Config } from './config.js';
import { createConsoleAdapter, createHeldLines, type HeldLines } from './console/index.js';
import {
  addHealthRoutes,
  createHttpServer,
  createLogger,
  createMetrics,
  createRedactor,
  createRequestContext,
  divertOutput,
  type HttpServer,
} from './operations/index.js';
import { toTraditional } from './language/index.js';
import type { ModelUsageStore } from './language-model/index.js';
import { keepRetention, knownTimesIn } from './retention.js';
import { openStores } from './storage/index.js';
import { createWatch, type Watch } from './watch.js';

/** How often a running bot looks whether there is a new build. Looking reads one small file. */
const followBuildsEveryMs = 5_000;

/** What is left to do after the adapters have stopped takes no longer than this; then the process ends anyway. */
const closeWithinMs = 5_000;

/** The embedding model computes one question at a time; a few more at once let stores write meanwhile. Those that a language model writes come on top. */
const questionsAtOnce = 4;

/** What is answered within half a minute or so: whoever comes later is better told so than left waiting. */
const queueBounds = { maxWaiting: 3000, maxWaitingInChat: 200 };

/** What everything that runs stands on. */
interface Ground {
  readonly config: Config;
  readonly log: Log;
  /** Where the log goes. */
  readonly stderr: HeldLines;
  readonly http: HttpServer | undefined;
  readonly watch: Watch;
}

/** Adapters and what they stand on, to be closed after them; `answering` with the rest. */
interface Running {
  readonly adapters: readonly ChatAdapter[];
  readonly answering: AnsweringParts;
  close(): Promise<void>;
}

async function run(config: Config): Promise<number> {
  const usesTerminal = config.telegram === undefined && config.discord === undefined;
  const requests = createRequestContext();
  // In the terminal's conversation only what needs attention may interrupt; answers go to standard output, the log never does.
  const logsInfo = !usesTerminal || config.languageModel?.logPrompts === true;
  const level = config.log.level === 'info' && !logsInfo ? 'warn' : config.log.level;
  const { secrets } = config;
  const stderr = createHeldLines(process.stderr);
  const log = createLogger({ ...config.log, level, destination: stderr, secrets, currentRequest: () => requests.current() });
  divertOutput({ log, lastWords });
  for (const warning of config.warnings) log.warn(warning);
  await keepToOurselves(config.dataDir, (sentence) => log.warn(sentence));

  const metrics = createMetrics();
  const watch = createWatch({ metrics, requests, log, now: Date.now });
  const http = config.http === undefined ? undefined : createHttpServer({ ...config.http, log });
  if (http !== undefined) {
    addHealthRoutes(http, { checks: () => watch.checks(), metrics, version: whatRuns(), redact: createRedactor(secrets) });
    await http.listen();
  }
  try {
    const ground = { config, log, stderr, http, watch };
    return await runUntilStopped(await (usesTerminal ? composeTerminal(ground) : composePlatforms(ground)), ground);
  } finally {
    await http?.close();
  }
}

/** What all adapters answer with. @param usage of the language model; left out: nothing is known of what was spent before */
async function startAnswering({ config, log, watch }: Ground, modelApart: boolean, usage?: ModelUsageStore): Promise<AnsweringParts> {
  const answering = await composeAnswering(config, {
    ...{ buildIfStale: true, followBuildsEveryMs, modelApart, log, observe: watch.stage },
    writeWithModel: { ...watch.model, usage },
  });
  watch.serves(answering.index);
  if (answering.model !== undefined) watch.writesWith(answering.model);
  const { embedder } = answering;
  if (embedder.check !== undefined) watch.probes('embedding', async () => embedder.check?.());
  return answering;
}

async function runUntilStopped(running: Running, { config, log, watch }: Ground): Promise<number> {
  const { adapters, answering } = running;
  watch.runs(adapters);
  onSignals(() => {
    log.info({}, 'Stopping: finishing what was accepted. A second signal ends at once.');
    const withinMs = config.shutdownSeconds * 1000;
    // Sentences of the sources are there at once; a language model may take longer than the stop may.
    answering.model?.stop();
    void Promise.allSettled(adapters.map((adapter) => adapter.stop(withinMs)));
    // Whatever else holds the process: what is owed is written down, and is delivered after the next start.
    setTimeout(() => process.exit(0), withinMs + closeWithinMs).unref();
  });
  try {
    return await runAdapters(adapters, log);
  } finally {
    await running.close();
  }
}

/** The program's and Node's version, for whoever looks from outside. */
function whatRuns(): Readonly<Record<string, string>> {
  const manifest = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')));
  return { footnote: manifest.version, node: process.versions.node };
}

/** The conversation in the terminal: nothing of it is kept, and nobody else has to be protected from its pace. */
async function composeTerminal(ground: Ground): Promise<Running> {
  const { log, stderr, watch } = ground;
  const answering = await startAnswering(ground, false);
  const stores = createMemoryStores();
  const personKeys = createPersonKeys(randomBytes(32));
  let last: AnswerGiven | undefined;
  const chat = createChat({
    answers: answering.answers,
    stores,
    personKeys,
    limits: noLimits,
    queue: createTurnQueue({ concurrency: 1, maxWaiting: 1, maxWaitingInChat: 1 }),
    now: Date.now,
    log,
    maxQuestionCharacters,
    observe: (given) => {
      last = given;
      watch.answered(given);
    },
  });
  const terminal = createConsoleAdapter({
    chat,
    deliveries: stores.deliveries,
    personKeys,
    limits: noLimits,
    log,
    input: process.stdin,
    output: process.stdout,
    colours: pc.isColorSupported && process.stdout.isTTY,
    beside: stderr,
    lastAnswer: () => last,
  });
  return {
    adapters: [terminal],
    answering,
    close: async () => {
      await answering.close();
      await stores.close();
    },
  };
}

/** The bots whose tokens are configured, on stores that survive a restart. */
async function composePlatforms(ground: Ground): Promise<Running> {
  const { config, log, http, watch } = ground;
  // Loaded where it is needed: the terminal starts without it.
  const { createQuestionGrouper } = await import('./reporting/index.js');
  // Its dictionary takes a third of a second, which everybody would wait for with the first who reads traditional characters.
  await toTraditional('');
  const secret = await personSecret(config.dataDir);
  const opened = await openStores(storeLocationOf(config), {
    secret,
    report: (error) => log.warn({ err: error }, 'The store reported a problem.'),
  });
  watch.probes('store', () => opened.check());
  const answering = await startAnswering(ground, true, opened.modelUsage).catch(closing(opened));
  const endRetention = keepRetention({
    stores: opened,
    retentionDays: config.storage.retentionDays,
    now: Date.now,
    elapsed: () => performance.now(),
    knownTimes: knownTimesIn(config.dataDir, () => opened.newest()),
    log,
  });
  const stores = watch.stores(opened);
  const limits = createLimits();
  const personKeys = createPersonKeys(secret);
  const chat = createChat({
    answers: answering.answers,
    stores,
    personKeys,
    limits,
    queue: watch.queue(createTurnQueue({ ...queueBounds, concurrency: questionsAtOnce + (answering.model?.places ?? 0) })),
    now: Date.now,
    log,
    maxQuestionCharacters,
    observe: (given) => watch.answered(given),
    answerIdOf: createAnswerIds(secret),
    groupQuestions: createQuestionGrouper(answering.embedder),
  });
  const close = async (): Promise<void> => {
    endRetention();
    await answering.close();
    await stores.close();
  };
  const adapters = await platformAdapters(config, { chat, stores, limits, personKeys, log, http, watch }).catch(closing({ close }));
  return { adapters, answering, close };
}

interface PlatformParts {
  readonly chat: Chat;
  readonly stores: Stores;
  readonly limits: Limits;
  readonly personKeys: PersonKeys;
  readonly log: Log;
  readonly http: HttpServer | undefined;
  readonly watch: Watch;
}

/** One entry a platform, loaded where it is configured: its client would slow the start of everybody who does not use it. */
async function platformAdapters({ telegram, discord }: Config, parts: PlatformParts): Promise<readonly ChatAdapter[]> {
  const { chat, stores, limits, personKeys, log, http, watch } = parts;
  const adapters: ChatAdapter[] = [];
  if (telegram !== undefined) {
    const { createTelegramAdapter } = await import('./telegram/index.js');
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
        observer: watch.observer('telegram'),
      }),
    );
  }
  if (discord !== undefined) {
    const { createDiscordAdapter } = await import('./discord/index.js');
    const { guildId: guild, ...options } = discord;
    const { deliveries } = stores;
    const observer = watch.observer('discord');
    adapters.push(createDiscordAdapter({ ...options, guild, chat, deliveries, limits, personKeys, log, observer }));
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
        if (error instanceof AdapterSetupError) log.error({ adapter: adapter.name }, error.message);
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

let redact = (text: string): string => text;

/** An error that nobody expected may quote anything. */
function lastWords(error: unknown): void {
  process.stderr.write(`${redact(describeFailure(error))}\n`);
}

try {
  const config = loadConfig(readEnvironment());
  redact = createRedactor(config.secrets);
  process.exitCode = await run(config);
} catch (error) {
  process.exitCode = 1;
  lastWords(error);
}
