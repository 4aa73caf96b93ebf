/**
 * What the way through Telegram's adapter costs on top of the answers: `npx tsx bench/benchmark-telegram.ts`
 * Real answers, telegraf's client, a SQLite store, and a fake Bot API server in a process of its own.
 */
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { maxQuestionCharacters, type AnswerService } from '../src/answering/index.js';
import { createChat, createTurnQueue, createPersonKeys, noLimits, type AnswerGiven } from '../src/chat/index.js';
import { composeAnswering } from '../src/compose.js';
import { loadConfig, readEnvironment } from '../src/config.js';
import { createLogger, describeFailure } from '../src/operations/index.js';
import { openStores, personSecret } from '../src/storage/index.js';
import { createTelegramAdapter } from '../src/telegram/index.js';

const quietQuestions = 100;
const questions = 600;
const chats = 60;

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const serverMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), token: z.string(), apiRoot: z.string() }),
  z.object({ kind: z.literal('done'), milliseconds: z.array(z.number()), seconds: z.number() }),
]);
type ServerMessage = z.infer<typeof serverMessage>;

function startServer() {
  const child = fork(join(import.meta.dirname, 'telegram', 'benchmark-server.ts'));
  const inbox: ServerMessage[] = [];
  const waiting: ((message: ServerMessage) => void)[] = [];
  child.on('message', (raw) => {
    const message = serverMessage.parse(raw);
    const next = waiting.shift();
    if (next === undefined) inbox.push(message);
    else next(message);
  });
  return {
    next: (): Promise<ServerMessage> => {
      const message = inbox.shift();
      return message === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(message);
    },
    send: (message: object) => child.send(message),
    stop: () => child.kill(),
  };
}

async function run(): Promise<void> {
  const config = loadConfig({ ...readEnvironment(), TELEGRAM_BOT_TOKEN: undefined });
  const log = createLogger({ level: 'error', format: 'auto', destination: process.stderr, secrets: config.secrets });
  const folder = await mkdtemp(join(tmpdir(), 'footnote-benchmark-'));
  const answering = await composeAnswering(config, { buildIfStale: true, modelInSubprocess: true, log });
  const secret = await personSecret(folder);
  const stores = await openStores({ kind: 'sqlite', file: join(folder, 'footnote.sqlite') }, { secret });
  const server = startServer();
  try {
    const ready = await server.next();
    if (ready.kind !== 'ready') throw new Error('The server of the benchmark did not start.');
    const personKeys = createPersonKeys(secret);
    const given: AnswerGiven[] = [];
    const chat = createChat({
      answers: answering.answers,
      stores,
      personKeys,
      limits: noLimits,
      queue: createTurnQueue({ concurrency: 4, maxWaiting: 3000, maxWaitingInChat: 200 }),
      now: Date.now,
      log,
      maxQuestionCharacters,
      observe: (each) => given.push(each),
    });
    const { token, apiRoot } = ready;
    const deliveries = stores.deliveries;
    const bot = createTelegramAdapter({ token, apiRoot, admins: [], chat, deliveries, personKeys, limits: noLimits, log });
    await bot.start();

    const measure = async (what: object) => {
      given.length = 0;
      server.send(what);
      const done = await server.next();
      if (done.kind !== 'done') throw new Error('The server of the benchmark lost its thread.');
      return done;
    };
    const asked = await answering.answers.suggestions('zh-Hans', 20);
    await measure({ asked, count: 20, chats: 1, oneByOne: true });
    const alone = await measure({ asked, count: quietQuestions, chats: 1, oneByOne: true });
    const own = given.map(({ milliseconds }) => milliseconds);
    print(`update to sendMessage, one at a time:   median ${ms(median(alone.milliseconds))}, answer itself ${ms(median(own))}`);
    print(`on top of the answer:                   median ${ms(median(alone.milliseconds) - median(own))}`);

    const serviceBefore = await perSecondOfService(answering.answers, asked);
    const together = await measure({ asked, count: questions, chats, oneByOne: false });
    const serviceAfter = await perSecondOfService(answering.answers, asked);
    const throughTelegram = questions / together.seconds;
    const service = (serviceBefore + serviceAfter) / 2;
    print(`updates a second, ${questions} from ${chats} chats:     ${throughTelegram.toFixed(0)}`);
    print(`answers a second of the service alone:  ${service.toFixed(0)}`);
    print(`share:                                  ${((100 * throughTelegram) / service).toFixed(0)}%`);
    await bot.stop(5_000);
  } finally {
    server.stop();
    await stores.close();
    await answering.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function perSecondOfService(answers: AnswerService, asked: readonly string[]): Promise<number> {
  const started = performance.now();
  for (let index = 0; index < questions; index++) await answers.ask(asked[index % asked.length] ?? '', { questions: [] });
  return questions / ((performance.now() - started) / 1000);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

try {
  await run();
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${describeFailure(error)}\n`);
}
