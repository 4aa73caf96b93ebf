/** The other side of `benchmark-discord.ts`, in a process of its own, so that the fake server's work does not count as the bot's. */
import { z } from 'zod';
import { startFakeDiscord } from '../../tests/fakes/discord/index.js';

const order = z.object({ asked: z.array(z.string()).min(1), count: z.int() });
const patience = { timeoutMs: 30_000 };

const discord = await startFakeDiscord();
const reader = discord.user({ locale: 'en-US' });
const channel = discord.channel(discord.guild({ members: [reader] }));
const say = (message: object): void => void process.send?.(message);

process.on('message', (raw) => {
  void work(order.parse(raw));
});
process.on('disconnect', () => process.exit(0));
say({ kind: 'ready', token: discord.token, apiRoot: discord.apiRoot });

async function work({ asked, count }: z.infer<typeof order>): Promise<void> {
  const acknowledged: number[] = [];
  const answered: number[] = [];
  for (let index = 0; index < count; index++) {
    const at = performance.now();
    const view = reader.slash('ask', { question: asked[index % asked.length] ?? '' }, { where: channel });
    await discord.until(() => view.status === 'answered' && view.response, patience);
    answered.push(performance.now() - at);
    if (view.acknowledgedAfterMs !== undefined) acknowledged.push(view.acknowledgedAfterMs);
  }
  say({ kind: 'done', acknowledged, answered });
}
