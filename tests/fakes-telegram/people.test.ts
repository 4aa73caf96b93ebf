import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Chat, type FakeTelegram, type Message, type Person, startFakeTelegram } from '../fakes/telegram/index.js';
import { call } from './call.js';

let telegram: FakeTelegram;
let reader: Person;
let group: Chat;

beforeEach(async () => {
  telegram = await startFakeTelegram();
  reader = telegram.user();
  group = telegram.supergroup({ members: [reader] });
});
afterEach(() => telegram.close());

const received = (): readonly (string | undefined)[] =>
  telegram.pendingUpdates.map((update) => (update['message'] as Message | undefined)?.text);

describe('privacy mode', () => {
  it('hides talk, a mere mention, and commands for others', () => {
    reader.sendText(group, 'hello everybody');
    reader.sendText(group, '@footnote_bot what is o1?');
    reader.sendText(group, '/ask@other_bot what is o1?');
    expect(received()).toEqual([]);
  });

  it('shows commands for the bot, and those without a name while no other bot has spoken since', () => {
    reader.sendText(group, '/ask@Footnote_Bot one');
    reader.sendText(group, '/ask two');
    telegram.otherBotSpeaks(group, 'other_bot', 'hi');
    reader.sendText(group, '/ask three');
    expect(received()).toEqual(['/ask@Footnote_Bot one', '/ask two']);
  });

  it('shows replies to the bot, and replies to what was meant for it', async () => {
    const asked = reader.sendText(group, '/ask@footnote_bot one');
    const answer = (await call(telegram, 'sendMessage', { chat_id: group.id, text: 'x' })).result as Message;
    reader.sendText(group, 'why?', { replyTo: answer });
    reader.sendText(group, 'good question', { replyTo: asked });
    reader.sendText(group, 'aside', { replyTo: reader.sendText(group, 'unrelated') });
    expect(received()).toEqual(['/ask@footnote_bot one', 'why?', 'good question']);
  });

  it('shows an administrator everything', () => {
    telegram.setBot(group, 'administrator', reader);
    reader.sendText(group, '@footnote_bot hello');
    expect(received()).toEqual([undefined, '@footnote_bot hello']);
  });

  it('shows service messages', () => {
    telegram.addMember(group, telegram.user());
    expect(telegram.pendingUpdates).toHaveLength(1);
  });
});

describe('what people send', () => {
  it('carries the entities that Telegram finds', () => {
    const text = '/ask@footnote_bot 问 @ann_smith，见 https://a.b/c。';
    expect(reader.sendText(group, text).entities).toEqual([
      { type: 'bot_command', offset: 0, length: 17 },
      { type: 'mention', offset: 20, length: 10 },
      { type: 'url', offset: 33, length: 13 },
    ]);
  });

  it('can name a person without a username', () => {
    const entities = [{ type: 'text_mention', offset: 0, length: 3, user: reader.user }];
    expect(reader.sendText(group, 'Ann?', { entities }).entities).toEqual(entities);
  });

  it('can be pictures, stickers and voices, with captions', () => {
    const chat = telegram.privateChat(reader);
    reader.sendPhoto(chat, '/ask this');
    reader.sendVoice(chat);
    reader.sendSticker(chat);
    expect(telegram.pendingUpdates.map(({ message }) => Object.keys(message as Message).at(-1))).toEqual([
      'caption_entities',
      'voice',
      'sticker',
    ]);
  });

  it('can be edited', () => {
    const chat = telegram.privateChat(reader);
    reader.editMessage(reader.sendText(chat, 'What is o2?'), 'What is o1?');
    expect(telegram.pendingUpdates.at(-1)).toMatchObject({ edited_message: { message_id: 1, text: 'What is o1?' } });
  });

  it('includes leaving, and updates of no known kind', () => {
    telegram.privateChat(reader);
    reader.block();
    telegram.inject({ hologram: { from: 1 } });
    expect(telegram.pendingUpdates).toMatchObject([
      { my_chat_member: { new_chat_member: { status: 'kicked' } } },
      { hologram: { from: 1 } },
    ]);
  });
});

describe('what Telegram drops without a word', () => {
  const send = (text: string): Promise<unknown> => call(telegram, 'sendMessage', { chat_id: group.id, text, parse_mode: 'HTML' });

  it('is recorded: entities beyond a hundred', async () => {
    await send('<b>a</b> '.repeat(101));
    expect(telegram.silentLosses).toEqual([{ method: 'sendMessage', chatId: group.id, what: '1 entities beyond the first 100' }]);
    expect(telegram.botMessages(group)[0]?.entities).toHaveLength(100);
  });

  it('is recorded: quotations in quotations, anything in code, links to nowhere', async () => {
    await send('<blockquote expandable>a <blockquote>b</blockquote></blockquote><code>c<b>d</b></code> <a href="no where">e</a>');
    expect(telegram.silentLosses.map(({ what }) => what)).toEqual([
      'a link to "no where", which is not an address',
      'a block quotation inside a block quotation',
      'bold together with code',
    ]);
  });

  it('is nothing for a well-formed answer', async () => {
    await send(
      '<b>x</b> &lt;y&gt; &amp;nbsp; &#x601D; <a href="https://a.b/c#:~:text=%E6%80%9D&amp;x">[1]</a>\n<blockquote expandable>引</blockquote>',
    );
    expect(telegram.silentLosses).toEqual([]);
    expect(telegram.botMessages(group)[0]).toMatchObject({
      text: 'x <y> &nbsp; 思 [1]\n引',
      entities: [
        { type: 'bold', offset: 0, length: 1 },
        { type: 'text_link', offset: 15, length: 3, url: 'https://a.b/c#:~:text=%E6%80%9D&x' },
        { type: 'expandable_blockquote', offset: 19, length: 1 },
      ],
    });
  });
});
