import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { maxQuestionCharacters } from '../../src/answering/index.js';
import { createChat, createLimits, createPersonKeys, createTurnQueue } from '../../src/chat/index.js';
import { composeAnswering, personSecret } from '../../src/compose.js';
import { loadConfig, readEnvironment } from '../../src/config.js';
import { createDiscordAdapter } from '../../src/discord/index.js';
import { createLogger } from '../../src/operations/index.js';
import { openStores } from '../../src/storage/index.js';
import { startFakeDiscord, type FakeDiscord, type Person } from '../../tests/fakes/discord/index.js';

/** Readers of the fake server's one guild, in three languages. */
export type Readers = Readonly<Record<'lin' | 'mei' | 'sam', Person>>;

/** The real bot on the configured corpus, connected to a fake Discord on loopback, for as long as it is used. */
export async function withDiscordBot(
  use: (discord: FakeDiscord, readers: Readers, channel: { readonly id: string }) => Promise<void>,
): Promise<void> {
  const config = loadConfig({ ...readEnvironment(), DISCORD_TOKEN: undefined });
  const log = createLogger({ level: 'warn', format: 'auto', destination: process.stderr, secrets: config.secrets });
  const folder = await mkdtemp(join(tmpdir(), 'footnote-demo-'));
  const discord = await startFakeDiscord({ bot: { privilegedIntents: ['MESSAGE_CONTENT'] } });
  const person = (username: string, globalName: string, locale: string): Person => discord.user({ username, globalName, locale });
  const people = { lin: person('lin', '小林', 'zh-CN'), mei: person('mei', '阿梅', 'zh-TW'), sam: person('sam', 'Sam', 'en-US') };
  const guild = discord.guild({ name: 'AI readers', members: Object.values(people) });
  const channel = discord.channel(guild);
  const answering = await composeAnswering(config, { buildIfStale: true, log });
  const secret = await personSecret(folder);
  const stores = await openStores({ kind: 'sqlite', file: join(folder, 'footnote.sqlite') }, { secret });
  try {
    const limits = createLimits();
    const personKeys = createPersonKeys(secret);
    const queue = createTurnQueue({ concurrency: 1, maxWaiting: 100, maxWaitingInChat: 100 });
    const chat = createChat({ answers: answering.answers, stores, personKeys, limits, queue, now: Date.now, log, maxQuestionCharacters });
    const { token, apiRoot } = discord;
    const bot = createDiscordAdapter({
      token,
      apiRoot,
      admins: [],
      shards: 1,
      chat,
      deliveries: stores.deliveries,
      personKeys,
      limits,
      log,
    });
    await bot.start();
    await use(discord, people, channel);
    await bot.stop(5_000);
  } finally {
    await discord.close();
    await stores.close();
    await answering.close();
    await rm(folder, { recursive: true, force: true });
  }
}
