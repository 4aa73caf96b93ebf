import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeTelegram, type InlineQueryView, type Message, type Person, startFakeTelegram } from '../fakes/telegram/index.js';
import { call, refusal } from './call.js';

const TOO_OLD = 'Bad Request: query is too old and response timeout expired or query ID is invalid';

let telegram: FakeTelegram;
let reader: Person;
let now = 1_700_000_000_000;

beforeAll(async () => {
  const after = (ms: number, action: () => void): (() => void) => {
    const timer = setTimeout(action, ms);
    return () => {
      clearTimeout(timer);
    };
  };
  telegram = await startFakeTelegram({ clock: { now: () => now, after }, queryLifetimeMs: 15_000 });
  reader = telegram.user();
});
afterAll(() => telegram.close());

describe('pressing a button', () => {
  async function press(options?: { inaccessible: boolean }): Promise<string> {
    const chat = telegram.privateChat(reader);
    const reply_markup = { inline_keyboard: [[{ text: 'a', callback_data: '1' }], [{ text: 'b', callback_data: '2' }]] };
    const { result } = await call(telegram, 'sendMessage', { chat_id: chat.id, text: 'x', reply_markup });
    return reader.pressButton(result as Message, 1, options).queryId ?? '';
  }

  it('brings an update with the data and the message as it is shown', async () => {
    const id = await press();
    expect(telegram.pendingUpdates.at(-1)).toMatchObject({ callback_query: { id, data: '2', message: { text: 'x' }, from: reader.user } });
  });

  it('brings only the place of a message that is too old', async () => {
    await press({ inaccessible: true });
    const { message } = telegram.pendingUpdates.at(-1)?.['callback_query'] as { message: object };
    expect(Object.keys(message)).toEqual(['chat', 'message_id', 'date']);
  });

  it('can be answered once, in 200 characters', async () => {
    const callback_query_id = await press();
    expect(await refusal(telegram, 'answerCallbackQuery', { callback_query_id, text: 'x'.repeat(201) })).toBe(
      'Bad Request: MESSAGE_TOO_LONG',
    );
    expect(await refusal(telegram, 'answerCallbackQuery', { callback_query_id, text: 'x' })).toBe('accepted: true');
    expect(await refusal(telegram, 'answerCallbackQuery', { callback_query_id })).toBe(TOO_OLD);
  });

  it('cannot be answered later', async () => {
    const callback_query_id = await press();
    now += 15_001;
    expect(await refusal(telegram, 'answerCallbackQuery', { callback_query_id })).toBe(TOO_OLD);
  });
});

describe('asking inline', () => {
  const article = (id: string, change: object = {}): object => ({
    type: 'article',
    id,
    title: 'T',
    input_message_content: { message_text: 'text' },
    ...change,
  });
  const answer = (view: InlineQueryView, parameters: object): Promise<string | undefined> =>
    refusal(telegram, 'answerInlineQuery', { inline_query_id: view.queryId, ...parameters });

  it.each([
    ['fifty-one results', Array.from({ length: 51 }, (_, index) => article(String(index))), 'RESULTS_TOO_MUCH'],
    ['two with one id', [article('a'), article('a')], 'RESULT_ID_DUPLICATE'],
    ['an id of 65 bytes', [article('x'.repeat(65))], 'RESULT_ID_INVALID'],
    ['an article without a title', [article('a', { title: undefined })], 'can\'t parse inline query result: Can\'t find field "title"'],
    [
      'an article without content',
      [article('a', { input_message_content: undefined })],
      'can\'t parse inline query result: Can\'t find field "input_message_content"',
    ],
    ['a message that is too long', [article('a', { input_message_content: { message_text: 'x'.repeat(4097) } })], 'MESSAGE_TOO_LONG'],
    [
      'broken HTML',
      [article('a', { input_message_content: { message_text: '<b>', parse_mode: 'HTML' } })],
      'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
    ],
  ])('refuses %s', async (_, results, reason) => {
    expect(await answer(reader.inlineQuery(`refused ${reason}`), { results })).toBe(`Bad Request: ${reason}`);
  });

  it('refuses a button whose start parameter is not one', async () => {
    const button = { text: 'Open', start_parameter: 'a b' };
    expect(await answer(reader.inlineQuery('button'), { results: [], button })).toBe('Bad Request: START_PARAM_INVALID');
  });

  it('gives a kept answer to everybody', async () => {
    expect(await answer(reader.inlineQuery('shared'), { results: [article('a')] })).toBe('accepted: true');
    expect(telegram.user().inlineQuery('shared').fromCache).toBe(true);
  });

  it('keeps an answer for its time, and a personal one for its person', async () => {
    expect(await answer(reader.inlineQuery('cached'), { results: [article('a')], cache_time: 60, is_personal: true })).toBe(
      'accepted: true',
    );
    expect(reader.inlineQuery('cached')).toMatchObject({ fromCache: true, answer: { results: [{ id: 'a' }] } });
    expect(telegram.user().inlineQuery('cached').fromCache).toBe(false);
    now += 60_000;
    expect(reader.inlineQuery('cached').fromCache).toBe(false);
  });
});
