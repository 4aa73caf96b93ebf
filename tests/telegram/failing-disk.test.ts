import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stores } from '../../src/chat/index.js';
import { createHttpServer } from '../../src/operations/index.js';
import { createGate } from '../fakes/gate.js';
import { createManualClock } from '../fakes/manual-clock.js';
import { failures, openOnFailingDisk, type FailingDisk } from '../storage/failing-disk.js';
import { createTemporaryFolder, type TemporaryFolder } from '../storage/temporary-folder.js';
import { botMessage, closeBots, quiet, setUpBot } from './set-up.js';

const questions = ['修复花了多久？', '为什么要修复灯塔？', '每天的电费是多少？'];
/** As many as are asked: were a try counted that came to nothing, the last would be refused. */
const limits = { windowSeconds: 60, perPerson: questions.length, perChat: 60 };

describe('a store that cannot write', () => {
  let folder: TemporaryFolder;
  let disk: FailingDisk;

  beforeEach(async () => {
    folder = createTemporaryFolder();
    disk = await openOnFailingDisk(join(folder.path, 'footnote.sqlite'));
  });
  afterEach(async () => {
    disk.recover();
    await closeBots();
    await disk.stores.close();
    folder.remove();
  });

  it.each(failures)('(%s) loses no question: all stay with Telegram, and are answered once, in order', async (how) => {
    const setup = await setUpBot({ stores: disk.stores, limits, adapter: { random: () => 0 } });
    const { telegram, answers, bot, logged } = setup;
    const readers = [telegram.user(), telegram.user(), telegram.user()];
    disk.fail(how);
    for (const text of questions) for (const reader of readers) reader.sendText(telegram.privateChat(reader), text);
    await telegram.until(() => telegram.callsOf('getUpdates').length >= 4);
    expect(answers.asked).toEqual([]);
    expect(telegram.pendingUpdates).toHaveLength(9);
    expect(bot.health().state).toBe('reconnecting');
    expect(bot.health().detail).toContain('stay with Telegram');
    disk.recover();
    for (const reader of readers) await botMessage(telegram, telegram.privateChat(reader), questions.length);
    await quiet(telegram);
    expect(answers.asked.filter(({ question }) => question === questions[0])).toHaveLength(readers.length);
    for (const reader of readers) {
      const chat = telegram.privateChat(reader);
      expect(telegram.botMessages(chat)).toHaveLength(questions.length);
      expect(answers.asked.map(({ question }) => question).filter((each) => each === questions[2])).toHaveLength(readers.length);
    }
    await expect.poll(() => disk.stores.deliveries.owed('telegram'), { timeout: 10_000 }).toEqual([]);
    await expect.poll(() => bot.health().state).toBe('connected');
    expect(logged.filter((line) => line.includes('stay with Telegram'))).toHaveLength(1);
  });

  it('is tried less and less often', async () => {
    const clock = createManualClock();
    const { telegram, bot } = await setUpBot({ stores: disk.stores, server: { clock }, adapter: { clock, random: () => 0 } });
    const reader = telegram.user();
    disk.fail('read-only');
    reader.sendText(telegram.privateChat(reader), questions[0]!);
    const before = telegram.callsOf('getUpdates').length;
    await clock.advance(120_000, 500);
    // Half a second, one, two … a minute.
    const polls = telegram.callsOf('getUpdates').length - before;
    expect(polls).toBeGreaterThan(3);
    expect(polls).toBeLessThan(12);
    const stopped = bot.stop(100);
    await clock.advance(200, 100);
    await stopped;
  });

  it('shows an answer that was being made all the same, and gives none twice', async () => {
    const answering = createGate();
    const { telegram, answers, bot } = await setUpBot({
      stores: disk.stores,
      script: { before: () => answering.passed() },
      adapter: { random: () => 0 },
    });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, questions[0]!);
    await answering.reached(1);
    disk.fail('read-only');
    answering.open();
    expect((await botMessage(telegram, chat, 1)).text).toContain('三年');
    disk.recover();
    await expect.poll(() => disk.stores.deliveries.owed('telegram'), { timeout: 10_000 }).toEqual([]);
    await bot.stop(1_000);
    await setUpBot({ telegram, stores: disk.stores });
    await quiet(telegram);
    expect(telegram.botMessages(chat)).toHaveLength(1);
    expect(answers.asked).toHaveLength(1);
  });

  it('and hangs: nothing is acknowledged, and what it writes in the end is answered once', async () => {
    const writing = createGate();
    const accept: Stores['deliveries']['accept'] = async (update) => {
      await writing.passed();
      return disk.stores.deliveries.accept(update);
    };
    const clock = createManualClock();
    const deliveries = { ...disk.stores.deliveries, accept };
    const { telegram, answers, bot } = await setUpBot({
      stores: disk.stores,
      server: { clock },
      adapter: { deliveries, clock, random: () => 0 },
    });
    const reader = telegram.user();
    reader.sendText(telegram.privateChat(reader), questions[0]!);
    await writing.reached(1);
    await clock.advance(60_000, 1_000);
    expect(telegram.pendingUpdates).toHaveLength(1);
    expect(answers.asked).toEqual([]);
    expect(bot.health().state).toBe('reconnecting');
    writing.open();
    await clock.advance(60_000, 1_000);
    await botMessage(telegram, telegram.privateChat(reader), 1);
    await telegram.until(() => telegram.pendingUpdates.length === 0);
    expect(answers.asked).toHaveLength(1);
    const stopped = bot.stop(100);
    await clock.advance(200, 100);
    await stopped;
  });

  it.each(failures)('(%s) has a webhook answer 5xx, so that Telegram brings the update again', async (how) => {
    const http = createHttpServer({ host: '127.0.0.1', port: 0, log: { error: () => undefined } });
    const url = `http://127.0.0.1:${await http.listen()}/hook`;
    const { telegram, answers } = await setUpBot({ stores: disk.stores, limits, adapter: { webhook: { url, host: http } } });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    disk.fail(how);
    for (const text of questions) reader.sendText(chat, text);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(answers.asked).toEqual([]);
    expect(telegram.pendingUpdates).toHaveLength(questions.length);
    disk.recover();
    await botMessage(telegram, chat, questions.length);
    await telegram.until(() => telegram.pendingUpdates.length === 0);
    expect(telegram.botMessages(chat)).toHaveLength(questions.length);
    await closeBots();
    await http.close();
  });
});
