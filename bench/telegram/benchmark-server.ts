/** The other side of `benchmark-telegram.ts`, in a process of its own, so that the fake server's work does not count as the bot's. */
import { z } from 'zod';
import { startFakeTelegram } from '../../tests/fakes/telegram/index.js';

const order = z.object({ asked: z.array(z.string()).min(1), count: z.int(), chats: z.int(), oneByOne: z.boolean() });

const telegram = await startFakeTelegram();
const say = (message: object): void => void process.send?.(message);

process.on('message', (raw) => {
  void work(order.parse(raw));
});
process.on('disconnect', () => process.exit(0));
say({ kind: 'ready', token: telegram.token, apiRoot: telegram.apiRoot });

async function work({ asked, count, chats, oneByOne }: z.infer<typeof order>): Promise<void> {
  const readers = Array.from({ length: chats }, () => telegram.user());
  const before = telegram.callsOf('sendMessage').length;
  const milliseconds: number[] = [];
  const started = performance.now();
  for (let index = 0; index < count; index++) {
    const reader = readers[index % chats];
    if (reader === undefined) return;
    const chat = telegram.privateChat(reader);
    const at = performance.now();
    reader.sendText(chat, asked[index % asked.length] ?? '');
    if (!oneByOne) continue;
    await telegram.until(() => telegram.calls.filter(({ method }) => method === 'sendMessage').length > before + index);
    milliseconds.push(performance.now() - at);
  }
  await telegram.until(() => telegram.calls.filter(({ method }) => method === 'sendMessage').length >= before + count, {
    timeoutMs: 120_000,
  });
  say({ kind: 'done', milliseconds, seconds: (performance.now() - started) / 1000 });
}
