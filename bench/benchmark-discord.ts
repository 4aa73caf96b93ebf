/**
 * What the way through Discord's adapter costs on top of the answers: `npx tsx bench/benchmark-discord.ts`
 * Real answers, discord.js, a SQLite store, and a fake Discord in a process of its own.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { maxQuestionCharacters } from '../src/answering/index.js';
import { createChat, createPersonKeys, createTurnQueue, noLimits, type AnswerGiven } from '../src/chat/index.js';
import { composeAnswering } from '../src/compose.js';
import { loadConfig, readEnvironment } from '../src/config.js';
import { createDiscordAdapter } from '../src/discord/index.js';
import { createLogger, describeFailure } from '../src/operations/index.js';
import { openStores, personSecret } from '../src/storage/index.js';

const warmUp = 20;
const questions = 100;

const ready = z.object({ kind: z.literal('ready'), token: z.string(), apiRoot: z.string() });
const done = z.object({ kind: z.literal('done'), acknowledged: z.array(z.number()), answered: z.array(z.number()) });

async function run(): Promise<void> {
  const config = loadConfig({ ...readEnvironment(), TELEGRAM_BOT_TOKEN: undefined, DISCORD_TOKEN: undefined });
  const log = createLogger({ level: 'error', format: 'auto', destination: process.stderr, secrets: config.secrets });
  const folder = await mkdtemp(join(tmpdir(), 'footnote-benchmark-'));
  const answering = await composeAnswering(config, { buildIfStale: true, modelInSubprocess: true, log });
  const secret = await personSecret(folder);
  const stores = await openStores({ kind: 'sqlite', file: join(folder, 'footnote.sqlite') }, { secret });
  const server = fork(join(import.meta.dirname, 'discord', 'benchmark-server.ts'));
  const next = async (): Promise<unknown> => z.array(z.unknown()).parse(await once(server, 'message'))[0];
  try {
    const { token, apiRoot } = ready.parse(await next());
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
    const { deliveries } = stores;
    const bot = createDiscordAdapter({ token, apiRoot, admins: [], shards: 1, chat, deliveries, personKeys, limits: noLimits, log });
    await bot.start();

    const measure = async (count: number) => {
      given.length = 0;
      const asked = await answering.answers.suggestions('zh-Hans', 20);
      const finished = next();
      server.send({ asked, count });
      return done.parse(await finished);
    };
    await measure(warmUp);
    const { acknowledged, answered } = await measure(questions);
    const own = median(given.map(({ milliseconds }) => milliseconds));
    const print = (text: string): void => void process.stdout.write(`${text}\n`);
    print(`event to acknowledgement: median ${ms(median(acknowledged))}`);
    print(`event to answer:          median ${ms(median(answered))}, answer itself ${ms(own)}`);
    print(`on top of the answer:     median ${ms(median(answered) - own)}`);
    await bot.stop(5_000);
  } finally {
    server.kill();
    await stores.close();
    await answering.close();
    await rm(folder, { recursive: true, force: true });
  }
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
