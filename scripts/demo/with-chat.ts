import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { maxQuestionCharacters } from '../../src/answering/index.js';
import { createChat, createLimits, createPersonKeys, createTurnQueue, type Stores } from '../../src/chat/index.js';
import { composeAnswering } from '../../src/compose.js';
import { loadConfig, readEnvironment } from '../../src/config.js';
import { createLogger, type Logger } from '../../src/operations/index.js';
import { openStores, personSecret } from '../../src/storage/index.js';

/** What an adapter takes, whatever its platform. */
export interface ChatParts {
  readonly chat: ReturnType<typeof createChat>;
  readonly deliveries: Stores['deliveries'];
  readonly personKeys: ReturnType<typeof createPersonKeys>;
  readonly limits: ReturnType<typeof createLimits>;
  readonly log: Logger;
}

/** The real chat on the configured corpus, with stores in a temporary folder, for as long as it is used. No configured token is looked at. */
export async function withChat(use: (parts: ChatParts) => Promise<void>): Promise<void> {
  const config = loadConfig({ ...readEnvironment(), TELEGRAM_BOT_TOKEN: undefined, DISCORD_TOKEN: undefined });
  const log = createLogger({ level: 'warn', format: 'auto', destination: process.stderr, secrets: config.secrets });
  const folder = await mkdtemp(join(tmpdir(), 'footnote-demo-'));
  const answering = await composeAnswering(config, { buildIfStale: true, log });
  const secret = await personSecret(folder);
  const stores = await openStores({ kind: 'sqlite', file: join(folder, 'footnote.sqlite') }, { secret });
  try {
    const limits = createLimits();
    const personKeys = createPersonKeys(secret);
    const queue = createTurnQueue({ concurrency: 1, maxWaiting: 100, maxWaitingInChat: 100 });
    const chat = createChat({ answers: answering.answers, stores, personKeys, limits, queue, now: Date.now, log, maxQuestionCharacters });
    await use({ chat, deliveries: stores.deliveries, personKeys, limits, log });
  } finally {
    await stores.close();
    await answering.close();
    await rm(folder, { recursive: true, force: true });
  }
}
