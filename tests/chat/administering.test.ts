import { describe, expect, it } from 'vitest';
import { textOf, toPlainText, type GroupQuestions, type Reply, type Sender as AnySender } from '../../src/chat/index.js';
import { setUpChat, type ChatSetup } from '../fakes/chat-setup.js';

type Sender = AnySender & { readonly admin?: boolean | undefined };
const admin: Sender = { platform: 'telegram', chat: 'boss', user: 'boss', clientLanguage: 'en', isPrivate: true, admin: true };
const reader = (user: string): Sender => ({ platform: 'telegram', chat: 'group', user, clientLanguage: 'en' });
const offTopic = '北京明天会下雨吗？';

const say = (setup: ChatSetup, name: 'stats' | 'unanswered' | 'help', { admin, ...sender }: Sender): Promise<Reply> =>
  setup.chat.handle({ kind: 'command', sender, name, argument: '' }, { admin });
const ask = (setup: ChatSetup, user: string, text: string): Promise<Reply> =>
  setup.chat.handle({ kind: 'question', sender: reader(user), text });

describe('administrators’ commands', () => {
  it.each(['stats', 'unanswered'] as const)('/%s is refused to everybody else, and says nothing', async (name) => {
    const setup = setUpChat();
    await ask(setup, 'a', offTopic);
    const text = toPlainText(await say(setup, name, { ...admin, admin: false }));
    expect(text).toBe('Only administrators can use this command.');
  });

  it('/help shows them to administrators', async () => {
    const text = toPlainText(await say(setUpChat(), 'help', admin));
    expect(text).toContain('/stats');
    expect(text).toContain('/unanswered');
  });

  it('/stats tells the last week in numbers', async () => {
    const setup = setUpChat();
    await ask(setup, 'a', '修复花了多久？');
    setup.clock.at += 8 * 86_400_000;
    const { answerId = '' } = await ask(setup, 'a', '修复花了多久？');
    await ask(setup, 'b', offTopic);
    await setup.chat.handle({ kind: 'action', sender: reader('a'), action: { kind: 'vote', answerId, vote: 'up' } });
    const text = toPlainText(await say(setup, 'stats', admin));
    expect(text).toContain('2 messages from 2 people');
    expect(text).toContain('1 answered, 0 answered with a caution, 1 not in the articles');
    expect(text).toContain('1 👍, 0 👎');
  });

  it('/unanswered tells what the articles could not answer, the most asked first, to the person alone', async () => {
    const setup = setUpChat();
    await ask(setup, 'a', '火星上有水吗？');
    await ask(setup, 'a', offTopic);
    await ask(setup, 'b', ` ${offTopic}`);
    await ask(setup, 'b', '修复花了多久？');
    const reply = await say(setup, 'unanswered', admin);
    expect(reply.placement).toBe('aside');
    expect(textOf(reply.blocks[1]!).split('\n')).toEqual([`${offTopic} (×2)`, '火星上有水吗？']);
  });

  it('/unanswered shows nobody’s questions to a group', async () => {
    const setup = setUpChat();
    await ask(setup, 'a', offTopic);
    const text = toPlainText(await say(setup, 'unanswered', { ...admin, chat: 'group', isPrivate: false }));
    expect(text).toContain('private chat');
    expect(text).not.toContain('北京');
  });

  it.each(['telegram', 'discord'] as const)('tell in a group on %s of that group alone, and in private of everything', async (platform) => {
    const setup = setUpChat();
    const here: Sender = { platform, chat: 'group', user: 'a', clientLanguage: 'en' };
    for (const [sender, text] of [
      [here, '火星上有水吗？'],
      [{ ...here, chat: 'elsewhere', user: 'b' }, '北京明天会下雨吗？'],
      [{ ...here, chat: 'c', user: 'c', isPrivate: true }, '我的工资是多少？'],
      [{ ...here, platform: platform === 'discord' ? 'telegram' : 'discord', user: 'd' }, '别的平台上的问题？'],
    ] as const) {
      const { answerId = '' } = await setup.chat.handle({ kind: 'question', sender, text });
      await setup.chat.handle({ kind: 'action', sender, action: { kind: 'vote', answerId, vote: 'down' } });
    }
    const inGroup: Sender = { platform, chat: 'group', user: 'boss', clientLanguage: 'en', admin: true };
    const told = toPlainText(await say(setup, 'stats', inGroup));
    expect(told).toContain('1 message from 1 person');
    expect(told).toContain('0 👍, 1 👎');
    expect(toPlainText(await say(setup, 'stats', { ...inGroup, chat: 'boss', isPrivate: true }))).toContain('4 messages from 4 people');

    const shown = toPlainText(await say(setup, 'unanswered', inGroup));
    for (const secret of ['北京', '工资', '别的平台']) expect(shown).not.toContain(secret);
    if (platform === 'discord') expect(shown).toContain('火星');
    else expect(shown).toContain('private chat');
    const everything = toPlainText(await say(setup, 'unanswered', { ...inGroup, chat: 'boss', isPrivate: true }));
    for (const asked of ['火星', '北京', '工资', '别的平台']) expect(everything).toContain(asked);
  });

  it.each([
    ['somebody who is not named', { admin: false }],
    ['somebody of whom nothing is known', { admin: undefined }],
    ['the owner of a server of his own', { chat: 'own server', admin: false }],
  ])('tell %s nothing, in private or not', async (_, who) => {
    const setup = setUpChat();
    await ask(setup, 'a', offTopic);
    for (const isPrivate of [true, false]) {
      for (const name of ['stats', 'unanswered'] as const) {
        const text = toPlainText(await say(setup, name, { ...admin, platform: 'discord', isPrivate, ...who }));
        expect(text).toBe('Only administrators can use this command.');
      }
    }
  });

  it('brings questions together as it is told to', async () => {
    const groupQuestions: GroupQuestions = async (questions) => [{ question: 'weather', count: questions.length }];
    const setup = setUpChat({}, { groupQuestions });
    await ask(setup, 'a', offTopic);
    await ask(setup, 'a', '火星上有水吗？');
    expect(toPlainText(await say(setup, 'unanswered', admin))).toContain('weather (×2)');
  });

  it('say so when there is nothing to tell', async () => {
    const setup = setUpChat();
    expect(toPlainText(await say(setup, 'stats', admin))).toContain('Nobody has asked anything');
    expect(toPlainText(await say(setup, 'unanswered', admin))).toContain('had something in the articles');
  });
});
