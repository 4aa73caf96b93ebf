import { createTelegramAdapter } from '../../src/telegram/index.js';
import { startFakeTelegram, type FakeTelegram } from '../../tests/fakes/telegram/index.js';
import { withChat } from '../demo/with-chat.js';

/** The real bot on the configured corpus, connected to a fake Bot API server on loopback, for as long as it is used. */
export async function withTelegramBot(use: (telegram: FakeTelegram) => Promise<void>): Promise<void> {
  const telegram = await startFakeTelegram();
  try {
    await withChat(async (parts) => {
      const { token, apiRoot } = telegram;
      const bot = createTelegramAdapter({ token, apiRoot, admins: [], ...parts });
      await bot.start();
      await use(telegram);
      await bot.stop(5_000);
    });
  } finally {
    await telegram.close();
  }
}
