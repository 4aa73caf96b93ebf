import { Telegraf } from 'telegraf';
import { message } from 'telegraf/filters';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeTelegram, faults, startFakeTelegram } from '../fakes/telegram/index.js';

describe('the real telegraf client against the fake', () => {
  let telegram: FakeTelegram;
  let bot: Telegraf;
  let running: Promise<void> | undefined;

  beforeEach(async () => {
    telegram = await startFakeTelegram();
    bot = new Telegraf(telegram.token, { telegram: { apiRoot: telegram.apiRoot } });
  });

  afterEach(async () => {
    if (running) bot.stop();
    await running;
    running = undefined;
    await telegram.close();
  });

  function launch(): void {
    running = bot.launch();
  }

  it('introduces the bot', async () => {
    const me = await bot.telegram.getMe();
    expect(me).toMatchObject({ is_bot: true, username: 'footnote_bot', can_read_all_group_messages: false, supports_inline_queries: true });
  });

  it('receives a question by polling and answers it in HTML', async () => {
    bot.on(message('text'), (context) => context.reply(`<b>${context.message.text}</b>?`, { parse_mode: 'HTML' }));
    launch();
    const reader = telegram.user({ first_name: '<b>Ann</b>', language_code: 'zh-hans' });
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, 'What is o1');
    const [answer] = await telegram.until(() => telegram.botMessages(chat).length > 0 && telegram.botMessages(chat));
    expect(answer).toMatchObject({ text: 'What is o1?', entities: [{ type: 'bold', offset: 0, length: 10 }] });
  });

  it('acknowledges what it received', async () => {
    launch();
    const reader = telegram.user();
    reader.sendText(telegram.privateChat(reader), 'hello');
    await telegram.until(() => telegram.callsOf('getUpdates').length >= 2 && telegram.pendingUpdates.length === 0);
  });

  it('opens a passage in place when a button is pressed', async () => {
    bot.command('ask', (context) =>
      context.reply('answer', { reply_markup: { inline_keyboard: [[{ text: '[1]', callback_data: 'open:1' }]] } }),
    );
    bot.on('callback_query', async (context) => {
      await context.editMessageText('passage', { reply_markup: { inline_keyboard: [[{ text: 'back', callback_data: 'back' }]] } });
      await context.answerCbQuery('opened');
    });
    launch();
    const reader = telegram.user();
    const group = telegram.supergroup({ members: [reader] });
    reader.sendText(group, '/ask@footnote_bot why');
    const answer = await telegram.until(() => telegram.botMessages(group)[0]);
    const press = reader.pressButton(answer, '[1]');
    await telegram.until(() => press.answer !== undefined);
    expect(press.answer?.text).toBe('opened');
    expect(telegram.shown(answer)).toMatchObject({ text: 'passage', reply_markup: { inline_keyboard: [[{ text: 'back' }]] } });
  });

  it('answers an inline query, and the chosen result can be edited', async () => {
    bot.on('inline_query', (context) =>
      context.answerInlineQuery(
        [
          {
            type: 'article',
            id: 'one',
            title: context.inlineQuery.query,
            input_message_content: { message_text: '<i>quote</i>', parse_mode: 'HTML' },
            reply_markup: { inline_keyboard: [[{ text: 'more', callback_data: 'more' }]] },
          },
        ],
        { cache_time: 10 },
      ),
    );
    bot.on('chosen_inline_result', async (context) => {
      await context.telegram.editMessageText(undefined, undefined, context.chosenInlineResult.inline_message_id, 'the whole quote');
    });
    launch();
    const reader = telegram.user();
    const view = reader.inlineQuery('o1');
    await telegram.until(() => view.answer);
    const { message: chosen, inlineMessageId } = reader.chooseInlineResult(view, 'one', telegram.group());
    expect(chosen).toMatchObject({ text: 'quote', via_bot: { username: 'footnote_bot' } });
    await telegram.until(() => telegram.inlineMessage(inlineMessageId ?? '')?.text === 'the whole quote');
  });

  it('tells telegraf how long to wait after too many requests', async () => {
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    telegram.fail({ method: 'sendMessage', chat, fault: faults.tooManyRequests(137) });
    await expect(bot.telegram.sendMessage(chat.id, 'hello')).rejects.toMatchObject({ code: 429, parameters: { retry_after: 137 } });
  });
});
