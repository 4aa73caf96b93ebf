import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryStores, type Stores } from '../../src/chat/index.js';
import { quotes } from '../fakes/scripted-answer-service.js';
import { botMessage, closeBots, responseTo, setUpBot, wordsOf } from './set-up.js';

afterEach(closeBots);

const question = '修复花了多久？';

/** Everything that version 0.1 wrote down of a message; and what the reader is to see. */
const owed = [
  ['question', { kind: 'question', text: question, unseen: false, own: true }, quotes.duration],
  ['sticker', { kind: 'sticker' }, '表情'],
  ['attachment', { kind: 'attachment' }, '文字'],
] as const;

describe('what version 0.1 owed before an upgrade', () => {
  it.each(owed)('a %s in a channel is answered', async (_, deed, words) => {
    const stores = createMemoryStores();
    const before = await setUpBot({ stores, started: false });
    const { discord, reader, channel, guild } = before;
    const { id } = reader.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
    const payload = {
      id,
      channel: channel.id,
      guild: guild.id,
      user: reader.user.id,
      thread: true,
      member: true,
      deed,
      way: { kind: 'message' },
    };
    await stores.deliveries.accept({ platform: 'discord', id, chat: channel.id, payload, at: 1 });
    await setUpBot({ before, stores });
    expect(wordsOf(await botMessage(discord, channel, 1))).toContain(words);
    await expect.poll(() => stores.deliveries.owed('discord')).toEqual([]);
  });

  it.each([
    ['question', (answerId: string) => ({ kind: 'question', text: question, unseen: true, own: true, replyTo: answerId }), quotes.duration],
    ['command', () => ({ kind: 'command', name: 'source', argument: '1' }), quotes.duration],
    ['press', (answerId: string) => ({ kind: 'press', data: `open:${answerId}:1` }), quotes.duration],
    ['press of a button of another version', () => ({ kind: 'press', data: 'nonsense' }), '回答'],
    ['comment', (answerId: string) => ({ kind: 'comment', answerId, reason: 'incomplete', comment: '…' }), '记下'],
  ] as const)('a %s by an interaction is answered', async (_, deedOf, words) => {
    const { stores, first, view, owedWith, answerId } = await cutOff();
    await setUpBot({ before: first, stores: owedWith(deedOf(answerId)) });
    expect(wordsOf(await responseTo(first.discord, view))).toContain(words);
    await expect.poll(() => stores.deliveries.owed('discord')).toEqual([]);
  });

  it('a thread is opened on the answer', async () => {
    const { stores, first, view, message, owedWith, answerId } = await cutOff();
    await setUpBot({ before: first, stores: owedWith({ kind: 'thread', answerId, message }) });
    expect(wordsOf(await responseTo(first.discord, view))).toBe(`<#${message}>`);
    await expect.poll(() => stores.answers.answerShownIn({ platform: 'discord', chat: message, message })).toBeDefined();
  });

  it('what nobody can read is dropped, and said in the log', async () => {
    const stores = createMemoryStores();
    await stores.deliveries.accept({ platform: 'discord', id: '1', chat: '1', payload: { deed: 'riddle' }, at: 1 });
    const { logged } = await setUpBot({ stores });
    await expect.poll(() => stores.deliveries.owed('discord')).toEqual([]);
    expect(logged.join()).toContain('cannot be read by this version');
  });
});

/** A bot that has answered one question, and was cut off while it answered another interaction. */
async function cutOff() {
  const stores = createMemoryStores();
  const before = (asked: string): Promise<void> => (asked === question ? Promise.resolve() : new Promise(() => undefined));
  const first = await setUpBot({ stores, script: { before } });
  const { discord, reader, channel, guild } = first;
  const { id: message } = await responseTo(discord, reader.slash('ask', { question }, { where: channel }));
  const view = reader.slash('ask', { question: '…' }, { where: channel });
  await discord.until(() => view.acknowledgedAfterMs !== undefined);
  await first.bot.stop(100);
  const [answer] = await stores.answers.since(0);

  /** The stores as if version 0.1 had written down what was under way. */
  const owedWith = (deed: object): Stores => {
    const way = { kind: 'interaction', application: discord.bot.id, token: view.token, ephemeral: false, inPlace: false, mute: false };
    const where = { id: view.id, channel: channel.id, guild: guild.id, user: reader.user.id, clientLanguage: 'zh-CN' };
    const payload = { ...where, isPrivate: false, thread: true, member: true, deed, way };
    const update = { platform: 'discord', id: view.id, chat: channel.id, payload, at: 2 } as const;
    return { ...stores, deliveries: { ...stores.deliveries, owed: async () => [update] } };
  };
  return { stores, first, view, message, owedWith, answerId: answer?.id ?? '' };
}
