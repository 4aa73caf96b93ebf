import { afterEach, describe, expect, it } from 'vitest';
import { answered, quotes, refused } from '../fakes/scripted-answer-service.js';
import { faults } from '../fakes/telegram/index.js';
import { botMessage, buttonsOf, closeBots, quiet, setUpBot } from './set-up.js';

afterEach(closeBots);

describe('a private chat', () => {
  it('answers any text with numbered statements, quotations to unfold, and buttons', async () => {
    const { telegram } = await setUpBot();
    const reader = telegram.user({ language_code: 'zh-hans' });
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '为什么要修复灯塔？');
    const answer = await botMessage(telegram, chat, 1);
    expect(answer.text).toContain(`${quotes.reason} [1]`);
    expect(answer.entities?.map(({ type }) => type)).toContain('expandable_blockquote');
    expect(buttonsOf(answer)).toEqual([
      ['[1]', '[2]'],
      ['👍', '👎'],
    ]);
    expect(answer.reply_to_message).toBeUndefined();
  });

  it('links the place of a quotation to its very words in the source', async () => {
    const { telegram } = await setUpBot();
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '修复花了多久？');
    const { entities = [] } = await botMessage(telegram, chat, 1);
    const url = entities.find(({ type }) => type === 'text_link')?.url;
    expect(url).toMatch(/^https:\/\/example\.org\/lighthouse#:~:text=/);
    expect(decodeURIComponent(url ?? '')).toContain(quotes.duration);
  });

  it('greets on /start, with three questions as buttons that can be pressed', async () => {
    const { telegram } = await setUpBot();
    const reader = telegram.user({ language_code: 'en' });
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '/start');
    const welcome = await botMessage(telegram, chat, 1);
    expect(welcome.text).toContain('灯塔重新亮起');
    expect(buttonsOf(welcome)).toHaveLength(3);
    const press = reader.pressButton(welcome, 'How long did the repair take?');
    const answer = await botMessage(telegram, chat, 2);
    expect(answer.text).toMatch(/^How long did the repair take\?\n\n/);
    expect(answer.text).toContain(quotes.duration);
    await telegram.until(() => press.answer);
  });

  it.each([
    ['/sources', '灯塔重新亮起'],
    ['/help', '/forget'],
    ['/nonsense', '/forget'],
    ['/language', '繁體中文'],
    ['/forget', '记录'],
    ['/ask', '/ask'],
    ['/source 1', '还没有'],
  ])('deals with %s', async (command, expected) => {
    const { telegram } = await setUpBot();
    const reader = telegram.user({ language_code: 'zh-hans' });
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, command);
    const answer = await botMessage(telegram, chat, 1);
    expect(`${answer.text ?? ''}${buttonsOf(answer).flat().join()}`).toContain(expected);
  });

  it('continues a conversation, and forgets it when told to', async () => {
    const { telegram, answers } = await setUpBot();
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '修复花了多久？');
    await botMessage(telegram, chat, 1);
    reader.sendText(chat, '为什么？');
    await botMessage(telegram, chat, 2);
    expect(answers.asked[1]?.conversation.questions).toEqual(['修复花了多久？']);
    reader.sendText(chat, '/forget');
    await botMessage(telegram, chat, 3);
    reader.sendText(chat, '为什么？');
    await botMessage(telegram, chat, 4);
    expect(answers.asked[2]?.conversation.questions).toEqual([]);
  });

  it('continues from an older answer when the question replies to it', async () => {
    const { telegram, answers } = await setUpBot();
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '修复花了多久？');
    const first = await botMessage(telegram, chat, 1);
    reader.sendText(chat, '每天的电费是多少？');
    await botMessage(telegram, chat, 2);
    reader.sendText(chat, '谁说的？', { replyTo: first });
    await botMessage(telegram, chat, 3);
    expect(answers.asked[2]?.conversation.questions).toEqual(['修复花了多久？']);
  });

  it('has a friendly word for stickers, photos and voice, once for an album, and takes a caption as a question', async () => {
    const { telegram } = await setUpBot();
    const reader = telegram.user({ language_code: 'zh-hans' });
    const chat = telegram.privateChat(reader);
    reader.sendSticker(chat);
    expect((await botMessage(telegram, chat, 1)).text).toContain('表情');
    reader.sendVoice(chat);
    expect((await botMessage(telegram, chat, 2)).text).toContain('文字');
    reader.sendPhoto(chat, '修复花了多久？');
    expect((await botMessage(telegram, chat, 3)).text).toContain(quotes.duration);
    for (const message_id of [901, 902, 903]) {
      telegram.inject({ message: { message_id, date: 1, chat, from: reader.user, photo: [{}], media_group_id: 'album' } });
    }
    await botMessage(telegram, chat, 4);
    await quiet(telegram);
    expect(telegram.botMessages(chat)).toHaveLength(4);
  });

  it('answers an edited question by editing the answer, and only within ten minutes', async () => {
    const { telegram, clock } = await setUpBot();
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    const question = reader.sendText(chat, '修复花了多少？');
    const answer = await botMessage(telegram, chat, 1);
    reader.editMessage(question, '修复花了多久？');
    await telegram.until(() => telegram.shown(answer)?.text?.includes(quotes.duration));
    expect(buttonsOf(telegram.shown(answer))).toEqual([['[1]'], ['👍', '👎']]);
    clock.at += 11 * 60_000;
    reader.editMessage(question, '每天的电费是多少？');
    await quiet(telegram);
    expect(telegram.shown(answer)?.text).toContain(quotes.duration);
    expect(telegram.botMessages(chat)).toHaveLength(1);
  });

  it('shows typing while it works, and not after', async () => {
    let finish = (): void => undefined;
    const working = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { telegram } = await setUpBot({ script: { before: () => working } });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '修复花了多久？');
    await telegram.until(() => telegram.chatActions.length > 0);
    expect(telegram.chatActions[0]).toMatchObject({ chatId: chat.id, action: 'typing' });
    finish();
    await botMessage(telegram, chat, 1);
    await quiet(telegram);
    expect(telegram.calls.findLast(({ chatId }) => chatId === chat.id)?.method).toBe('sendMessage');
  });

  it('keeps the order of its answers when “typing” takes long to arrive', async () => {
    let finish = (): void => undefined;
    const working = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const before = (asked: string): Promise<void> => (asked === '修复花了多久？' ? working : Promise.resolve());
    const { telegram } = await setUpBot({ script: { before } });
    telegram.fail({ fault: faults.slow(500), method: 'sendChatAction', times: 1 });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '修复花了多久？');
    await telegram.until(() => telegram.callsOf('sendChatAction').length > 0);
    reader.sendText(chat, '每天的电费是多少？');
    finish();
    await botMessage(telegram, chat, 2);
    expect(telegram.botMessages(chat).map(({ text }) => text?.includes(quotes.duration))).toEqual([true, false]);
  });

  it('shows names with markup, and questions with markup, as text', async () => {
    const { telegram } = await setUpBot({ script: { answers: { '<b>&amp;': answered([quotes.cost]) }, suggestions: markupSuggestions } });
    const reader = telegram.user({ first_name: '<b>Ann</b>', language_code: 'en' });
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '/start');
    const welcome = await botMessage(telegram, chat, 1);
    reader.pressButton(welcome, 0);
    const answer = await botMessage(telegram, chat, 2);
    expect(answer.text).toMatch(/^<b>&amp;\n/);
  });
});

const markupSuggestions = { 'zh-Hans': ['<b>&amp;'], 'zh-Hant': ['<b>&amp;'], en: ['<b>&amp;'] };

describe('passages', () => {
  it('open in place with their neighbours, and lead back to the answer', async () => {
    const { telegram } = await setUpBot();
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '为什么要修复灯塔？');
    const answer = await botMessage(telegram, chat, 1);
    const press = reader.pressButton(answer, '[1]');
    await telegram.until(() => telegram.shown(answer)?.text !== answer.text);
    await telegram.until(() => press.answer);
    const opened = telegram.shown(answer)!;
    expect(opened.text).toContain('如果没有灯塔，船只只能等到天亮。');
    expect(opened.text).toContain(quotes.cost);
    expect(opened.text).toContain('为什么要修');
    expect(buttonsOf(opened)[0]).toEqual(['[2]']);
    reader.pressButton(opened, '返回');
    await telegram.until(() => telegram.shown(answer)?.text === answer.text);
    expect(telegram.shown(answer)?.entities).toEqual(answer.entities);
    expect(buttonsOf(telegram.shown(answer))).toEqual(buttonsOf(answer));
  });

  it('open for everybody in a group, for a message that Telegram no longer shows the bot, and say when the source has changed', async () => {
    const { telegram, answers } = await setUpBot();
    const [ann, ben] = [telegram.user(), telegram.user()];
    const group = telegram.supergroup({ members: [ann, ben] });
    ann.sendText(group, '/ask 为什么要修复灯塔？');
    const answer = await botMessage(telegram, group, 1);
    answers.changeSource();
    ben.pressButton(answer, '[1]', { inaccessible: true });
    await telegram.until(() => telegram.shown(answer)?.text?.includes('改动过'));
    expect(telegram.shown(answer)?.text).toContain(quotes.reason);
  });

  it('of a refusal can be opened, too', async () => {
    const { telegram } = await setUpBot();
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '北极有多冷？');
    const refusal = await botMessage(telegram, chat, 1);
    expect(buttonsOf(refusal)[0]).toEqual(['[1]', '[2]']);
    reader.pressButton(refusal, '[2]');
    await telegram.until(() => telegram.shown(refusal)?.text?.startsWith('[2]'));
  });

  it('come as a new message where the answer was deleted meanwhile', async () => {
    const { telegram } = await setUpBot();
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '修复花了多久？');
    const answer = await botMessage(telegram, chat, 1);
    reader.pressButton(answer, '[1]');
    reader.deleteMessage(answer);
    await telegram.until(() => telegram.botMessages(chat)[0]?.text?.startsWith('[1]'));
  });

  it('of an unknown button are apologised for', async () => {
    const { telegram } = await setUpBot();
    const reader = telegram.user({ language_code: 'en' });
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '修复花了多久？');
    const answer = await botMessage(telegram, chat, 1);
    const query = { id: '77', from: reader.user, chat_instance: '1', message: answer, data: 'an:older:version' };
    telegram.inject({ callback_query: query });
    await telegram.until(() => telegram.callsOf('answerCallbackQuery')[0]?.params['text']);
    expect(telegram.callsOf('answerCallbackQuery')[0]?.params['text']).toMatch(/ask/i);
  });
});

describe('feedback', () => {
  it('takes one vote a person, asks once for a reason with three buttons, and puts them away', async () => {
    const { telegram, stores } = await setUpBot();
    const reader = telegram.user({ language_code: 'zh-hans' });
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '修复花了多久？');
    const answer = await botMessage(telegram, chat, 1);
    const down = reader.pressButton(answer, '👎');
    await telegram.until(() => buttonsOf(telegram.shown(answer)).length === 3);
    expect((await telegram.until(() => down.answer)).text).toContain('哪里不好');
    expect(buttonsOf(telegram.shown(answer))[2]).toEqual(['答错了', '不完整', '看不懂']);
    expect(telegram.shown(answer)?.text).toBe(answer.text);
    reader.pressButton(telegram.shown(answer)!, '不完整');
    await telegram.until(() => buttonsOf(telegram.shown(answer)).length === 2);
    const [vote] = await stores.feedback.since(0);
    expect(vote).toMatchObject({ vote: 'down', reason: 'incomplete' });
    const up = reader.pressButton(telegram.shown(answer)!, '👍');
    await telegram.until(() => up.answer);
    expect(await stores.feedback.tally(vote!.answerId)).toEqual({ up: 1, down: 0 });
  });
});

describe('a group', () => {
  it('is answered on /ask and /ask@bot, in a reply that quotes the question; other bots’ commands are not ours', async () => {
    const { telegram } = await setUpBot();
    const reader = telegram.user();
    const group = telegram.supergroup({ members: [reader] });
    const asked = reader.sendText(group, '/ask 修复花了多久？');
    const answer = await botMessage(telegram, group, 1);
    expect(answer.reply_to_message?.message_id).toBe(asked.message_id);
    reader.sendText(group, '/ask@Footnote_Bot 每天的电费是多少？');
    expect((await botMessage(telegram, group, 2)).text).toContain(quotes.cost);
    reader.sendText(group, '/ask@other_bot 每天的电费是多少？');
    await quiet(telegram);
    expect(telegram.botMessages(group)).toHaveLength(2);
  });

  it('is answered when the bot is mentioned or replied to, and left alone otherwise', async () => {
    const { telegram, answers } = await setUpBot({ server: { bot: { privacyMode: false } } });
    const reader = telegram.user();
    const group = telegram.supergroup({ members: [reader] });
    reader.sendText(group, '修复花了多久？');
    reader.sendSticker(group);
    reader.sendText(group, '@footnote_bots 修复花了多久？');
    reader.sendText(group, '@footnote_bot，修复花了多久？');
    const answer = await botMessage(telegram, group, 1);
    expect(answers.asked.map(({ question }) => question)).toEqual(['修复花了多久？']);
    reader.sendText(group, '那为什么？', { replyTo: answer });
    await botMessage(telegram, group, 2);
    expect(answers.asked[1]?.conversation.questions).toEqual(['修复花了多久？']);
  });

  it('asks about the message that /ask or a mention replies to, or the part that was marked', async () => {
    const { telegram, answers } = await setUpBot({ server: { bot: { privacyMode: false } } });
    const [ann, ben] = [telegram.user(), telegram.user()];
    const group = telegram.supergroup({ members: [ann, ben] });
    const said = ben.sendText(group, '你们知道吗，修复花了多久？');
    ann.sendText(group, '/ask', { replyTo: said });
    await botMessage(telegram, group, 1);
    ann.sendText(group, '@footnote_bot', { replyTo: said, quote: '修复花了多久？' });
    await botMessage(telegram, group, 2);
    expect(answers.asked.map(({ question }) => question)).toEqual(['你们知道吗，修复花了多久？', '修复花了多久？']);
  });

  it('hears of a mention without words that it holds no question', async () => {
    const { telegram } = await setUpBot({ server: { bot: { privacyMode: false } } });
    const reader = telegram.user({ language_code: 'zh-hans' });
    const group = telegram.supergroup({ members: [reader] });
    reader.sendText(group, '@footnote_bot');
    expect((await botMessage(telegram, group, 1)).text).toBeTruthy();
  });

  it('has each topic’s answers in the topic', async () => {
    const { telegram } = await setUpBot();
    const reader = telegram.user();
    const forum = telegram.supergroup({ members: [reader], isForum: true });
    const topic = telegram.createTopic(forum, 'lighthouses', reader);
    reader.sendText(forum, '/ask 修复花了多久？', { topic });
    expect(await botMessage(telegram, forum, 1)).toMatchObject({ message_thread_id: topic, is_topic_message: true });
  });

  it('is answered in an ordinary supergroup’s thread without its number, which is of no use for sending', async () => {
    const { telegram } = await setUpBot();
    const [ann, ben] = [telegram.user(), telegram.user()];
    const group = telegram.supergroup({ members: [ann, ben] });
    const said = ben.sendText(group, '修复花了多久？');
    ann.sendText(group, '/ask', { replyTo: said });
    await botMessage(telegram, group, 1);
    expect(telegram.callsOf('sendMessage')[0]?.params['message_thread_id']).toBeUndefined();
  });

  it('keeps the lines of different people apart', async () => {
    const { telegram, answers } = await setUpBot();
    const [ann, ben] = [telegram.user(), telegram.user()];
    const group = telegram.supergroup({ members: [ann, ben] });
    ann.sendText(group, '/ask 修复花了多久？');
    await botMessage(telegram, group, 1);
    ben.sendText(group, '/ask 为什么？');
    await botMessage(telegram, group, 2);
    expect(answers.asked[1]?.conversation.questions).toEqual([]);
  });

  it('answers anonymous administrators, and no bots', async () => {
    const { telegram } = await setUpBot();
    const group = telegram.supergroup();
    const anonymous = { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };
    const ask = { date: 1, chat: group, from: anonymous, text: '/ask@footnote_bot 修复花了多久？' };
    telegram.inject({ message: { ...ask, message_id: 11 } });
    telegram.inject({ message: { ...ask, message_id: 12, sender_chat: group } });
    const answer = await botMessage(telegram, group, 1);
    expect(answer.text).toContain(quotes.duration);
    await quiet(telegram);
    expect(telegram.botMessages(group)).toHaveLength(1);
  });
});

describe('who is served', () => {
  it('tells people elsewhere once that they are not, and serves the chats that are allowed', async () => {
    const { telegram } = await setUpBot({ adapter: { allowedChats: ['4242'] } });
    const [stranger, guest] = [telegram.user({ language_code: 'en' }), telegram.user({ id: 4242 })];
    const [elsewhere, here] = [telegram.privateChat(stranger), telegram.privateChat(guest)];
    stranger.sendText(elsewhere, '修复花了多久？');
    stranger.sendText(elsewhere, '修复花了多久？');
    guest.sendText(here, '修复花了多久？');
    expect((await botMessage(telegram, here, 1)).text).toContain(quotes.duration);
    await botMessage(telegram, elsewhere, 1);
    await quiet(telegram);
    expect(telegram.botMessages(elsewhere)).toHaveLength(1);
    expect(telegram.botMessages(elsewhere)[0]?.text).not.toContain(quotes.duration);
    const typed = stranger.inlineQuery('修复花了多久？');
    await quiet(telegram);
    expect(typed.answer).toBeUndefined();
  });

  it('goes on serving a group that became a supergroup, and names the variable to change', async () => {
    const { telegram, bot, logged } = await setUpBot({ adapter: { allowedChats: ['-5'] }, started: false });
    const reader = telegram.user();
    const group = telegram.supergroup({ members: [reader] });
    telegram.inject({ message: { message_id: 1, date: 1, chat: group, from: reader.user, migrate_from_chat_id: -5 } });
    reader.sendText(group, '/ask 修复花了多久？');
    await bot.start();
    await botMessage(telegram, group, 1);
    expect(logged.join()).toContain('TELEGRAM_ALLOWED_CHATS');
  });

  it('is told once politely that it asks too fast', async () => {
    const { telegram } = await setUpBot({ limits: { windowSeconds: 60, perPerson: 2, perChat: 60 } });
    const reader = telegram.user({ language_code: 'zh-hans' });
    const chat = telegram.privateChat(reader);
    for (let index = 0; index < 6; index++) reader.sendText(chat, '修复花了多久？');
    await botMessage(telegram, chat, 3);
    await quiet(telegram);
    expect(telegram.botMessages(chat).map(({ text }) => text?.includes('有点快'))).toEqual([false, false, true]);
  });
});

describe('menus', () => {
  it('are set in Chinese and English for private chats, groups and group administrators, and left alone when they are right', async () => {
    const { telegram, bot } = await setUpBot();
    await telegram.until(() => telegram.callsOf('setMyCommands').length === 9);
    const menu = telegram.commandMenu({ type: 'all_private_chats' }, 'zh');
    expect(menu?.map(({ command }) => command)).toEqual(['start', 'ask', 'sources', 'source', 'help', 'language', 'forget']);
    expect(telegram.commandMenu({ type: 'all_group_chats' }, 'en')?.map(({ command }) => command)).not.toContain('start');
    expect(telegram.commandMenu({ type: 'all_chat_administrators' })).toBeDefined();
    await quiet(telegram);
    await bot.stop(1_000);
    await setUpBot({ telegram });
    await telegram.until(() => telegram.callsOf('getMyCommands').length === 18);
    await quiet(telegram);
    expect(telegram.callsOf('setMyCommands')).toHaveLength(9);
  });

  it('are in traditional Chinese in the private chats of those who read it', async () => {
    const { telegram } = await setUpBot();
    const reader = telegram.user({ language_code: 'zh-hant' });
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '/start');
    const menu = await telegram.until(() => telegram.commandMenu({ type: 'chat', chat_id: chat.id }));
    expect(menu.map(({ description }) => description).join()).toMatch(/[問語]/u);
  });
});

describe('inline mode', () => {
  it('offers the cited answer first, then passages, each with quotation and source', async () => {
    const { telegram } = await setUpBot();
    const reader = telegram.user();
    const friend = telegram.user();
    const chat = telegram.privateChat(friend);
    const view = reader.inlineQuery('为什么要修复灯塔？');
    const { results, is_personal, cache_time } = await telegram.until(() => view.answer);
    expect(results[0]).toMatchObject({ id: 'answer' });
    expect({ is_personal, cache_time }).toEqual({ is_personal: false, cache_time: 300 });
    const { message } = reader.chooseInlineResult(view, 0, chat);
    expect(message.text).toContain(quotes.reason);
    expect(message.text).toContain('《灯塔重新亮起》');
    await quiet(telegram);
    expect(telegram.botMessages(chat)).toEqual([]);
  });

  it('offers the suggested questions for an empty query, to the person alone, and in the language that was chosen', async () => {
    const { telegram } = await setUpBot();
    const reader = telegram.user({ language_code: 'zh-hans' });
    const empty = reader.inlineQuery('');
    expect(await telegram.until(() => empty.answer)).toMatchObject({ is_personal: true, results: [{ title: '修复花了多久？' }, {}, {}] });
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '/language English');
    await botMessage(telegram, chat, 1);
    const view = reader.inlineQuery('修复花了多久？');
    expect((await telegram.until(() => view.answer)).is_personal).toBe(true);
  });

  it('answers a refusal with the nearest passages, and nothing when something breaks', async () => {
    const script = { before: async (question: string) => (question === 'x' ? Promise.reject(new Error('broken')) : undefined) };
    const { telegram } = await setUpBot({ script });
    const reader = telegram.user();
    const view = reader.inlineQuery('北极有多冷？');
    expect((await telegram.until(() => view.answer)).results).toHaveLength(2);
    const broken = reader.inlineQuery('x');
    expect(await telegram.until(() => broken.answer)).toMatchObject({ results: [], cache_time: 1 });
  });
});

describe('long answers', () => {
  it('come in parts, none too long, with the buttons below the last; back from a passage shows the last part again', async () => {
    const long = Array.from({ length: 60 }, (_, index) => `第${index}句。${'灯塔重新亮起来了。'.repeat(20)}`);
    const statements = long.map((text) => ({ text, citations: [1], emphasis: [] }));
    const { telegram } = await setUpBot({ script: { answers: { 长: answered([quotes.cost], { statements }) } } });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '长');
    await telegram.until(() => buttonsOf(telegram.botMessages(chat).at(-1)).length > 0);
    const parts = telegram.botMessages(chat);
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.slice(0, -1).every((part) => part.reply_markup === undefined)).toBe(true);
    for (const sentence of long) expect(parts.filter(({ text }) => text?.includes(sentence))).toHaveLength(1);
    const last = parts.at(-1)!;
    reader.pressButton(last, '[1]');
    await telegram.until(() => telegram.shown(last)?.text?.startsWith('[1]'));
    reader.pressButton(telegram.shown(last)!, '返回');
    await telegram.until(() => telegram.shown(last)?.text === last.text);
  });

  it('that become short when the question is edited leave nothing behind', async () => {
    const long = answered([quotes.cost], { statements: [{ text: '长。'.repeat(3000), citations: [1], emphasis: [] }] });
    const { telegram } = await setUpBot({ script: { answers: { 长: long, 短: answered([quotes.cost]), 无: refused() } } });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    const question = reader.sendText(chat, '长');
    await botMessage(telegram, chat, 2);
    reader.editMessage(question, '短');
    await telegram.until(() => telegram.botMessages(chat).length === 1);
    expect(telegram.botMessages(chat)[0]?.text).toContain(quotes.cost);
  });
});
