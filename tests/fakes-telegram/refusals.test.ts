import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Chat, type FakeTelegram, type Message, type Person, startFakeTelegram } from '../fakes/telegram/index.js';
import { call, post, refusal } from './call.js';

let telegram: FakeTelegram;
let reader: Person;
let chat: Chat;
let question: Message;

beforeAll(async () => {
  telegram = await startFakeTelegram();
  reader = telegram.user();
  chat = telegram.privateChat(reader);
  question = reader.sendText(chat, 'What is 思维链?');
});
afterAll(() => telegram.close());

const send = (parameters: object): Promise<string | undefined> =>
  refusal(telegram, 'sendMessage', { chat_id: chat.id, text: 'x', ...parameters });
const html = (text: string): Promise<string | undefined> => send({ text, parse_mode: 'HTML' });
const keyboard = (...rows: object[][]): object => ({ reply_markup: { inline_keyboard: rows } });

describe('who is called, and how', () => {
  it('does not know a wrong token', async () => {
    expect(await post(telegram, '/bot1:wrong/getMe', '{}', 'application/json')).toMatchObject({ status: 401, description: 'Unauthorized' });
  });

  it('does not know a method that is not there', async () => {
    expect(await call(telegram, 'sendNonsense')).toEqual({ status: 404, ok: false, error_code: 404, description: 'Not Found' });
  });

  it('reads parameters from JSON, a form, multipart and the query string alike', async () => {
    const path = `/bot${telegram.token}/sendMessage`;
    const form = new FormData();
    form.set('chat_id', String(chat.id));
    form.set('text', 'same');
    const answers = [
      await post(telegram, path, JSON.stringify({ chat_id: chat.id, text: 'same' }), 'application/json'),
      await post(telegram, path, `chat_id=${chat.id}&text=same`, 'application/x-www-form-urlencoded'),
      await post(telegram, path, form),
      await post(telegram, `${path}?chat_id=${chat.id}&text=same`, ''),
    ];
    expect(answers.map(({ result }) => result)).toEqual(Array(4).fill(expect.objectContaining({ text: 'same' })));
  });

  it.each([
    [{ chat_id: '' }, 'Bad Request: chat_id is empty'],
    [{ chat_id: 42 }, 'Bad Request: chat not found'],
  ])('refuses to send to %j', async (target, description) => {
    expect(await send(target)).toBe(description);
  });
});

describe('text', () => {
  it('must be there, and comes before the chat', async () => {
    expect(await send({ text: '' })).toBe('Bad Request: message text is empty');
    expect(await send({ text: undefined, chat_id: 0 })).toBe('Bad Request: message text is empty');
  });

  it('must not be empty once the tags are gone', async () => {
    expect(await html('<b> </b>')).toBe('Bad Request: text must be non-empty');
    expect(await send({ text: ' \n ' })).toBe('Bad Request: text must be non-empty');
  });

  it('is counted in UTF-16 units after the tags are gone', async () => {
    expect(await html(`<b>${'字'.repeat(4096)}</b>`)).toMatch(/^accepted/);
    expect(await html('😀'.repeat(2049))).toBe('Bad Request: message is too long');
  });

  it.each([
    ['<x>a</x>', 'Unsupported start tag "x" at byte offset 0'],
    ['思<br>a', 'Unsupported start tag "br" at byte offset 3'],
    ['1 < 2', 'Unsupported start tag "" at byte offset 2'],
    ['a <b', 'Unclosed start tag at byte offset 2'],
    ['<b>a', 'Can\'t find end tag corresponding to start tag "b"'],
    ['a</b>', 'Unexpected end tag at byte offset 1'],
    ['<b><i>a</b></i>', 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'],
    ['<span>a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['<a href=http://x.y/z>a</a>', 'Unexpected end of name token at byte offset 8'],
  ])('refuses the HTML %j', async (text, reason) => {
    expect(await html(text)).toBe(`Bad Request: can't parse entities: ${reason}`);
  });

  it.each([
    [{ type: 'bold', offset: 4, length: 2 }, 'entity beginning at UTF-16 offset 4 ends after the end of the text at UTF-16 offset 6'],
    [{ type: 'bold', offset: 100, length: 1 }, 'entity begins after the end of the text at UTF-16 offset 100'],
    [{ type: 'bold', offset: -1, length: 1 }, 'receive an entity with incorrect offset -1'],
    [{ type: 'bold', offset: 2, length: 2 }, 'entity begins in a middle of a UTF-16 symbol at UTF-16 offset 2'],
    [{ type: 'shiny', offset: 0, length: 1 }, "can't parse MessageEntity: Unsupported type specified"],
    [{ type: 'text_link', offset: 0, length: 1 }, 'can\'t parse MessageEntity: Can\'t find field "url"'],
    [{ type: 'text_link', offset: 0, length: 1, url: 'nowhere' }, "entity URL 'nowhere' is invalid: Wrong HTTP URL"],
  ])('refuses the entity %j', async (entity, reason) => {
    expect(await send({ text: 'a😀bcd'.slice(0, 5), entities: [entity] })).toBe(`Bad Request: ${reason}`);
  });

  it('needs preview options of the right types', async () => {
    expect(await send({ link_preview_options: { is_disabled: 'yes' } })).toBe('Bad Request: field "is_disabled" must be of type Boolean');
    expect(await send({ link_preview_options: { url: 'nowhere' } })).toBe('Bad Request: WEBPAGE_URL_INVALID');
    expect(await send({ link_preview_options: { is_disabled: true } })).toMatch(/^accepted.*"link_preview_options":{"is_disabled":true}/);
  });

  it('refuses a parse mode that does not exist', async () => {
    expect(await send({ parse_mode: 'BBCode' })).toBe('Bad Request: unsupported parse_mode');
  });
});

describe('keyboards', () => {
  it.each([
    ['nothing to do', { text: 'x' }, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"],
    ['two things to do', { text: 'x', url: 'https://a.b', callback_data: 'y' }, 'BUTTON_TYPE_INVALID'],
    ['no text', { callback_data: 'y' }, 'can\'t parse inline keyboard button: Can\'t find field "text"'],
    [
      'empty data',
      { text: 'x', callback_data: '' },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    ['a way to pay', { text: 'x', pay: true }, 'BUTTON_TYPE_INVALID'],
    ['another protocol', { text: 'x', url: 'ftp://a.b' }, "inline keyboard button URL 'ftp://a.b' is invalid: Unsupported URL protocol"],
    ['65 bytes of data', { text: 'x', callback_data: `${'思'.repeat(21)}ab` }, 'BUTTON_DATA_INVALID'],
    ['no address', { text: 'x', url: 'not an address' }, "inline keyboard button URL 'not an address' is invalid: Wrong HTTP URL"],
  ])('refuse a button with %s', async (_, button, reason) => {
    expect(await send(keyboard([button]))).toBe(`Bad Request: ${reason}`);
  });

  it('take 64 bytes of data and eight buttons a row', async () => {
    const button = { text: 'x', callback_data: `${'思'.repeat(21)}a` };
    expect(await send(keyboard(Array<object>(8).fill(button)))).toMatch(/^accepted/);
    expect(await send(keyboard(Array<object>(9).fill(button)))).toBe('Bad Request: reply markup is too long');
  });

  it('refuse what is not JSON', async () => {
    expect(await send({ reply_markup: '{' })).toBe("Bad Request: can't parse reply keyboard markup JSON object");
    expect(await send({ reply_markup: { inline_keyboard: 'x' } })).toBe('Bad Request: field "inline_keyboard" must be of type Array');
  });
});

describe('replies and topics', () => {
  it('needs the message that is answered', async () => {
    expect(await send({ reply_parameters: { message_id: 999 } })).toBe('Bad Request: message to be replied not found');
    expect(await send({ reply_parameters: { quote: 'x' } })).toBe('Bad Request: can\'t find field "message_id"');
    expect(await send({ reply_parameters: { message_id: 999, allow_sending_without_reply: true } })).toMatch(/^accepted/);
  });

  it('needs the quote to be in it, letter for letter', async () => {
    const quoting = (quote: string): Promise<string | undefined> => send({ reply_parameters: { message_id: question.message_id, quote } });
    expect(await quoting('思维链')).toMatch(/^accepted.*"position":8/);
    expect(await quoting('思維鏈')).toBe('Bad Request: QUOTE_TEXT_INVALID');
  });

  it('needs the topic, and takes the thread of an ordinary supergroup for none', async () => {
    const group = telegram.supergroup({ bot: 'administrator' });
    const root = reader.sendText(group, 'first');
    const reply = reader.sendText(group, 'second', { replyTo: root });
    expect(reply).toMatchObject({ message_thread_id: root.message_id });
    expect(reply).not.toHaveProperty('is_topic_message');
    const description = await send({ chat_id: group.id, message_thread_id: reply.message_thread_id });
    expect(description).toBe('Bad Request: message thread not found');
  });

  it('answers inside the topic of what it answers', async () => {
    const forum = telegram.supergroup({ isForum: true, bot: 'administrator' });
    const topic = telegram.createTopic(forum, 'Papers', reader);
    const asked = reader.sendText(forum, '/ask why', { topic });
    const answer = await call(telegram, 'sendMessage', {
      chat_id: forum.id,
      text: 'x',
      reply_parameters: { message_id: asked.message_id },
    });
    expect(answer.result).toMatchObject({ message_thread_id: topic, is_topic_message: true });
  });
});

describe('editing and deleting', () => {
  it('needs a message of the bot that is there and a change', async () => {
    const { result } = await call(telegram, 'sendMessage', { chat_id: chat.id, text: '<b>a</b>', parse_mode: 'HTML' });
    const own = (result as Message).message_id;
    const edit = (parameters: object): Promise<string | undefined> =>
      refusal(telegram, 'editMessageText', { chat_id: chat.id, ...parameters });
    expect(await edit({ text: 'b' })).toBe('Bad Request: message identifier is not specified');
    expect(await edit({ message_id: 999, text: 'b' })).toBe('Bad Request: message to edit not found');
    expect(await edit({ message_id: question.message_id, text: 'b' })).toBe("Bad Request: message can't be edited");
    expect(await edit({ message_id: own, text: '<strong>a</strong>', parse_mode: 'HTML' })).toBe(
      'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content ' +
        'and reply markup of the message',
    );
    expect(await edit({ message_id: own, text: 'x'.repeat(4097) })).toBe('Bad Request: MESSAGE_TOO_LONG');
    expect(await edit({ message_id: own, text: 'a' })).toMatch(/^accepted.*edit_date/);
  });

  it('loses the keyboard that an edit does not name', async () => {
    const markup = keyboard([{ text: 'x', callback_data: 'y' }]);
    const { result } = await call(telegram, 'sendMessage', { chat_id: chat.id, text: 'a', ...markup });
    const edited = await call(telegram, 'editMessageText', { chat_id: chat.id, message_id: (result as Message).message_id, text: 'b' });
    expect(edited.result).not.toHaveProperty('reply_markup');
  });

  it('deletes once', async () => {
    const { result } = await call(telegram, 'sendMessage', { chat_id: chat.id, text: 'a' });
    const target = { chat_id: chat.id, message_id: (result as Message).message_id };
    expect(await call(telegram, 'deleteMessage', target)).toMatchObject({ result: true });
    expect(await refusal(telegram, 'deleteMessage', target)).toBe('Bad Request: message to delete not found');
  });
});

describe('chats that the bot may not write to any more', () => {
  it('is blocked, kicked, gone, or was never let in', async () => {
    const other = telegram.user();
    const their = telegram.privateChat(other, { started: false });
    expect(await send({ chat_id: their.id })).toBe("Forbidden: bot can't initiate conversation with a user");
    other.sendText(their, '/start');
    expect(await send({ chat_id: their.id })).toMatch(/^accepted/);
    other.block();
    expect(await send({ chat_id: their.id })).toBe('Forbidden: bot was blocked by the user');
    const group = telegram.supergroup();
    telegram.setBot(group, 'kicked', other);
    expect(await send({ chat_id: group.id })).toBe('Forbidden: bot was kicked from the supergroup chat');
    telegram.setBot(group, 'left', other);
    expect(await send({ chat_id: group.id })).toBe('Forbidden: bot is not a member of the supergroup chat');
  });

  it('tells where a group has moved', async () => {
    const group = telegram.group();
    const supergroup = telegram.migrate(group, reader);
    expect(await call(telegram, 'sendMessage', { chat_id: group.id, text: 'x' })).toMatchObject({
      status: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: supergroup.id },
    });
    expect(await send({ chat_id: supergroup.id })).toMatch(/^accepted/);
  });
});

describe('the menu, the profile and small signals', () => {
  const scope = { type: 'all_group_chats' };

  it('keeps commands by scope and language', async () => {
    const commands = [{ command: 'ask', description: '提问' }];
    await call(telegram, 'setMyCommands', { commands, scope, language_code: 'zh' });
    expect(telegram.commandMenu(scope, 'zh')).toEqual(commands);
    expect((await call(telegram, 'getMyCommands', { scope })).result).toEqual([]);
  });

  it.each([
    [{ commands: [{ command: 'Ask', description: 'x' }] }, 'BOT_COMMAND_INVALID'],
    [{ commands: [{ command: 'ask', description: '' }] }, 'BOT_COMMAND_DESCRIPTION_INVALID'],
    [{ commands: Array<object>(101).fill({ command: 'ask', description: 'x' }) }, 'BOT_COMMANDS_TOO_MUCH'],
    [{ commands: [], language_code: 'zh-hant' }, 'invalid language code specified'],
  ])('refuses a wrong menu', async (parameters, reason) => {
    expect(await refusal(telegram, 'setMyCommands', parameters)).toBe(`Bad Request: ${reason}`);
  });

  it('knows its actions and reactions', async () => {
    expect(await refusal(telegram, 'sendChatAction', { chat_id: chat.id, action: 'thinking' })).toBe(
      'Bad Request: wrong parameter action in request',
    );
    await call(telegram, 'sendChatAction', { chat_id: chat.id, action: 'typing' });
    expect(telegram.chatActions.at(-1)).toMatchObject({ chatId: chat.id, action: 'typing' });
    const react = (emoji: string): Promise<string | undefined> =>
      refusal(telegram, 'setMessageReaction', { chat_id: chat.id, message_id: question.message_id, reaction: [{ type: 'emoji', emoji }] });
    expect(await react('🥦')).toBe('Bad Request: REACTION_INVALID');
    expect(await react('👀')).toBe('accepted: true');
    expect(telegram.reactionsTo(question)).toEqual([{ type: 'emoji', emoji: '👀' }]);
  });
});
