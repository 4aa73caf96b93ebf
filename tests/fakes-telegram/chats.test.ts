import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Chat, type FakeTelegram, type Person, startFakeTelegram } from '../fakes/telegram/index.js';
import { call, refusal } from './call.js';

let telegram: FakeTelegram;
let owner: Person;
let group: Chat;

beforeEach(async () => {
  telegram = await startFakeTelegram();
  owner = telegram.user({ first_name: 'Owner' });
  group = telegram.supergroup({ title: 'Readers', username: 'readers', creator: owner, members: [telegram.user()] });
});
afterEach(() => telegram.close());

describe('what a bot can learn of a chat', () => {
  it('includes its title, by number or by name', async () => {
    const byName = await call(telegram, 'getChat', { chat_id: '@Readers' });
    expect(byName.result).toMatchObject({ id: group.id, type: 'supergroup', title: 'Readers' });
    expect(await call(telegram, 'getChat', { chat_id: group.id })).toEqual(byName);
  });

  it('includes who is an administrator, itself too', async () => {
    const administrators = async (): Promise<unknown> => (await call(telegram, 'getChatAdministrators', { chat_id: group.id })).result;
    expect(await administrators()).toMatchObject([{ status: 'creator', user: { first_name: 'Owner' } }]);
    telegram.setBot(group, 'administrator', owner);
    expect(await administrators()).toMatchObject([{ status: 'creator' }, { status: 'administrator', user: telegram.bot }]);
    expect(await refusal(telegram, 'getChatAdministrators', { chat_id: telegram.privateChat(owner).id })).toBe(
      'Bad Request: there are no administrators in the private chat',
    );
  });

  it('includes how somebody stands in it', async () => {
    const status = async (user_id: number): Promise<unknown> =>
      (await call(telegram, 'getChatMember', { chat_id: group.id, user_id })).result;
    const stranger = telegram.user();
    expect(await status(owner.user.id)).toMatchObject({ status: 'creator' });
    expect(await status(stranger.user.id)).toMatchObject({ status: 'left' });
    telegram.addMember(group, stranger);
    expect(await status(stranger.user.id)).toMatchObject({ status: 'member' });
    telegram.removeMember(group, stranger, owner);
    expect(await status(stranger.user.id)).toMatchObject({ status: 'kicked' });
  });
});

describe('what a bot can change', () => {
  it('is whether it is there', async () => {
    expect(await call(telegram, 'leaveChat', { chat_id: group.id })).toMatchObject({ result: true });
    expect(await refusal(telegram, 'leaveChat', { chat_id: group.id })).toBe('Forbidden: bot is not a member of the supergroup chat');
  });

  it('is its name and its descriptions, a language at a time', async () => {
    await call(telegram, 'setMyDescription', { description: 'Answers', language_code: '' });
    await call(telegram, 'setMyDescription', { description: '回答', language_code: 'zh' });
    const description = async (language_code: string): Promise<unknown> =>
      (await call(telegram, 'getMyDescription', { language_code })).result;
    expect(await description('zh')).toEqual({ description: '回答' });
    expect(await description('fr')).toEqual({ description: 'Answers' });
    expect(await refusal(telegram, 'setMyShortDescription', { short_description: 'x'.repeat(121) })).toMatch(/^Bad Request/);
  });

  it('is not a closed topic', async () => {
    const forum = telegram.supergroup({ isForum: true });
    const topic = telegram.createTopic(forum, 'Papers', owner);
    const send = (): Promise<string | undefined> =>
      refusal(telegram, 'sendMessage', { chat_id: forum.id, message_thread_id: topic, text: 'x' });
    expect(await send()).toMatch(/^accepted.*"is_topic_message":true/);
    telegram.closeTopic(forum, topic, owner);
    expect(await send()).toBe('Bad Request: TOPIC_CLOSED');
  });

  it('is a channel only as its administrator', async () => {
    const channel = telegram.channel();
    const post = (): Promise<string | undefined> => refusal(telegram, 'sendMessage', { chat_id: channel.id, text: 'x' });
    expect(await post()).toMatch(/^accepted.*"sender_chat"/);
    telegram.setBot(channel, 'member', owner);
    expect(await post()).toBe('Bad Request: need administrator rights in the channel chat');
  });
});
