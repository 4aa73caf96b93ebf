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
  type AdapterObserver,
  type AnswerGiven,
  type Chat,
  type ChatAdapter,
  type Limits,
  type PersonKeys,
  type Stores,
} from './chat/index.js';
import { closeOnError, composeAnswering, storeLocationOf, type AnsweringParts } from './compose.js';
import { loadConfig, readEnvironment, type Config } from './config.js';
import { createConsoleAdapter, createHeldLines, type HeldLines } from './console/index.js';
import { createEventRecorder, type Emit } from './events.js';
import {
  addHealthRoutes,
  createHttpServer,
  createLogger,
  createMetrics,
  createRedactor,
  createRequestContext,
  describeFailure,
  divertOutput,
  keepFolderPrivate,
  type HttpServer,
  type Log,
  type RequestContext,
} from './operations/index.js';
import { toTraditional } from './language/index.js';
import type { ModelUsageStore } from './language-model/index.js';
import { observeQueue, observeStores } from './observe.js';
import { createReadiness, type Readiness } from './readiness.js';
import { startRetention, knownTimesIn } from './retention.js';
import { openStores, personSecret } from './storage/index.js';

/** How often a running bot looks for a new build; it reads one small file. */
const followBuildsEveryMs = 5_000;

/** After this long from when the adapters have stopped, the process ends whatever is still open. */
const closeWithinMs = 5_000;

/** The embedding model computes one question at a time; a few more let stores write meanwhile. Those that a language model writes come on top. */
const questionsAtOnce = 4;

/** About as many as are answered in half a minute; later ones are told that the bot is busy. */
const queueBounds = { maxWaiting: 3000, maxWaitingInChat: 200 };

/** What every part of the program uses. */
interface Runtime {
  readonly config: Config;
  readonly log: Log;
  /** Where the log goes. */
  readonly stderr: HeldLines;
  readonly http: HttpServer | undefined;
  readonly requests: RequestContext;
  readonly emit: Emit;
  readonly readiness: Readiness;
}

/** The adapters and what they use. `close` closes everything else, the answering parts too, once the adapters have stopped. */
interface Program {
  readonly adapters: readonly ChatAdapter[];
  readonly answering: AnsweringParts;
  close(): Promise<void>;
}

async function run(config: Config): Promise<number> {
  const usesTerminal = config.telegram === undefined && config.discord === undefined && config.http?.apiToken === undefined;
  const requests = createRequestContext();
  // In a terminal conversation only warnings may interrupt; answers go to standard output, the log never does.
  const logsInfo = !usesTerminal || config.languageModel?.logPrompts === true;
  const level = config.log.level === 'info' && !logsInfo ? 'warn' : config.log.level;
  const { secrets } = config;
  const stderr = createHeldLines(process.stderr);
  const log = createLogger({ ...config.log, level, destination: stderr, secrets, currentRequest: () => requests.current() });
  divertOutput({ log, reportFatal });
  for (const warning of config.warnings) log.warn(warning);
  await keepFolderPrivate(config.dataDir, (sentence) => log.warn(sentence));

  const metrics = createMetrics();
  const emit = createEventRecorder({ metrics, log });
  const readiness = createReadiness(metrics, Date.now);
  const http = config.http === undefined ? undefined : createHttpServer({ ...config.http, log });
  if (http !== undefined) {
    addHealthRoutes(http, { checks: () => readiness.checks(), metrics, version: versionInfo(), redact: createRedactor(secrets) });
    await http.listen();
  }
  try {
    const runtime = { config, log, stderr, http, requests, emit, readiness };
    return await runUntilStopped(await (usesTerminal ? composeTerminal(runtime) : composePlatforms(runtime)), runtime);
  } finally {
    await http?.close();
  }
}

/** @param usage of the language model; left out: nothing is known of what was spent before */
async function startAnswering(
  { config, log, emit, readiness }: Runtime,
  modelInSubprocess: boolean,
  usage?: ModelUsageStore,
): Promise<AnsweringParts> {
  const answering = await composeAnswering(config, {
    ...{ buildIfStale: true, followBuildsEveryMs, modelInSubprocess, log, emit },
    writeWithModel: { usage },
  });
  const { embedder, index, model } = answering;
  Object.assign(readiness.running, { index, model });
  if (embedder.check !== undefined) readiness.addProbe('embedding', async () => embedder.check?.());
  return answering;
}

async function runUntilStopped(program: Program, { config, log, readiness }: Runtime): Promise<number> {
  const { adapters, answering } = program;
  readiness.running.adapters = adapters;
  onSignals(() => {
    log.info({}, 'Stopping: finishing what was accepted. A second signal ends at once.');
    const withinMs = config.shutdownSeconds * 1000;
    // The sources' own sentences are there at once; a language model may take longer than the stop.
    answering.model?.stop();
    void Promise.allSettled(adapters.map((adapter) => adapter.stop(withinMs)));
    // Whatever else holds the process: unfinished deliveries are stored, and continue after the next start.
    setTimeout(() => process.exit(0), withinMs + closeWithinMs).unref();
  });
  try {
    return await runAdapters(adapters, log);
  } finally {
    await program.close();
  }
}

/** For the health routes. */
function versionInfo(): Readonly<Record<string, string>> {
  const manifest = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')));
  return { footnote: manifest.version, node: process.versions.node };
}

/** A conversation in the terminal: nothing is stored, and there are no other users to protect by limits. */
async function composeTerminal(runtime: Runtime): Promise<Program> {
  const { log, stderr, emit } = runtime;
  const answering = await startAnswering(runtime, false);
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
      emit({ kind: 'question-answered', ...given });
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
async function composePlatforms(runtime: Runtime): Promise<Program> {
  const { config, log, requests, emit, readiness } = runtime;
  // Loaded here: the terminal starts without it.
  const { createQuestionGrouper } = await import('./reporting/index.js');
  // Loads its dictionary now, which takes a third of a second, rather than at the first question in traditional characters.
  await toTraditional('');
  const secret = await personSecret(config.dataDir);
  const opened = await openStores(storeLocationOf(config), {
    secret,
    report: (error) => log.warn({ err: error }, 'The store reported a problem.'),
  });
  readiness.addProbe('store', () => opened.check());
  const answering = await startAnswering(runtime, true, opened.modelUsage).catch(closeOnError(opened));
  const endRetention = startRetention({
    stores: opened,
    retentionDays: config.storage.retentionDays,
    now: Date.now,
    elapsed: () => performance.now(),
    knownTimes: knownTimesIn(config.dataDir, () => opened.newest()),
    log,
  });
  const stores = observeStores(opened, emit);
  const concurrency = questionsAtOnce + (answering.model?.places ?? 0);
  const queue = createTurnQueue({ ...queueBounds, concurrency });
  readiness.running.queue = queue;
  const limits = createLimits();
  const personKeys = createPersonKeys(secret);
  const chat = createChat({
    answers: answering.answers,
    stores,
    personKeys,
    limits,
    queue: observeQueue(queue, emit, requests),
    now: Date.now,
    log,
    maxQuestionCharacters,
    observe: (given) => emit({ kind: 'question-answered', ...given }),
    answerIdOf: createAnswerIds(secret),
    groupQuestions: createQuestionGrouper(answering.embedder),
  });
  const close = async (): Promise<void> => {
    endRetention();
    await answering.close();
    await stores.close();
  };
  const adapters = await platformAdapters(runtime, { chat, stores, limits, personKeys }).catch(closeOnError({ close }));
  return { adapters, answering, close };
}

interface PlatformParts {
  readonly chat: Chat;
  readonly stores: Stores;
  readonly limits: Limits;
  readonly personKeys: PersonKeys;
}

/** One entry a platform, loaded only where it is configured: its client library slows the start. */
async function platformAdapters(
  { config: { telegram, discord, http: api }, log, http, requests, emit }: Runtime,
  { chat, stores, limits, personKeys }: PlatformParts,
): Promise<readonly ChatAdapter[]> {
  const observerFor = (platform: string): AdapterObserver => ({
    during: (request, work) => requests.during(request, work),
    retry: (reason) => emit({ kind: 'platform-retry', platform, reason }),
  });
  const given = { chat, deliveries: stores.deliveries, limits, personKeys, log };
  const adapters: ChatAdapter[] = [];
  if (telegram !== undefined) {
    const { createTelegramAdapter } = await import('./telegram/index.js');
    const { botToken: token, webhookUrl: url, ...options } = telegram;
    const webhook = url === undefined || http === undefined ? undefined : { url, host: http };
    adapters.push(createTelegramAdapter({ ...given, ...options, token, webhook, observer: observerFor('telegram') }));
  }
  if (discord !== undefined) {
    const { createDiscordAdapter } = await import('./discord/index.js');
    const { guildId: guild, ...options } = discord;
    adapters.push(createDiscordAdapter({ ...given, ...options, guild, observer: observerFor('discord') }));
  }
  if (api?.apiToken !== undefined && http !== undefined) {
    const { createHttpAdapter } = await import('./http/index.js');
    adapters.push(createHttpAdapter({ ...given, token: api.apiToken, host: http, observer: observerFor('http') }));
  }
  return adapters;
}

/** Runs the adapters until all have ended. One that fails leaves the others running; the exit code tells. */
async function runAdapters(adapters: readonly ChatAdapter[], log: Log): Promise<number> {
  const outcomes = await Promise.all(
    adapters.map(async (adapter) => {
      // Both from the beginning: an adapter can fail while it starts, and after.
      const [started, ended] = [adapter.start(), adapter.ended];
      try {
        await Promise.all([started, ended]);
        return true;
      } catch (error) {
        if (error instanceof AdapterSetupError) log.error({ adapter: adapter.name }, error.message);
        else log.error({ adapter: adapter.name, err: error }, `${adapter.name} failed and has ended.`);
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

/** Redacted, since an unexpected error may quote anything. */
function reportFatal(error: unknown): void {
  process.stderr.write(`${redact(describeFailure(error))}\n`);
}

try {
  const config = loadConfig(readEnvironment());
  redact = createRedactor(config.secrets);
  process.exitCode = await run(config);
} catch (error) {
  process.exitCode = 1;
  reportFatal(error);
}
