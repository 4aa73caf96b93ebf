import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryStores } from '../../src/chat/index.js';
import { startFakeTelegram } from '../fakes/telegram/index.js';
import { quotes } from '../fakes/scripted-answer-service.js';
import { botMessage, closeBots, quiet, setUpBot } from './set-up.js';

afterEach(closeBots);

const question = '修复花了多久？';

/** Everything that version 0.1 wrote down of an update, beside who and where; and what the reader is to see. */
const owed = [
  ['question', { kind: 'question', message: 1, text: question }, quotes.duration],
  ['question that replies to an answer', { kind: 'question', message: 1, text: question, replyTo: 7 }, quotes.duration],
  ['command', { kind: 'command', message: 1, name: 'ask', argument: question }, quotes.duration],
  ['sticker', { kind: 'sticker', message: 1 }, '表情'],
  ['attachment', { kind: 'attachment', message: 1 }, '文字'],
] as const;

describe('what version 0.1 owed before an upgrade', () => {
  const person = { isPrivate: true, clientLanguage: 'zh-hans', admin: false };

  it.each(owed)('a %s is answered', async (_, written, words) => {
    const stores = createMemoryStores();
    const telegram = await startFakeTelegram();
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    const payload = { ...written, ...person, chat: chat.id, user: String(reader.user.id) };
    await stores.deliveries.accept({ platform: 'telegram', id: '1', chat: String(chat.id), payload, at: 1 });
    await setUpBot({ telegram, stores });
    expect((await botMessage(telegram, chat, 1)).text).toContain(words);
    await expect.poll(() => stores.deliveries.owed('telegram')).toEqual([]);
  });

  it('an edited question is answered again, and a press opens its passage', async () => {
    const stores = createMemoryStores();
    const first = await setUpBot({ stores });
    const { telegram } = first;
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    const asked = reader.sendText(chat, question);
    const answer = await botMessage(telegram, chat, 1);
    await expect.poll(() => stores.deliveries.owed('telegram')).toEqual([]);
    await quiet(telegram);
    await first.bot.stop(1_000);
    const place = { ...person, chat: chat.id, user: String(reader.user.id) };
    const edited = { ...place, kind: 'edited-question', message: asked.message_id, text: '每天的电费是多少？', thorough: false };
    await stores.deliveries.accept({ platform: 'telegram', id: '900', chat: String(chat.id), payload: edited, at: 1 });
    const second = await setUpBot({ telegram, stores });
    await telegram.until(() => telegram.shown(answer)?.text?.includes(quotes.cost));
    await quiet(telegram);
    await second.bot.stop(1_000);
    const [stored] = await stores.answers.since(0);
    const press = {
      ...place,
      kind: 'press',
      message: answer.message_id,
      query: '5',
      data: `open:${stored?.id}:1`,
      keyboard: [[{ text: '[1]' }]],
    };
    await stores.deliveries.accept({ platform: 'telegram', id: '901', chat: String(chat.id), payload: press, at: 2 });
    await setUpBot({ telegram, stores });
    await telegram.until(() => telegram.shown(answer)?.text?.startsWith('[1]'));
    expect(telegram.botMessages(chat)).toHaveLength(1);
    await expect.poll(() => stores.deliveries.owed('telegram')).toEqual([]);
  });

  it('what nobody can read is dropped, and said in the log', async () => {
    const stores = createMemoryStores();
    await stores.deliveries.accept({ platform: 'telegram', id: '1', chat: '1', payload: { kind: 'riddle' }, at: 1 });
    const { logged } = await setUpBot({ stores });
    await expect.poll(() => stores.deliveries.owed('telegram')).toEqual([]);
    expect(logged.join()).toContain('cannot be read by this version');
  });
});
