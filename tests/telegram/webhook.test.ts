import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpServer, type HttpServer } from '../../src/operations/index.js';
import { quotes } from '../fakes/scripted-answer-service.js';
import { botMessage, closeBots, setUpBot, type BotSetup } from './set-up.js';

const question = '修复花了多久？';

describe('a webhook', () => {
  let http: HttpServer;
  let url: string;
  let setup: BotSetup;

  beforeEach(async () => {
    const log = { error: () => undefined };
    http = createHttpServer({ host: '127.0.0.1', port: 0, log });
    url = `http://127.0.0.1:${await http.listen()}/telegram/hook`;
    setup = await setUpBot({ adapter: { webhook: { url, host: http } } });
  });

  afterEach(async () => {
    await closeBots();
    await http.close();
  });

  const post = (body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(url, { method: 'POST', body, headers });

  it('receives questions, which are answered and acknowledged', async () => {
    const { telegram } = setup;
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    expect((await botMessage(telegram, chat, 1)).text).toContain(quotes.duration);
    await telegram.until(() => telegram.pendingUpdates.length === 0);
    expect(telegram.callsOf('getUpdates')).toEqual([]);
    expect(setup.bot.health().state).toBe('connected');
  });

  it('turns away whoever has not the secret', async () => {
    const update = JSON.stringify({ update_id: 1, message: { message_id: 1, chat: { id: 1 }, from: { id: 1 }, text: question } });
    const secret = setup.telegram.callsOf('setWebhook')[0]?.params['secret_token'] ?? '';
    expect(secret).toMatch(/^[\w-]{32,256}$/);
    expect((await post(update)).status).toBe(401);
    expect((await post(update, { 'x-telegram-bot-api-secret-token': 'guess' })).status).toBe(401);
    expect((await post(update, { 'x-telegram-bot-api-secret-token': `${secret}x` })).status).toBe(401);
    expect(setup.answers.asked).toEqual([]);
    expect((await post('{', { 'x-telegram-bot-api-secret-token': secret })).status).toBe(400);
    expect((await fetch(url)).status).toBe(405);
    expect((await fetch(new URL('/elsewhere', url))).status).toBe(404);
    expect((await post('x'.repeat(1_100_000), { 'x-telegram-bot-api-secret-token': secret })).status).toBe(413);
    expect((await post(update, { 'x-telegram-bot-api-secret-token': secret })).status).toBe(200);
  });

  it('has another secret at every start, and is no longer answered after the stop', async () => {
    const { telegram, bot } = setup;
    await bot.stop(1_000);
    expect((await post('{}')).status).toBe(404);
    await setUpBot({ telegram, adapter: { webhook: { url, host: http } } });
    const [one, other] = telegram.callsOf('setWebhook').map(({ params }) => params['secret_token']);
    expect(one).not.toBe(other);
  });

  it('does not answer 200 before the update is written down', async () => {
    const { stores, telegram } = setup;
    await setup.bot.stop(1_000);
    let isFull = true;
    const accept: typeof stores.deliveries.accept = (update) =>
      isFull ? Promise.reject(new Error('the disk is full')) : stores.deliveries.accept(update);
    const deliveries = { ...stores.deliveries, accept };
    await setUpBot({ telegram, stores, adapter: { deliveries, webhook: { url, host: http } } });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(telegram.pendingUpdates).toHaveLength(1);
    isFull = false;
    await botMessage(telegram, chat, 1);
  });

  it('does not wait for ever for a body, nor hold up others meanwhile', async () => {
    const { port } = new URL(url);
    const slow = connect(Number(port), '127.0.0.1');
    slow.on('error', () => undefined);
    slow.write('POST /telegram/hook HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{');
    const { telegram } = setup;
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    await botMessage(telegram, chat, 1);
    slow.destroy();
  });
});
