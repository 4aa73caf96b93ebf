import { createDiscordAdapter } from '../../src/discord/index.js';
import { startFakeDiscord, type FakeDiscord, type Person } from '../../tests/fakes/discord/index.js';
import { withChat } from '../demo/with-chat.js';

/** Readers of the fake server's one guild, in three languages. */
export type Readers = Readonly<Record<'lin' | 'mei' | 'sam', Person>>;

/** The real bot on the configured corpus, connected to a fake Discord on loopback, for as long as it is used. */
export async function withDiscordBot(
  use: (discord: FakeDiscord, readers: Readers, channel: { readonly id: string }) => Promise<void>,
): Promise<void> {
  const discord = await startFakeDiscord({ bot: { privilegedIntents: ['MESSAGE_CONTENT'] } });
  const person = (username: string, globalName: string, locale: string): Person => discord.user({ username, globalName, locale });
  const readers = { lin: person('lin', '小林', 'zh-CN'), mei: person('mei', '阿梅', 'zh-TW'), sam: person('sam', 'Sam', 'en-US') };
  const channel = discord.channel(discord.guild({ name: 'AI readers', members: Object.values(readers) }));
  try {
    await withChat(async (parts) => {
      const { token, apiRoot } = discord;
      const bot = createDiscordAdapter({ token, apiRoot, admins: [], shards: 1, ...parts });
      await bot.start();
      await use(discord, readers, channel);
      await bot.stop(5_000);
    });
  } finally {
    await discord.close();
  }
}
