import { afterEach, describe, expect, it } from 'vitest';
import { TelegramSetupError } from '../../src/telegram/index.js';
import { answered, quotes } from '../fakes/scripted-answer-service.js';
import { faults } from '../fakes/telegram/index.js';
import { createManualClock } from '../fakes/manual-clock.js';
import { botMessage, closeBots, quiet, setUpBot } from './set-up.js';

afterEach(closeBots);

const question = '修复花了多久？';

describe('too many requests (429)', () => {
  it.each([1, 3, 30, 137])('are answered by silence for the whole %i s, in that chat only, and its order is kept', async (seconds) => {
    const clock = createManualClock();
    const { telegram, bot } = await setUpBot({ server: { clock }, adapter: { clock } });
    const [ann, ben] = [telegram.user(), telegram.user()];
    const [annsChat, bensChat] = [telegram.privateChat(ann), telegram.privateChat(ben)];
    telegram.fail({ fault: faults.tooManyRequests(seconds), method: 'sendMessage', chat: annsChat });
    ann.sendText(annsChat, question);
    await telegram.until(() => telegram.callsOf('sendMessage').length === 1);
    ann.sendText(annsChat, '每天的电费是多少？');
    ben.sendText(bensChat, question);
    await botMessage(telegram, bensChat, 1);
    await clock.advance(seconds * 1000 - 1, 1000);
    expect(telegram.botMessages(annsChat)).toEqual([]);
    await clock.advance(2);
    await telegram.until(() => telegram.botMessages(annsChat).length === 2);
    expect(telegram.botMessages(annsChat).map(({ text }) => text?.includes(quotes.duration))).toEqual([true, false]);
    await stopAtOnce(bot, clock);
  });

  it('that follow one another are each waited out, and typing keeps quiet, too', async () => {
    const clock = createManualClock();
    let finish = (): void => undefined;
    const working = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { telegram, bot } = await setUpBot({
      server: { clock },
      adapter: { clock },
      script: { before: async (text) => (text === 'slow' ? working : undefined) },
    });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    telegram.fail({ fault: faults.tooManyRequests(20), method: 'sendMessage', chat, times: 2 });
    reader.sendText(chat, question);
    await telegram.until(() => telegram.callsOf('sendMessage').length === 1);
    reader.sendText(chat, 'slow');
    await clock.advance(19_000);
    expect(telegram.chatActions).toEqual([]);
    await clock.advance(2_000);
    expect(telegram.callsOf('sendMessage')).toHaveLength(2);
    await clock.advance(20_000);
    finish();
    await telegram.until(() => telegram.botMessages(chat).length === 2);
    await stopAtOnce(bot, clock);
  });

  it('of most chats at once hold up everything: the pause is the bot’s', async () => {
    const clock = createManualClock();
    const { telegram, bot } = await setUpBot({ server: { clock }, adapter: { clock } });
    telegram.fail({ fault: faults.tooManyRequests(10), method: 'sendMessage', times: 14 });
    const people = Array.from({ length: 14 }, () => telegram.user());
    for (const person of people) person.sendText(telegram.privateChat(person), question);
    await telegram.until(() => telegram.callsOf('sendMessage').length === 14);
    const late = telegram.user();
    const lateChat = telegram.privateChat(late);
    late.sendText(lateChat, question);
    await clock.advance(9_000);
    expect(telegram.callsOf('sendMessage')).toHaveLength(14);
    await clock.advance(2_000);
    await telegram.until(() => telegram.botMessages(lateChat).length === 1);
    await stopAtOnce(bot, clock);
  });
});

describe('a server or a line that fails', () => {
  it.each(['internalError', 'badGateway', 'resetBefore', 'malformedJson', 'resetAfter'] as const)(
    '(%s) is tried again, with the answer delivered',
    async (name) => {
      const { telegram } = await setUpBot({ adapter: { random: () => 0 } });
      const reader = telegram.user();
      const chat = telegram.privateChat(reader);
      telegram.fail({ fault: faults[name], method: 'sendMessage' });
      reader.sendText(chat, question);
      await telegram.until(() => telegram.callsOf('sendMessage').length === 2);
      await quiet(telegram);
      // After a call that was done and whose answer was lost, Telegram does not let us tell: better twice than never.
      expect(telegram.botMessages(chat)).toHaveLength(name === 'resetAfter' || name === 'malformedJson' ? 2 : 1);
    },
  );

  it.each(['hangBefore', 'hangAfter'] as const)('(%s) is given up after the time limit, and tried again', async (name) => {
    const { telegram } = await setUpBot({ adapter: { random: () => 0, callTimeoutMs: 150 } });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    telegram.fail({ fault: faults[name], method: 'sendMessage' });
    reader.sendText(chat, question);
    await telegram.until(() => telegram.callsOf('sendMessage').length === 2);
    await telegram.until(() => telegram.botMessages(chat).length >= 1);
  });

  it('does not edit twice: an edit that was done is recognised', async () => {
    const { telegram, logged } = await setUpBot({ adapter: { random: () => 0 } });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    const answer = await botMessage(telegram, chat, 1);
    telegram.fail({ fault: faults.resetAfter, method: 'editMessageText' });
    reader.pressButton(answer, '[1]');
    await telegram.until(() => telegram.callsOf('editMessageText')[1]?.outcome);
    await quiet(telegram);
    expect(telegram.callsOf('editMessageText')[1]?.outcome).toMatchObject({ ok: false });
    expect(telegram.botMessages(chat)).toHaveLength(1);
    expect(logged.join()).not.toContain('does not take');
  });

  it('is not tried for ever when others get through; the reply is kept for the next start', async () => {
    const clock = createManualClock();
    const { telegram, bot, stores } = await setUpBot({ server: { clock }, adapter: { clock } });
    const [ann, ben] = [telegram.user(), telegram.user()];
    const [annsChat, bensChat] = [telegram.privateChat(ann), telegram.privateChat(ben)];
    telegram.fail({ fault: faults.internalError, method: 'sendMessage', chat: annsChat, times: 1000 });
    ann.sendText(annsChat, question);
    await telegram.until(() => telegram.callsOf('sendMessage').length === 1);
    ben.sendText(bensChat, question);
    await botMessage(telegram, bensChat, 1);
    await clock.advance(300_000, 10_000);
    const attempts = telegram.callsOf('sendMessage').length;
    expect(attempts).toBeLessThan(15);
    await clock.advance(300_000, 10_000);
    expect(telegram.callsOf('sendMessage')).toHaveLength(attempts);
    expect(await stores.deliveries.owed('telegram')).toHaveLength(1);
    await stopAtOnce(bot, clock);
  });

  it('at the start is waited for', async () => {
    const { telegram, bot } = await setUpBot({ adapter: { random: () => 0 }, started: false });
    telegram.fail({ fault: faults.badGateway, method: 'getMe' });
    await bot.start();
    expect(bot.health().state).toBe('connected');
  });

  it('while polling loses no update', async () => {
    const { telegram, bot } = await setUpBot({ adapter: { random: () => 0 }, started: false });
    telegram.fail({ fault: faults.resetAfter, method: 'getUpdates' });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    await bot.start();
    expect((await botMessage(telegram, chat, 1)).text).toContain(quotes.duration);
  });
});

describe('a refusal', () => {
  it('of the HTML is answered with plain text', async () => {
    const { telegram } = await setUpBot();
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    telegram.fail({ fault: faults.refused(400, 'Bad Request: can\'t parse entities: Unsupported start tag "x"'), method: 'sendMessage' });
    reader.sendText(chat, question);
    const answer = await botMessage(telegram, chat, 1);
    expect(answer.text).toContain(quotes.duration);
    expect(telegram.callsOf('sendMessage')[1]?.params['parse_mode']).toBeUndefined();
    expect(answer.reply_markup).toBeDefined();
  });

  it('for a reason that nobody foresaw is answered with the bare words, once', async () => {
    const { telegram, stores } = await setUpBot();
    const reader = telegram.user();
    const group = telegram.supergroup({ members: [reader] });
    telegram.fail({ fault: faults.refused(400, 'Bad Request: SOMETHING_NEW'), method: 'sendMessage', times: 2 });
    reader.sendText(group, `/ask ${question}`);
    await telegram.until(() => telegram.callsOf('sendMessage').length === 2);
    await quiet(telegram);
    expect(telegram.callsOf('sendMessage')).toHaveLength(2);
    await expect.poll(() => stores.deliveries.owed('telegram')).toEqual([]);
    reader.sendText(group, `/ask ${question}`);
    await botMessage(telegram, group, 1);
  });

  it('because the person blocked the bot, or the bot was removed, ends the matter', async () => {
    const { telegram, stores, logged } = await setUpBot();
    const [reader, member] = [telegram.user(), telegram.user()];
    const chat = telegram.privateChat(reader);
    const group = telegram.supergroup({ members: [member] });
    reader.sendText(chat, question);
    reader.block();
    member.sendText(group, `/ask ${question}`);
    telegram.setBot(group, 'kicked', member);
    await telegram.until(() => telegram.callsOf('sendMessage').filter(({ outcome }) => outcome?.ok === false).length === 2);
    await expect.poll(() => stores.deliveries.owed('telegram')).toEqual([]);
    expect(telegram.callsOf('sendMessage')).toHaveLength(2);
    expect(logged.filter((line) => line.includes('does not take'))).toHaveLength(2);
  });

  it('because the group became a supergroup has the answer go there', async () => {
    const { telegram } = await setUpBot({ script: { before: () => migrate() } });
    let migrate = async (): Promise<void> => undefined;
    const reader = telegram.user();
    const group = telegram.group({ members: [reader] });
    const place: { supergroup?: { readonly id: number } } = {};
    migrate = async () => {
      place.supergroup ??= telegram.migrate(group, reader);
    };
    reader.sendText(group, `/ask ${question}`);
    const there = await telegram.until(() => place.supergroup);
    expect((await botMessage(telegram, there, 1)).text).toContain(quotes.duration);
  });

  it('because the topic is gone has the answer go into the chat', async () => {
    const { telegram } = await setUpBot();
    const reader = telegram.user();
    const forum = telegram.supergroup({ members: [reader], isForum: true });
    const message = { message_id: 5, date: 1, chat: forum, from: reader.user, message_thread_id: 99, is_topic_message: true };
    telegram.inject({ message: { ...message, text: `/ask ${question}` } });
    expect((await botMessage(telegram, forum, 1)).text).toContain(quotes.duration);
  });

  it('of a button’s address costs the button only', async () => {
    const { telegram } = await setUpBot();
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    const answer = await botMessage(telegram, chat, 1);
    telegram.fail({
      fault: faults.refused(400, "Bad Request: inline keyboard button URL 'x' is invalid: Wrong HTTP URL"),
      method: 'editMessageText',
    });
    reader.pressButton(answer, '[1]');
    await telegram.until(() => telegram.shown(answer)?.text?.startsWith('[1]'));
    const buttons = telegram.shown(answer)?.reply_markup?.inline_keyboard.flat();
    expect(buttons?.map(({ callback_data }) => callback_data !== undefined)).toEqual([true]);
  });

  it('of the question that is quoted, because it was deleted, does not keep the answer back', async () => {
    const { telegram } = await setUpBot({ script: { before: async () => removed() } });
    let removed = (): void => undefined;
    const reader = telegram.user();
    const group = telegram.supergroup({ members: [reader] });
    const asked = reader.sendText(group, `/ask ${question}`);
    removed = () => reader.deleteMessage(asked);
    expect((await botMessage(telegram, group, 1)).reply_to_message).toBeUndefined();
  });

  it('of a query that is too old is no matter', async () => {
    const { telegram, logged } = await setUpBot();
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    const answer = await botMessage(telegram, chat, 1);
    reader.pressButton(answer, '[1]');
    reader.inlineQuery(question);
    telegram.expireQueries();
    await telegram.until(() => telegram.shown(answer)?.text?.startsWith('[1]'));
    await telegram.until(() => telegram.callsOf('answerInlineQuery')[0]?.outcome);
    await quiet(telegram);
    expect(logged).toHaveLength(1);
  });
});

describe('the token and the address', () => {
  it('401 at the start says which variable to correct, and ends the bot', async () => {
    const { telegram, bot } = await setUpBot({ started: false });
    telegram.fail({ fault: faults.unauthorized, method: 'getMe' });
    await expect(bot.start()).rejects.toThrow(/401.*TELEGRAM_BOT_TOKEN/);
    await expect(bot.ended).rejects.toBeInstanceOf(TelegramSetupError);
    expect(bot.health()).toMatchObject({ state: 'failed' });
  });

  it.each(['getUpdates', 'sendMessage'])('401 of %s later on ends the bot, too', async (method) => {
    const { telegram, bot } = await setUpBot({ started: false });
    telegram.fail({ fault: faults.unauthorized, method });
    const reader = telegram.user();
    reader.sendText(telegram.privateChat(reader), question);
    await bot.start();
    await expect(bot.ended).rejects.toThrow(/TELEGRAM_BOT_TOKEN/);
  });

  it('404 at the start names the address and the token', async () => {
    const { telegram, bot } = await setUpBot({ started: false });
    telegram.fail({ fault: faults.notFound, method: 'getMe' });
    await expect(bot.start()).rejects.toThrow(/404.*TELEGRAM_API_ROOT.*TELEGRAM_BOT_TOKEN/);
  });

  it('409 is told once, and tried until the other poller is gone', async () => {
    const clock = createManualClock();
    const { telegram, bot, logged } = await setUpBot({ server: { clock }, adapter: { clock }, started: false });
    telegram.fail({ fault: faults.otherPoller, method: 'getUpdates', times: 5 });
    await bot.start();
    await clock.advance(20_000);
    expect(logged.filter((line) => line.includes('409'))).toHaveLength(1);
    expect(logged.join()).toContain('TELEGRAM_BOT_TOKEN');
    expect(bot.health().state).toBe('reconnecting');
    await clock.advance(10_000);
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    await botMessage(telegram, chat, 1);
    expect(bot.health().state).toBe('connected');
    await stopAtOnce(bot, clock);
  });
});

describe('an update that is not as documented', () => {
  it.each([
    ['of an unknown kind', { teleportation: { to: 'mars' } }],
    ['with missing fields', { message: { text: question } }],
    ['with wrong types', { message: { message_id: 'x', chat: 7, text: ['a'] } }],
    [
      'a megabyte long',
      { message: { message_id: 4, date: 1, chat: { id: 4, type: 'private' }, from: { id: 4 }, text: 'x'.repeat(1_000_000) } },
    ],
    ['that is empty', {}],
  ])('%s is ignored and logged', async (_, update) => {
    const { telegram, logged } = await setUpBot();
    telegram.inject(update);
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    await botMessage(telegram, chat, 1);
    expect(logged.filter((line) => line.includes('not as documented'))).toHaveLength(1);
    expect(logged.join().length).toBeLessThan(2_000);
    expect(telegram.callsOf('sendMessage')).toHaveLength(1);
  });

  it('with ids as digits and without what is optional is understood all the same', async () => {
    const { telegram } = await setUpBot();
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    const message = { message_id: '7', chat: { id: String(chat.id), surprise: 1 }, from: { id: String(reader.user.id) }, text: question };
    telegram.inject({ message, extra: {} });
    expect((await botMessage(telegram, chat, 1)).text).toContain(quotes.duration);
  });
});

describe('words from outside', () => {
  it('mention nobody, and break no markup', async () => {
    const statement = '@victim_name 说 <b>“修复”</b> & <a href="x">走</a>，见 /forget';
    const answer = answered([quotes.cost], { statements: [{ text: statement, citations: [1], emphasis: [{ start: 0, end: 20 }] }] });
    const { telegram } = await setUpBot({ script: { answers: { [question]: answer } } });
    const reader = telegram.user();
    const group = telegram.supergroup({ members: [reader] });
    reader.sendText(group, `/ask ${question}`);
    const { text, entities = [] } = await botMessage(telegram, group, 1);
    expect(text).toContain(statement);
    expect(entities.map(({ type }) => type)).not.toContain('mention');
  });
});

/** A stop waits by the clock that the test holds still. */
async function stopAtOnce(bot: { stop(withinMs: number): Promise<void> }, clock: { advance(ms: number): Promise<void> }): Promise<void> {
  await Promise.all([bot.stop(500), clock.advance(1_000)]);
}
