import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stores } from '../../src/chat/index.js';
import { openStores } from '../../src/storage/index.js';
import { statementByStatement, type Growth } from '../fakes/growth.js';
import { answered, quotes, type Script } from '../fakes/scripted-answer-service.js';
import { faults, startFakeTelegram, type FakeTelegram, type Message } from '../fakes/telegram/index.js';
import { testSecret } from '../storage/store-world.js';
import { botMessage, buttonsOf, closeBots, quiet, setUpBot } from './set-up.js';

const question = '修复花了多久？';
const typescriptLoader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

describe('across a restart', () => {
  let folder: string;
  let stores: Stores;
  let telegram: FakeTelegram;

  const reopen = async (): Promise<void> => {
    await stores.close();
    stores = await openStores({ kind: 'sqlite', file: join(folder, 'footnote.sqlite') }, { secret: testSecret });
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footnote-telegram-'));
    stores = await openStores({ kind: 'sqlite', file: join(folder, 'footnote.sqlite') }, { secret: testSecret });
    telegram = await startFakeTelegram();
  });

  afterEach(async () => {
    await closeBots();
    await stores.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('an answer in the making goes out before the bot stops', async () => {
    let finish = (): void => undefined;
    const working = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { bot, answers } = await setUpBot({ telegram, stores, script: { before: () => working } });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    await telegram.until(() => answers.asked.length === 1);
    const stopped = bot.stop(5_000);
    finish();
    await stopped;
    expect(telegram.botMessages(chat)[0]?.text).toContain(quotes.duration);
    expect(bot.health().state).toBe('stopped');
    expect(telegram.pendingUpdates).toEqual([]);
    expect(await stores.deliveries.owed('telegram')).toEqual([]);
  });

  it('what could not be delivered in time is delivered after it, once, in order', async () => {
    const first = await setUpBot({ telegram, stores });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    telegram.fail({ fault: faults.hangBefore, method: 'sendMessage', times: 1 });
    reader.sendText(chat, question);
    reader.sendText(chat, '每天的电费是多少？');
    await telegram.until(() => first.answers.asked.length === 2);
    await telegram.until(() => telegram.callsOf('sendMessage').length === 1);
    await first.bot.stop(200);
    expect(first.logged.join()).toContain('after the next start');
    await reopen();
    await setUpBot({ telegram, stores });
    await botMessage(telegram, chat, 2);
    await quiet(telegram);
    expect(telegram.botMessages(chat).map(({ text }) => text?.includes(quotes.duration))).toEqual([true, false]);
    await expect.poll(() => stores.deliveries.owed('telegram')).toEqual([]);
  });

  it('an answer that arrived before the crash, which nobody could note any more, is not sent again', async () => {
    const crashing: Stores = { ...stores, deliveries: { ...stores.deliveries, complete: () => new Promise(() => undefined) } };
    const first = await setUpBot({ telegram, stores: crashing });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    await botMessage(telegram, chat, 1);
    await first.bot.stop(100);
    expect(await stores.deliveries.owed('telegram')).toHaveLength(1);
    await reopen();
    await setUpBot({ telegram, stores });
    await expect.poll(() => stores.deliveries.owed('telegram')).toEqual([]);
    expect(telegram.botMessages(chat)).toHaveLength(1);
  });

  it('a passage that was asked for is shown after it, although the answer that it is cited in stands there already', async () => {
    const first = await setUpBot({ telegram, stores });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    await botMessage(telegram, chat, 1);
    telegram.fail({ fault: faults.hangBefore, method: 'sendMessage', times: 1 });
    reader.sendText(chat, '/source 1');
    await telegram.until(() => telegram.callsOf('sendMessage').length === 2);
    await first.bot.stop(100);
    await reopen();
    await setUpBot({ telegram, stores });
    expect((await botMessage(telegram, chat, 2)).text).toContain(quotes.duration);
    await quiet(telegram);
  });

  it('an update that comes again is not answered again', async () => {
    const first = await setUpBot({ telegram, stores });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    const message = reader.sendText(chat, question);
    const [update] = telegram.pendingUpdates;
    await botMessage(telegram, chat, 1);
    await quiet(telegram);
    telegram.inject({ update_id: update!.update_id, message });
    await quiet(telegram);
    await first.bot.stop(1_000);
    await reopen();
    const second = await setUpBot({ telegram, stores });
    telegram.inject({ update_id: update!.update_id, message });
    await quiet(telegram);
    await second.bot.stop(1_000);
    expect(telegram.botMessages(chat)).toHaveLength(1);
  });

  it('updates are not acknowledged while they cannot be written down, and answered once they can', async () => {
    let isFull = true;
    const accept: Stores['deliveries']['accept'] = (update) =>
      isFull ? Promise.reject(new Error('the disk is full')) : stores.deliveries.accept(update);
    const failing: Stores = { ...stores, deliveries: { ...stores.deliveries, accept } };
    const { logged } = await setUpBot({ telegram, stores: failing, adapter: { random: () => 0 } });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    await telegram.until(() => logged.some((line) => line.includes('the disk is full')));
    expect(telegram.pendingUpdates).toHaveLength(1);
    isFull = false;
    await botMessage(telegram, chat, 1);
    await quiet(telegram);
  });

  it('buttons and replies to older answers work', async () => {
    const first = await setUpBot({ telegram, stores });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '为什么要修复灯塔？');
    const answer = await botMessage(telegram, chat, 1);
    await first.bot.stop(1_000);
    await reopen();
    const { answers } = await setUpBot({ telegram, stores });
    reader.pressButton(answer, '[2]');
    await telegram.until(() => telegram.shown(answer)?.text?.startsWith('[2]'));
    reader.pressButton(telegram.shown(answer)!, '返回');
    await telegram.until(() => telegram.shown(answer)?.text === answer.text);
    expect(buttonsOf(telegram.shown(answer))).toEqual(buttonsOf(answer));
    reader.sendText(chat, '谁说的？', { replyTo: answer });
    await botMessage(telegram, chat, 2);
    expect(answers.asked[0]?.conversation.questions).toEqual(['为什么要修复灯塔？']);
  });

  describe('an answer that was growing', () => {
    const answer = answered([quotes.duration, quotes.cost]);
    const scriptOf = ({ growing }: Growth): Script => ({ answers: { [question]: answer }, growing: { [question]: growing } });

    const rowsOf = async (kept: Stores, name: string): Promise<number> => {
      let count = 0;
      for await (const { table } of kept.exportRows()) if (table === name) count++;
      return count;
    };
    /** How many messages are known to show an answer. */
    const linked = (): Promise<number> => rowsOf(stores, 'message_links');

    /** A bot that is cut off while an answer grows. */
    const cutOff = async (): Promise<{ readonly chat: { readonly id: number }; readonly draft: Message }> => {
      const first = await setUpBot({ telegram, stores, script: scriptOf(statementByStatement(answer)) });
      const reader = telegram.user({ language_code: 'zh-hans' });
      const chat = telegram.privateChat(reader);
      reader.sendText(chat, question);
      const draft = await botMessage(telegram, chat, 1);
      await expect.poll(linked).toBe(1);
      await first.bot.stop(0);
      await reopen();
      return { chat, draft };
    };

    it('is one message after it, with the whole answer, also when it grows again', async () => {
      const { chat, draft } = await cutOff();
      const growth = statementByStatement(answer);
      await setUpBot({ telegram, stores, script: scriptOf(growth) });
      growth.grow();
      growth.grow();
      await telegram.until(() => buttonsOf(telegram.shown(draft)).length > 0);
      expect(telegram.shown(draft)?.text).toContain(quotes.cost);
      await quiet(telegram);
      expect(telegram.botMessages(chat)).toHaveLength(1);
      await expect.poll(() => stores.deliveries.owed('telegram')).toEqual([]);
    });

    it('is one message after a kill -9, with the whole answer', async () => {
      await stores.close();
      const file = join(folder, 'footnote.sqlite');
      const program = fileURLToPath(new URL('growing-bot.ts', import.meta.url));
      const { apiRoot, token } = telegram;
      const child = spawn(process.execPath, ['--import', typescriptLoader, program, apiRoot, token, file, question], { stdio: 'ignore' });
      const ended = once(child, 'exit');
      const reader = telegram.user();
      const chat = telegram.privateChat(reader);
      reader.sendText(chat, question);
      const draft = await telegram.until(() => telegram.botMessages(chat)[0], { timeoutMs: 20_000 });
      const looking = await openStores({ kind: 'sqlite', file }, { secret: testSecret, exclusive: false });
      await expect.poll(() => rowsOf(looking, 'message_links')).toBe(1);
      await looking.close();
      child.kill('SIGKILL');
      await ended;
      stores = await openStores({ kind: 'sqlite', file }, { secret: testSecret });
      await setUpBot({ telegram, stores, script: { answers: { [question]: answer } } });
      await telegram.until(() => buttonsOf(telegram.shown(draft)).length > 0);
      await quiet(telegram);
      expect(telegram.botMessages(chat)).toHaveLength(1);
      expect(telegram.shown(draft)?.text).toContain(quotes.cost);
    }, 30_000);

    it('is one message after it when there is no language model any more', async () => {
      const { chat, draft } = await cutOff();
      await setUpBot({ telegram, stores });
      await telegram.until(() => buttonsOf(telegram.shown(draft)).length > 0);
      await quiet(telegram);
      expect(telegram.botMessages(chat)).toHaveLength(1);
    });

    it('is one message after it when all there is to say is an apology', async () => {
      const { chat, draft } = await cutOff();
      await setUpBot({ telegram, stores, script: { before: () => Promise.reject(new Error('no model')) } });
      await telegram.until(() => telegram.shown(draft)?.text?.includes('抱歉'));
      await quiet(telegram);
      expect(telegram.botMessages(chat)).toHaveLength(1);
    });

    it('to a suggestion is one message after it, too', async () => {
      const suggestions = { 'zh-Hans': [question], 'zh-Hant': [], en: [] };
      const first = await setUpBot({ telegram, stores, script: { ...scriptOf(statementByStatement(answer)), suggestions } });
      const reader = telegram.user({ language_code: 'zh-hans' });
      const chat = telegram.privateChat(reader);
      reader.sendText(chat, '/start');
      reader.pressButton(await botMessage(telegram, chat, 1), question);
      const draft = await botMessage(telegram, chat, 2);
      // The greeting's, and the draft's.
      await expect.poll(linked).toBe(2);
      await first.bot.stop(0);
      await reopen();
      await setUpBot({ telegram, stores, script: { answers: { [question]: answer }, suggestions } });
      await telegram.until(() => buttonsOf(telegram.shown(draft)).length > 0);
      await quiet(telegram);
      expect(telegram.botMessages(chat)).toHaveLength(2);
    });

    it('that was kept, but did not arrive before the crash, takes the draft’s place', async () => {
      const growth = statementByStatement(answer);
      const first = await setUpBot({ telegram, stores, script: scriptOf(growth) });
      const reader = telegram.user();
      const chat = telegram.privateChat(reader);
      reader.sendText(chat, question);
      const draft = await botMessage(telegram, chat, 1);
      telegram.fail({ fault: faults.hangBefore, method: 'editMessageText', times: 10 });
      growth.grow();
      growth.grow();
      await expect.poll(() => stores.answers.since(0)).toHaveLength(1);
      await telegram.until(() => telegram.callsOf('editMessageText').length > 0);
      await first.bot.stop(0);
      telegram.clearFaults();
      await reopen();
      const { answers } = await setUpBot({ telegram, stores });
      await telegram.until(() => buttonsOf(telegram.shown(draft)).length > 0);
      await quiet(telegram);
      expect(telegram.botMessages(chat)).toHaveLength(1);
      expect(answers.asked).toEqual([]);
    });

    it('is whole before the bot stops, when it is in time', async () => {
      const growth = statementByStatement(answer);
      const { bot } = await setUpBot({ telegram, stores, script: scriptOf(growth) });
      const reader = telegram.user();
      const chat = telegram.privateChat(reader);
      reader.sendText(chat, question);
      const draft = await botMessage(telegram, chat, 1);
      const stopped = bot.stop(5_000);
      growth.grow();
      growth.grow();
      await stopped;
      expect(buttonsOf(telegram.shown(draft))).not.toEqual([]);
      expect(telegram.botMessages(chat)).toHaveLength(1);
      expect(await stores.deliveries.owed('telegram')).toEqual([]);
    });
  });

  it('no name and no words are left of what was dealt with', async () => {
    const { bot } = await setUpBot({ telegram, stores });
    const reader = telegram.user({ first_name: 'Seraphina', username: 'seraphina_q' });
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    await botMessage(telegram, chat, 1);
    await bot.stop(1_000);
    const rows: string[] = [];
    for await (const { table, row } of stores.exportRows()) rows.push(`${table} ${JSON.stringify(row)}`);
    expect(rows.join('\n')).not.toMatch(/seraphina/i);
    expect(rows.filter((row) => row.startsWith('deliveries')).join('\n')).not.toContain('修复');
  });
});
