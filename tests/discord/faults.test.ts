import { afterEach, describe, expect, it } from 'vitest';
import { FLAG, faults, type Message } from '../fakes/discord/index.js';
import { quotes } from '../fakes/scripted-answer-service.js';
import { botMessage, closeBots, gate, responseTo, setUpBot, wordsOf } from './set-up.js';

afterEach(closeBots);

const original = '/webhooks/{application.id}/{interaction.token}/messages/{message.id}';
const callback = '/interactions/{interaction.id}/{interaction.token}/callback';
const channelMessages = '/channels/{channel.id}/messages';
const question = '修复花了多久？';

describe('calls that fail', () => {
  it('wait out a 429 in full, of one route and of all', async () => {
    const { discord, reader, channel } = await setUpBot();
    discord.fail({ route: channelMessages, method: 'POST', fault: faults.tooManyRequests(0.5) });
    reader.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
    await botMessage(discord, channel, 1);
    discord.fail({ route: channelMessages, method: 'POST', fault: faults.tooManyRequests(0.5, 'global') });
    reader.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
    await botMessage(discord, channel, 2);
    const times = discord.callsTo('POST', channelMessages).map(({ atMs }) => atMs);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(500);
    expect((times[3] ?? 0) - (times[2] ?? 0)).toBeGreaterThanOrEqual(500);
  });

  it('show no “typing” before its time, although it is the first call of its kind that is told to wait', async () => {
    const { open, passed } = gate();
    const { discord, reader, channel, guild } = await setUpBot({ script: { before: passed } });
    const typing = '/channels/{channel.id}/typing';
    discord.fail({ route: typing, method: 'POST', fault: faults.tooManyRequests(10) });
    reader.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
    await discord.until(() => discord.callsTo('POST', typing).length === 1);
    reader.sendMessage(channel, `<@${discord.bot.id}> 为什么要修复灯塔？`);
    const other = discord.channel(guild);
    reader.sendMessage(other, `<@${discord.bot.id}> 为什么要修复灯塔？`);
    // Asked last, it would be shown last; that it comes no earlier than it may is looked at after every test.
    await discord.until(() => discord.callsTo('POST', typing).some(({ params }) => params['channel.id'] === other.id));
    open();
    await botMessage(discord, channel, 2);
  });

  it.each([
    ['a 500', faults.internalError],
    ['a page of HTML', faults.badGateway],
    ['a reset before it was done', faults.resetBefore],
    ['a reset after it was done', faults.resetAfter],
    ['no answer', faults.hangAfter],
  ])('are tried again after %s, and nothing is said twice', async (_, fault) => {
    const { discord, reader, channel } = await setUpBot({ adapter: { callTimeoutMs: 300 }, refusals: true });
    discord.fail({ route: channelMessages, method: 'POST', fault, times: 3 });
    discord.fail({ route: original, method: 'PATCH', fault, times: 3 });
    discord.fail({ route: callback, fault });
    reader.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
    await botMessage(discord, channel, 1);
    const asked = reader.slash('ask', { question }, { where: channel });
    expect(wordsOf(await responseTo(discord, asked))).toContain(quotes.duration);
    await discord.until(() => discord.calls.every(({ outcome, fault: struck }) => outcome !== undefined || struck !== undefined));
    expect(discord.botMessages(channel)).toHaveLength(2);
  });

  it.each([
    ['missing access', 'missingAccess'],
    ['missing permissions', 'missingPermissions'],
    ['a channel that is gone', 'unknownChannel'],
    ['a message that is gone', 'unknownMessage'],
    ['a person who takes no messages', 'cannotMessageUser'],
    ['a locked thread', 'threadLocked'],
  ] as const)('for good, with %s, do not keep the next question from its answer', async (_, name) => {
    const { discord, reader, channel, stores } = await setUpBot({ refusals: true });
    discord.fail({ route: channelMessages, method: 'POST', channel, fault: faults.refusal(name) });
    reader.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
    await discord.until(() => discord.callsTo('POST', channelMessages).length > 0);
    reader.sendMessage(channel, `<@${discord.bot.id}> 为什么要修复灯塔？`);
    expect(wordsOf(await botMessage(discord, channel, 1))).toContain(quotes.reason);
    await expect.poll(() => stores.deliveries.owed('discord')).toEqual([]);
  });
});

describe('a permission that is missing', () => {
  it('is named to the asker in private', async () => {
    const { discord, reader, channel } = await setUpBot({ refusals: true });
    discord.permitBot(channel, { deny: ['SEND_MESSAGES'] });
    reader.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
    const told = await botMessage(discord, reader.dmChannel, 1);
    expect(told.content).toBe(`<#${channel.id}> 我在这里没有权限：缺少“发送消息 (Send Messages)”。`);
    expect(wordsOf(await botMessage(discord, reader.dmChannel, 2))).toContain(quotes.duration);
    expect(discord.botMessages(channel)).toEqual([]);
  });

  it('is logged where the asker takes no private messages', async () => {
    const { discord, reader, channel, logged } = await setUpBot({ refusals: true });
    reader.closeDms();
    discord.permitBot(channel, { deny: ['SEND_MESSAGES'] });
    reader.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
    await discord.until(() => logged.some((line) => line.includes('does not take a reply')));
  });

  it('to open threads is named to who pressed', async () => {
    const { discord, reader, channel } = await setUpBot({ refusals: true });
    discord.permitBot(channel, { deny: ['CREATE_PUBLIC_THREADS'] });
    const answer = await responseTo(discord, reader.slash('ask', { question }, { where: channel }));
    const told = await responseTo(discord, reader.pressButton(answer, '在子区里继续'));
    expect(told.content).toContain('Create Public Threads');
    expect(told.flags & FLAG.ephemeral).toBe(FLAG.ephemeral);
  });

  it('to embed, or to read back, makes a plainer answer', async () => {
    const { discord, reader, channel } = await setUpBot({ refusals: true });
    discord.permitBot(channel, { deny: ['EMBED_LINKS', 'READ_MESSAGE_HISTORY'] });
    reader.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
    const answer = await botMessage(discord, channel, 1);
    expect(answer.embeds).toEqual([]);
    expect(answer.content).toContain(`> ${quotes.duration} **[1]**\n-# [1] 《灯塔重新亮起》`);
  });
});

describe('an interaction that is over before its answer', () => {
  const lateAnswer = async (options: { readonly private?: boolean; readonly closed?: boolean } = {}) => {
    const { passed, open } = gate();
    const setup = await setUpBot({ script: { before: passed }, refusals: true });
    const { discord, reader, channel, answers } = setup;
    if (options.closed === true) reader.closeDms();
    reader.slash('ask', { question, ...(options.private === true ? { private: true } : {}) }, { where: channel });
    await discord.until(() => answers.asked.length > 0);
    discord.letTimePass(15 * 60_000 + 1);
    open();
    return setup;
  };

  it('is answered in the channel if it was public', async () => {
    const { discord, channel } = await lateAnswer();
    const answer = await botMessage(discord, channel, 2);
    expect(wordsOf(answer)).toContain(quotes.duration);
    expect(wordsOf(answer)).toContain(question);
  });

  it('is answered in private if it was private', async () => {
    const { discord, channel, reader } = await lateAnswer({ private: true });
    expect(wordsOf(await botMessage(discord, reader.dmChannel, 1))).toContain(quotes.duration);
    expect(discord.botMessages(channel)).toHaveLength(1);
  });

  it('is logged if there is no way to the person', async () => {
    const { discord, logged } = await lateAnswer({ private: true, closed: true });
    await discord.until(() => logged.some((line) => line.includes('it is dropped')));
  });

  it('or was acknowledged too late, is answered in the channel', async () => {
    const { discord, reader, channel } = await setUpBot({ refusals: true });
    discord.fail({ route: callback, fault: faults.refusal('unknownInteraction') });
    reader.slash('ask', { question }, { where: channel });
    expect(wordsOf(await botMessage(discord, channel, 1))).toContain(quotes.duration);
  });

  it('or was acknowledged before, is answered all the same', async () => {
    const { discord, reader, channel } = await setUpBot({ refusals: true });
    discord.fail({ route: callback, fault: faults.resetAfter });
    expect(wordsOf(await responseTo(discord, reader.slash('ask', { question }, { where: channel })))).toContain(quotes.duration);
  });

  it('whose message was taken away, is not answered elsewhere', async () => {
    const { passed, open } = gate();
    const { discord, reader, channel, logged } = await setUpBot({ script: { before: passed }, refusals: true });
    const asked = reader.slash('ask', { question }, { where: channel });
    const thinking = await discord.until(() => asked.response);
    discord.deleteMessage(thinking);
    open();
    await discord.until(() => logged.some((line) => line.includes('does not take a reply')));
    expect(discord.botMessages(channel)).toEqual([]);
  });
});

describe('a thread', () => {
  it('that was archived is woken for the answer, and a locked one makes it private', async () => {
    const { passed, open } = gate();
    const { discord, reader, channel, answers } = await setUpBot({ script: { before: passed }, refusals: true });
    const [sleeping, locked] = [discord.thread(channel, { owner: reader }), discord.thread(channel, { owner: reader })];
    const ask = (thread: { readonly id: string }): Message => reader.sendMessage(thread, `<@${discord.bot.id}> ${question}`);
    ask(sleeping);
    ask(locked);
    await discord.until(() => answers.asked.length >= 1);
    discord.archive(sleeping);
    discord.archive(locked, { locked: true });
    open();
    expect(wordsOf(await botMessage(discord, sleeping, 1))).toContain(quotes.duration);
    expect(wordsOf(await botMessage(discord, reader.dmChannel, 1))).toContain(quotes.duration);
  });
});
