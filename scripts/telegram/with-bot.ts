import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { maxQuestionCharacters } from '../../src/answering/index.js';
import { createChat, createLimits, createPersonKeys, createTurnQueue } from '../../src/chat/index.js';
import { composeAnswering, personSecret } from '../../src/compose.js';
import { loadConfig, readEnvironment } from '../../src/config.js';
import { createLogger } from '../../src/operations/index.js';
import { openStores } from '../../src/storage/index.js';
import { createTelegramAdapter } from '../../src/telegram/index.js';
import { startFakeTelegram, type FakeTelegram } from '../../tests/fakes/telegram/index.js';

/** The real bot on the configured corpus, connected to a fake Bot API server on loopback, for as long as it is used. */
export async function withTelegramBot(use: (telegram: FakeTelegram) => Promise<void>): Promise<void> {
  const config = loadConfig({ ...readEnvironment(), TELEGRAM_BOT_TOKEN: undefined });
  const log = createLogger({ level: 'warn', format: 'auto', destination: process.stderr, secrets: config.secrets });
  const folder = await mkdtemp(join(tmpdir(), 'footnote-demo-'));
  const telegram = await startFakeTelegram();
  const answering = await composeAnswering(config, { buildIfStale: true, log });
  const secret = await personSecret(folder);
  const stores = await openStores({ kind: 'sqlite', file: join(folder, 'footnote.sqlite') }, { secret });
  try {
    const limits = createLimits();
    const personKeys = createPersonKeys(secret);
    const queue = createTurnQueue({ concurrency: 1, maxWaiting: 100, maxWaitingInChat: 100 });
    const chat = createChat({ answers: answering.answers, stores, personKeys, limits, queue, now: Date.now, log, maxQuestionCharacters });
    const { token, apiRoot } = telegram;
    const bot = createTelegramAdapter({ token, apiRoot, admins: [], chat, deliveries: stores.deliveries, personKeys, limits, log });
    await bot.start();
    await use(telegram);
    await bot.stop(5_000);
  } finally {
    await telegram.close();
    await stores.close();
    await answering.close();
    await rm(folder, { recursive: true, force: true });
  }
}
