import { describe, expect, it } from 'vitest';
import { commandsOffered, toPlainText, type CommandName, type Sender } from '../../src/chat/index.js';
import { setUpChat, type ChatSetup } from '../fakes/chat-setup.js';
import { quotes, suggestedQuestions } from '../fakes/scripted-answer-service.js';

const sender: Sender = { platform: 'telegram', chat: 'c', user: 'u', clientLanguage: 'zh-CN' };

async function say(setup: ChatSetup, name: CommandName, argument = ''): Promise<string> {
  return toPlainText(await setup.chat.handle({ kind: 'command', sender, name, argument }));
}

const ask = (setup: ChatSetup, text: string): Promise<unknown> => setup.chat.handle({ kind: 'question', sender, text });

describe('commands', () => {
  it('/start greets, says what the sources are and offers three questions', async () => {
    const text = await say(setUpChat(), 'start');
    expect(text).toContain('《灯塔重新亮起》');
    for (const question of suggestedQuestions['zh-Hans']) expect(text).toContain(question);
  });

  it('/ask asks, and without a question says how', async () => {
    const setup = setUpChat();
    expect(await say(setup, 'ask', ' 修复花了多久？ ')).toContain(quotes.duration);
    expect(setup.answers.asked[0]?.question).toBe('修复花了多久？');
    expect(await say(setup, 'ask', '  ')).toContain('/ask ');
  });

  it('/sources lists the corpus', async () => {
    expect(await say(setUpChat(), 'sources')).toContain('《灯塔重新亮起》 · 林海 · 北岸日报');
  });

  it.each(['2', '[2]', '２', ' 2 '])('/source %s opens that passage of the last answer', async (argument) => {
    const setup = setUpChat();
    await ask(setup, '为什么要修复灯塔？');
    setup.clock.at += 24 * 3_600_000;
    expect(await say(setup, 'source', argument)).toContain(quotes.cost);
  });

  it('/source says what is missing: an answer, a number, such a number', async () => {
    const setup = setUpChat();
    expect(await say(setup, 'source', '1')).toContain('先问我一个问题');
    await ask(setup, '修复花了多久？');
    expect(await say(setup, 'source')).toContain('/source 1');
    expect(await say(setup, 'source', 'two')).toContain('/source 1');
    expect(await say(setup, 'source', '7')).toContain('没有第 7 处');
  });

  it('/help tells every command that the reader may use, in the reader’s language', async () => {
    const setup = setUpChat();
    const text = await say(setup, 'help');
    for (const { name, who } of commandsOffered(setup.answers)) expect(text.includes(`/${name}`), name).toBe(who === 'everyone');
    expect(text).toContain('怎么用');
  });

  it('/think asks for a thorough answer, and is in the help, where there is something to think with', async () => {
    const setup = setUpChat({ canThink: true });
    expect(await say(setup, 'think', '修复花了多久？')).toContain(quotes.duration);
    expect(setup.answers.asked[0]?.options.effort).toBe('thorough');
    expect(await say(setup, 'think')).toContain('/think ');
    expect(await say(setup, 'help')).toContain('/think');
    expect(setup.chat.commands.map(({ name }) => name)).toContain('think');
  });

  it('/think asks like /ask, and is offered nowhere, where there is nothing to think with', async () => {
    const setup = setUpChat();
    expect(await say(setup, 'think', '修复花了多久？')).toContain(quotes.duration);
    expect(setup.answers.asked[0]?.options.effort).toBeUndefined();
    expect(await say(setup, 'think')).toBe(await say(setup, 'ask'));
    expect(await say(setup, 'help')).not.toContain('/think');
    expect(setup.chat.commands.map(({ name }) => name)).not.toContain('think');
  });

  it('/language offers the choice, takes a name, and says when it does not know one', async () => {
    const setup = setUpChat();
    const choice = await setup.chat.handle({ kind: 'command', sender, name: 'language', argument: '' });
    expect(choice.actions[0]?.map(({ label }) => label)).toEqual(['简体中文', '繁體中文', 'English']);
    expect(await say(setup, 'language', 'klingon')).toContain('klingon');
    expect(await say(setup, 'language', 'English')).toContain('English from now on');
    expect(await say(setup, 'help')).toContain('How to use me');
  });

  it('/forget erases what is known of the person, of nobody else, and says so', async () => {
    const setup = setUpChat();
    await ask(setup, '修复花了多久？');
    await setup.chat.handle({ kind: 'question', sender: { ...sender, user: 'other' }, text: '每天的电费是多少？' });
    expect(await say(setup, 'forget')).toContain('全部删除');
    expect(await say(setup, 'forget')).toContain('没有和你有关');
    expect(await say(setup, 'source', '1')).toContain('先问我一个问题');
    expect(await setup.stores.questions.since(0)).toHaveLength(1);
  });

  it('stickers and files get a friendly sentence', async () => {
    const { chat } = setUpChat();
    expect(toPlainText(await chat.handle({ kind: 'sticker', sender }))).toContain('表情');
    expect(toPlainText(await chat.handle({ kind: 'attachment', sender }))).toContain('文字');
  });
});
