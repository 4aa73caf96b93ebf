import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryStores, defaultLimitRules as limits } from '../../src/chat/index.js';
import { quotes } from '../fakes/scripted-answer-service.js';
import { faults, type FakeTelegram, type Message, type Person } from '../fakes/telegram/index.js';
import { botMessage, closeBots, quiet, setUpBot } from './set-up.js';

afterEach(closeBots);

const question = '修复花了多久？';
const acts = 300;
/** What Telegram takes in a group in a minute. */
const messagesPerMinute = 20;

interface Crowd {
  readonly telegram: FakeTelegram;
  readonly group: { readonly id: number };
  readonly people: readonly Person[];
  /** An answer to the first of them, and the message that asked for it. */
  readonly answer: Message;
  readonly asked: Message;
}

const floods: Readonly<Record<string, (crowd: Crowd, person: Person, number: number) => void>> = {
  questions: ({ telegram, group }, person, number) => person.sendText(group, `/ask@${telegram.bot.username ?? ''} 第${number}问`),
  commands: ({ telegram, group }, person) => person.sendText(group, `/help@${telegram.bot.username ?? ''}`),
  stickers: ({ group, answer }, person) => person.sendSticker(group, { replyTo: answer }),
  edits: ({ telegram, people, asked }, _person, number) =>
    people[0]?.editMessage(asked, `/ask@${telegram.bot.username ?? ''} 第${number}问`),
  presses: ({ telegram, answer }, person) => {
    const shown = telegram.shown(answer);
    const button = (shown?.reply_markup?.inline_keyboard ?? []).flat().findIndex(({ callback_data: data }) => data !== undefined);
    if (button >= 0) person.pressButton(answer, button);
  },
  votes: ({ answer }, person) => person.pressButton(answer, '👍'),
  'inline queries': (_crowd, person, number) => person.inlineQuery(`第${number}问`),
};

async function gather(telegram: FakeTelegram, count: number): Promise<Crowd> {
  const group = telegram.supergroup();
  const people = Array.from({ length: count }, () => telegram.user());
  const asked = people[0]!.sendText(group, `/ask@${telegram.bot.username ?? ''} ${question}`);
  return { telegram, group, people, asked, answer: await botMessage(telegram, group, 1) };
}

describe.each([1, 30])('a flood from %i in one group', (count) => {
  it.each(Object.keys(floods))('of %s: others are answered, and no more is said there than Telegram takes', async (kind) => {
    const { telegram } = await setUpBot({ limits, server: { bot: { inlineMode: true } } });
    const crowd = await gather(telegram, count);
    const callsBefore = telegram.calls.filter(({ method }) => method !== 'getUpdates').length;
    for (let act = 0; act < acts; act++) floods[kind]?.(crowd, crowd.people[act % count]!, act);
    const other = telegram.user();
    other.sendText(telegram.privateChat(other), question);
    expect((await botMessage(telegram, telegram.privateChat(other), 1)).text).toContain(quotes.duration);
    await quiet(telegram);
    const there = telegram.calls.filter(({ chatId, method }) => chatId === crowd.group.id && /^(send|edit)Message/.test(method));
    expect(there.length).toBeLessThanOrEqual(messagesPerMinute);
    // Answers to presses and inline queries are not for a chat, but no flood either: a person's share each.
    const calls = telegram.calls.filter(({ method }) => method !== 'getUpdates' && method !== 'sendChatAction').length - callsBefore;
    expect(calls).toBeLessThanOrEqual(count === 1 ? 90 : acts + messagesPerMinute);
  });
});

describe('a group that nothing can be sent to', () => {
  it('keeps nobody else waiting; what it is owed is bounded, also after a restart, and the rest gets one sentence', async () => {
    const stores = createMemoryStores();
    const { telegram, bot } = await setUpBot({ limits, stores });
    const group = telegram.supergroup();
    const people = Array.from({ length: 100 }, () => telegram.user());
    telegram.fail({ fault: faults.hangBefore, method: 'sendMessage', chat: group, times: 100 });
    for (let act = 0; act < 1_500; act++) people[act % people.length]!.sendText(group, `/help@${telegram.bot.username ?? ''}`);
    const others = Array.from({ length: 5 }, () => telegram.user());
    for (const other of others) other.sendText(telegram.privateChat(other), question);
    for (const other of others) expect((await botMessage(telegram, telegram.privateChat(other), 1)).text).toContain(quotes.duration);
    await telegram.until(() => telegram.pendingUpdates.length === 0);
    expect((await stores.deliveries.owed('telegram')).length).toBeLessThanOrEqual(40 + others.length);
    await bot.stop(50);

    telegram.clearFaults();
    const again = await setUpBot({ limits, telegram, stores });
    const late = telegram.user();
    late.sendText(telegram.privateChat(late), question);
    await botMessage(telegram, telegram.privateChat(late), 1);
    expect((await stores.deliveries.owed('telegram')).length).toBeLessThanOrEqual(41);
    await again.bot.stop(50);
  });

  it('resumes no more than is owed to one chat, and says once that the rest was too much', async () => {
    const stores = createMemoryStores();
    const telegram = (await setUpBot({ stores, started: false })).telegram;
    const [group, reader] = [telegram.supergroup(), telegram.user()];
    for (let id = 1; id <= 200; id++) {
      const payload = {
        kind: 'command',
        chat: group.id,
        isPrivate: false,
        user: `${id}`,
        admin: false,
        message: id,
        name: 'help',
        argument: '',
      };
      await stores.deliveries.accept({ platform: 'telegram', id: String(id), chat: String(group.id), person: `p${id}`, payload, at: id });
    }
    const payload = { kind: 'question', chat: reader.user.id, isPrivate: true, user: 'r', admin: false, message: 1, text: question };
    await stores.deliveries.accept({ platform: 'telegram', id: '201', chat: String(reader.user.id), person: 'r', payload, at: 201 });
    telegram.privateChat(reader);
    const { logged } = await setUpBot({ limits, telegram, stores });
    await telegram.until(() => logged.some((line) => line.includes('the rest was dropped. {"count":160}')));
    expect((await stores.deliveries.owed('telegram')).length).toBeLessThanOrEqual(41);
    await telegram.until(() => telegram.botMessages(group).length === 41);
    expect(telegram.botMessages(group).filter(({ text }) => text?.includes('有点多'))).toHaveLength(1);
  });
});
