import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeTelegram, type Person, startFakeTelegram, systemClock, type Update } from '../fakes/telegram/index.js';
import { call, refusal } from './call.js';

let telegram: FakeTelegram;
let reader: Person;

beforeEach(async () => {
  // Seconds pass like milliseconds: long polls and deliveries in back-off come to their end at once.
  const after = (ms: number, action: () => void): (() => void) => systemClock.after(ms / 1000, action);
  telegram = await startFakeTelegram({ clock: { now: systemClock.now, after } });
  reader = telegram.user();
});
afterEach(() => telegram.close());

const say = (text: string): void => void reader.sendText(telegram.privateChat(reader), text);
const poll = async (parameters: object = {}): Promise<readonly Update[]> =>
  (await call(telegram, 'getUpdates', parameters)).result as readonly Update[];

describe('polling', () => {
  it('brings updates again until an offset acknowledges them', async () => {
    say('one');
    say('two');
    const [first] = await poll({ limit: 1 });
    expect(await poll()).toHaveLength(2);
    expect(await poll({ offset: (first?.update_id ?? 0) + 1 })).toMatchObject([{ message: { text: 'two' } }]);
    expect(await poll()).toHaveLength(1);
  });

  it('forgets all but the last ones at a negative offset', async () => {
    ['one', 'two', 'three'].forEach(say);
    expect(await poll({ offset: -1 })).toMatchObject([{ message: { text: 'three' } }]);
    expect(await poll()).toHaveLength(1);
  });

  it('waits for news, but not for ever', async () => {
    const news = poll({ timeout: 50 });
    await telegram.until(() => telegram.calls.length === 1);
    say('one');
    expect(await news).toHaveLength(1);
    expect(await poll({ offset: -1, timeout: 0 })).toHaveLength(1);
    const [last] = await poll();
    expect(await poll({ offset: (last?.update_id ?? 0) + 1, timeout: 5 })).toEqual([]);
  });

  it('gives up the first of two pollers', async () => {
    const first = refusal(telegram, 'getUpdates', { timeout: 50 });
    await telegram.until(() => telegram.calls.length === 1);
    const second = poll({ timeout: 1 });
    expect(await first).toBe('Conflict: terminated by other getUpdates request; make sure that only one bot instance is running');
    expect(await second).toEqual([]);
  });

  it('brings only the kinds that were asked for, from then on', async () => {
    await poll({ allowed_updates: ['callback_query'] });
    say('unwanted');
    expect(await poll()).toEqual([]);
  });
});

describe('a webhook', () => {
  interface Hook {
    readonly url: string;
    readonly seen: { readonly update: Update; readonly headers: IncomingHttpHeaders }[];
    close(): void;
  }

  async function hook(reply: (count: number) => { status: number; body?: object }): Promise<Hook> {
    const seen: Hook['seen'] = [];
    const server = createServer((request, response) => {
      void request.toArray().then((chunks: Buffer[]) => {
        seen.push({ update: JSON.parse(Buffer.concat(chunks).toString()) as Update, headers: request.headers });
        const { status, body } = reply(seen.length);
        response.writeHead(status, { 'content-type': 'application/json' }).end(body ? JSON.stringify(body) : '');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const close = (): void => {
      server.closeAllConnections();
      server.close();
    };
    return { url: `http://127.0.0.1:${port ?? 0}/hook`, seen, close };
  }

  it('is posted every update with the secret, and again after an error', async () => {
    const server = await hook((count) => ({ status: count < 3 ? 503 : 200 }));
    say('before');
    await call(telegram, 'setWebhook', { url: server.url, secret_token: 'Se-cret_1' });
    await telegram.until(() => telegram.pendingUpdates.length === 0);
    expect(server.seen.map(({ update }) => update.update_id)).toEqual(Array(3).fill(server.seen[0]?.update.update_id));
    expect(server.seen[2]?.headers['x-telegram-bot-api-secret-token']).toBe('Se-cret_1');
    const info = await call(telegram, 'getWebhookInfo');
    expect(info.result).toMatchObject({ last_error_message: 'Wrong response from the webhook: 503 Service Unavailable' });
    server.close();
  });

  it('may call a method in its reply', async () => {
    const chat = telegram.privateChat(reader);
    const server = await hook(() => ({ status: 200, body: { method: 'sendMessage', chat_id: chat.id, text: 'by reply' } }));
    await call(telegram, 'setWebhook', { url: server.url });
    say('hello');
    await telegram.until(() => telegram.botMessages(chat)[0]?.text === 'by reply');
    expect(telegram.callsOf('sendMessage')).toMatchObject([{ viaWebhook: true }]);
    server.close();
  });

  it('and polling exclude each other', async () => {
    await call(telegram, 'setWebhook', { url: 'http://127.0.0.1:9/hook' });
    expect(await refusal(telegram, 'getUpdates', {})).toBe(
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
    expect(await call(telegram, 'deleteWebhook')).toMatchObject({ result: true, description: 'Webhook was deleted' });
    expect(await poll()).toEqual([]);
  });

  it('needs an address and a secret of the allowed characters', async () => {
    expect(await refusal(telegram, 'setWebhook', { url: 'ftp://a.b' })).toBe(
      'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
    );
    expect(await refusal(telegram, 'setWebhook', { url: 'https://a.b', secret_token: 'a b' })).toBe(
      'Bad Request: secret token contains unallowed characters',
    );
  });
});
