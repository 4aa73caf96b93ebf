import { afterEach, describe, expect, it } from 'vitest';
import { createGrowth, longAnswer, statementByStatement, type Growth } from '../fakes/growth.js';
import { createManualClock } from '../fakes/manual-clock.js';
import { FLAG, faults, type FakeDiscord, type Message, type Person } from '../fakes/discord/index.js';
import { answered, progressOf, quotes, refused, scriptedAnswers, type Script } from '../fakes/scripted-answer-service.js';
import { botMessage, buttonsOf, closeBots, responseTo, setUpBot, wordsOf, type BotSetup, type SetUpOptions } from './set-up.js';

const original = '/webhooks/{application.id}/{interaction.token}/messages/{message.id}';
const channelMessages = '/channels/{channel.id}/messages';
const channelMessage = '/channels/{channel.id}/messages/{message.id}';

const question = '为什么要修复灯塔？';
const answer = answered([quotes.reason, quotes.cost]);
const drafted = [`${quotes.reason} **[1]**`, `${quotes.reason} **[1]**\n\n${quotes.cost} **[2]**`];

function scriptOf(growth: Growth, changes: Script = {}): Script {
  return { answers: { ...scriptedAnswers, [question]: answer }, growing: { [question]: growth.growing }, ...changes };
}

type TimedSetup = Omit<BotSetup, 'clock'> & { readonly clock: ReturnType<typeof createManualClock> };

const timed: TimedSetup[] = [];

afterEach(async () => {
  for (const { bot, clock } of timed.splice(0)) await Promise.all([bot.stop(500), clock.advance(1_000)]);
  await closeBots();
});

/** A bot whose time moves only when the test lets it. Discord's own goes on, unless it is given the same clock. */
async function setUpTimed(script: Script, { isShared = false, ...options }: SetUpOptions & { readonly isShared?: boolean } = {}) {
  const clock = createManualClock();
  const server = isShared ? { ...options.server, clock } : { ...options.server };
  const setup = await setUpBot({ ...options, script, server, adapter: { clock, ...options.adapter } });
  const whole = { ...setup, clock };
  timed.push(whole);
  return whole;
}

function mention(reader: Person, { discord, channel }: Pick<BotSetup, 'discord' | 'channel'>, text: string): Message {
  return reader.sendMessage(channel, `<@${discord.bot.id}> ${text}`);
}

const shows = [`POST ${channelMessages}`, `PATCH ${channelMessage}`, `PATCH ${original}`];

/** What the bot has shown, version by version. */
function versions(discord: FakeDiscord): readonly Message[] {
  return discord.calls.flatMap(({ method, route, outcome }) =>
    shows.includes(`${method} ${route}`) && outcome?.status === 200 ? [outcome.body as Message] : [],
  );
}

const hasButtons = (message: Message | undefined): boolean => buttonsOf(message).length > 0;

describe('an answer that grows', () => {
  it('is one message from its first sentence on, in answer to the question, and in the end the answer with its buttons', async () => {
    const growth = statementByStatement(answer);
    const setup = await setUpTimed(scriptOf(growth));
    const { discord, reader, channel, clock } = setup;
    const asked = mention(reader, setup, question);
    const first = await botMessage(discord, channel, 1);
    expect(first.message_reference?.message_id).toBe(asked.id);
    growth.grow();
    await clock.advance(1_250, 250);
    await discord.until(() => versions(discord).length === 2);
    growth.grow();
    await discord.until(() => hasButtons(discord.shown(first)));
    expect(
      versions(discord)
        .slice(0, 2)
        .map(({ embeds }) => embeds[0]?.description),
    ).toEqual(drafted);
    expect(discord.botMessages(channel)).toHaveLength(1);
    expect(discord.pingedBy(first)).toEqual([]);

    const plain = await setUpBot({ script: { answers: { [question]: answer } } });
    mention(plain.reader, plain, question);
    const whole = await botMessage(plain.discord, plain.channel, 1);
    expect(discord.shown(first)).toMatchObject({ embeds: whole.embeds, content: whole.content });
    expect(buttonsOf(discord.shown(first))).toEqual(buttonsOf(whole));
  });

  it.each([false, true])('below a command takes the place of the “thinking” (to the asker alone: %s)', async (isPrivate) => {
    const growth = statementByStatement(answer);
    const { discord, reader, channel, clock } = await setUpTimed(scriptOf(growth));
    const asked = reader.slash('ask', { question, private: isPrivate }, { where: channel });
    const shown = await responseTo(discord, asked);
    expect(shown.embeds[0]).toMatchObject({ author: { name: question }, description: drafted[0] });
    expect((shown.flags & FLAG.ephemeral) !== 0).toBe(isPrivate);
    growth.grow();
    await clock.advance(1_250, 250);
    await discord.until(() => asked.response?.embeds[0]?.description === drafted[1]);
    growth.grow();
    await discord.until(() => hasButtons(asked.response));
    expect(discord.botMessages(channel)).toHaveLength(1);
  });

  it('takes the place of the word that it is being worked on', async () => {
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const growth = statementByStatement(answer);
    const { discord, reader, channel, clock } = await setUpTimed(scriptOf(growth, { before: () => begun }));
    const asked = reader.slash('ask', { question }, { where: channel });
    await discord.until(() => asked.response);
    await clock.advance(4_000, 500);
    await discord.until(() => asked.response?.content === '*正在翻文章……*');
    begin();
    await clock.advance(1_250, 250);
    await discord.until(() => asked.response?.embeds[0]?.description === drafted[0]);
    expect(asked.response?.content).toBe('');
    await clock.advance(10_000, 1_000);
    expect(asked.response?.content).toBe('');
    growth.grow();
    growth.grow();
    await discord.until(() => hasButtons(asked.response));
  });

  it('makes that word needless, also when its first sentence did not get through', async () => {
    const growth = statementByStatement(answer);
    const { discord, reader, channel, clock } = await setUpTimed(scriptOf(growth));
    // discord.js tries twice at once.
    discord.fail({ route: original, method: 'PATCH', fault: faults.unavailable, times: 2 });
    const asked = reader.slash('ask', { question }, { where: channel });
    await discord.until(() => discord.callsTo('PATCH', original).length === 2);
    await clock.advance(6_000, 500);
    expect(discord.callsTo('PATCH', original)).toHaveLength(2);
    growth.grow();
    growth.grow();
    await discord.until(() => hasButtons(asked.response));
  });

  it('ends the typing as soon as there is something to see', async () => {
    const growth = statementByStatement(answer);
    const setup = await setUpTimed(scriptOf(growth));
    mention(setup.reader, setup, question);
    await botMessage(setup.discord, setup.channel, 1);
    await setup.clock.advance(20_000, 1_000);
    expect(setup.discord.typing).toEqual([]);
    growth.grow();
    growth.grow();
  });

  it('is plain text where the bot may not embed', async () => {
    const growth = statementByStatement(answer);
    const setup = await setUpTimed(scriptOf(growth), { refusals: true });
    const { discord, reader, channel } = setup;
    discord.permitBot(channel, { deny: ['EMBED_LINKS'] });
    mention(reader, setup, question);
    const shown = await botMessage(discord, channel, 1);
    expect(shown).toMatchObject({ content: drafted[0], embeds: [] });
    growth.grow();
    growth.grow();
    await discord.until(() => hasButtons(discord.shown(shown)));
    expect(discord.botMessages(channel)).toHaveLength(1);
  });

  it('of more than one message grows in the first, and is whole in the end', async () => {
    const long = longAnswer(answer, 300);
    const growth = createGrowth([progressOf(long, 1), progressOf(long, 280)]);
    const setup = await setUpTimed(scriptOf(growth, { answers: { [question]: long } }));
    const { discord, reader, channel, clock } = setup;
    mention(reader, setup, question);
    await botMessage(discord, channel, 1);
    growth.grow();
    await clock.advance(1_250, 250);
    await discord.until(() => versions(discord).length === 2);
    expect(discord.botMessages(channel)).toHaveLength(1);
    growth.grow();
    await discord.until(() => discord.botMessages(channel).some(hasButtons));
    const messages = discord.botMessages(channel);
    expect(messages.map(wordsOf).join('\n')).toContain('第300句');
    expect(messages.map(hasButtons)).toEqual([...messages.slice(1).map(() => false), true]);
  });

  it.each([
    ['a refusal', refused(), '没有讲到'],
    ['an answer in other words', answered([quotes.duration]), quotes.duration],
  ])('makes way for %s', async (_, instead, words) => {
    const growth = statementByStatement(answer);
    const setup = await setUpTimed(scriptOf(growth, { answers: { [question]: instead } }));
    const { discord, reader, channel } = setup;
    mention(reader, setup, question);
    const shown = await botMessage(discord, channel, 1);
    growth.grow();
    growth.grow();
    await discord.until(() => wordsOf(discord.shown(shown)).includes(words));
    expect(discord.botMessages(channel)).toHaveLength(1);
  });

  it('makes way for an apology', async () => {
    let fail = (): void => undefined;
    const failing = new Promise<void>((_, reject) => {
      fail = () => reject(new Error('the model is gone'));
    });
    const setup = await setUpTimed({ growing: { [question]: [{ progress: progressOf(answer, 1), until: () => failing }] } });
    const { discord, reader, channel } = setup;
    mention(reader, setup, question);
    const shown = await botMessage(discord, channel, 1);
    fail();
    await discord.until(() => wordsOf(discord.shown(shown)).includes('抱歉'));
    expect(discord.shown(shown)?.embeds).toEqual([]);
    expect(discord.botMessages(channel)).toHaveLength(1);
  });
});

describe('the pace of an answer that grows', () => {
  it('is at most five calls in five seconds in a channel, the answer among them', async () => {
    const long = longAnswer(answer, 20);
    const growth = statementByStatement(long);
    const setup = await setUpTimed(scriptOf(growth, { answers: { [question]: long } }), { isShared: true });
    const { discord, reader, channel, clock } = setup;
    mention(reader, setup, question);
    await botMessage(discord, channel, 1);
    for (let step = 0; step < 19; step++) {
      growth.grow();
      await clock.advance(500, 250);
    }
    growth.grow();
    await discord.until(() => discord.botMessages(channel).some(hasButtons));
    const times = discord.calls.filter(({ method, route }) => shows.includes(`${method} ${route}`)).map(({ atMs }) => atMs);
    expect(times.length).toBeGreaterThanOrEqual(7);
    for (const [index, at] of times.entries()) expect((times[index + 5] ?? Infinity) - at).toBeGreaterThanOrEqual(5_000);
    expect(times.at(-1)).toBe(clock.now());
  });
});

describe('a draft that fails', () => {
  it('with 429 waits out what was told, and so does the answer, which then takes its place', async () => {
    const growth = createGrowth([1, 2, 2].map((count) => progressOf(answer, count)));
    const setup = await setUpTimed(scriptOf(growth));
    const { discord, reader, channel, clock } = setup;
    mention(reader, setup, question);
    const shown = await botMessage(discord, channel, 1);
    discord.fail({ route: channelMessage, method: 'PATCH', fault: faults.tooManyRequests(0.7) });
    growth.grow();
    await clock.advance(1_250, 250);
    await discord.until(() => discord.callsTo('PATCH', channelMessage).length === 1);
    growth.grow();
    growth.grow();
    await discord.until(() => hasButtons(discord.shown(shown)));
    const [refusedAt = 0, answeredAt = 0, ...more] = discord.callsTo('PATCH', channelMessage).map(({ atMs }) => atMs);
    expect(answeredAt - refusedAt).toBeGreaterThanOrEqual(700);
    expect(answeredAt - refusedAt).toBeLessThan(1_500);
    expect(more).toEqual([]);
    expect(discord.botMessages(channel)).toHaveLength(1);
  });

  it.each([
    ['a 500', faults.internalError],
    ['a page of HTML', faults.badGateway],
    ['a reset before it was done', faults.resetBefore],
    ['a reset after it was done', faults.resetAfter],
    ['no answer', faults.hangBefore],
    ['no answer, though it was done', faults.hangAfter],
  ])('with %s is not shown late, and the answer comes, once', async (_, fault) => {
    const growth = statementByStatement(answer);
    const setup = await setUpTimed(scriptOf(growth), { adapter: { callTimeoutMs: 300 } });
    const { discord, reader, channel, clock } = setup;
    mention(reader, setup, question);
    await botMessage(discord, channel, 1);
    // discord.js tries twice at once.
    discord.fail({ route: channelMessage, method: 'PATCH', fault, times: 2 });
    growth.grow();
    await clock.advance(1_250, 250);
    await discord.until(() => discord.callsTo('PATCH', channelMessage).length > 0);
    growth.grow();
    await discord.until(() => discord.botMessages(channel).length === 1 && discord.botMessages(channel).some(hasButtons));
    await discord.until(() => discord.calls.every(({ outcome, fault: struck }) => outcome !== undefined || struck !== undefined));
    expect(wordsOf(discord.botMessages(channel)[0])).toContain(quotes.cost);
    expect(discord.botMessages(channel)).toHaveLength(1);
  });

  it('and is done only after the answer has come does not overwrite it', async () => {
    const growth = statementByStatement(answer);
    const setup = await setUpTimed(scriptOf(growth), { adapter: { callTimeoutMs: 150 }, refusals: true });
    const { discord, reader, channel, clock } = setup;
    mention(reader, setup, question);
    const draft = await botMessage(discord, channel, 1);
    discord.fail({ route: channelMessage, method: 'PATCH', fault: faults.slow(1_000), times: 2 });
    growth.grow();
    await clock.advance(1_250, 250);
    await discord.until(() => discord.callsTo('PATCH', channelMessage).length === 1);
    growth.grow();
    await discord.until(() => discord.botMessages(channel).some(hasButtons) && discord.shown(draft) === undefined);
    await discord.until(() => discord.calls.every(({ outcome }) => outcome !== undefined));
    expect(discord.botMessages(channel)).toHaveLength(1);
    expect(discord.botMessages(channel).map(hasButtons)).toEqual([true]);
  });

  it.each([
    ['a reset after it was done', faults.resetAfter],
    ['no answer, though it was done', faults.hangAfter],
  ])('at the first sentence with %s is known again by its nonce', async (_, fault) => {
    const growth = statementByStatement(answer);
    const setup = await setUpTimed(scriptOf(growth), { adapter: { callTimeoutMs: 300 } });
    const { discord, reader, channel } = setup;
    discord.fail({ route: channelMessages, method: 'POST', fault, times: 2 });
    mention(reader, setup, question);
    await botMessage(discord, channel, 1);
    growth.grow();
    growth.grow();
    await discord.until(() => discord.botMessages(channel).some(hasButtons));
    expect(discord.botMessages(channel)).toHaveLength(1);
    expect(wordsOf(discord.botMessages(channel)[0])).toContain(quotes.cost);
  });

  it('because its message was deleted ends the drafts; the answer is a message of its own', async () => {
    const growth = statementByStatement(answer);
    const setup = await setUpTimed(scriptOf(growth), { refusals: true });
    const { discord, reader, channel, clock } = setup;
    mention(reader, setup, question);
    discord.deleteMessage(await botMessage(discord, channel, 1));
    growth.grow();
    await clock.advance(1_250, 250);
    await discord.until(() => discord.callsTo('PATCH', channelMessage).length === 1);
    growth.grow();
    expect(hasButtons(await botMessage(discord, channel, 1))).toBe(true);
  });

  it('because the bot may not write there leaves the asker the answer in private', async () => {
    const growth = statementByStatement(answer);
    const setup = await setUpTimed(scriptOf(growth), { refusals: true });
    const { discord, reader, channel } = setup;
    discord.permitBot(channel, { deny: ['SEND_MESSAGES'] });
    mention(reader, setup, question);
    await discord.until(() => discord.callsTo('POST', channelMessages).length === 1);
    growth.grow();
    growth.grow();
    expect(wordsOf(await botMessage(discord, reader.dmChannel, 2))).toContain(quotes.cost);
    expect(discord.callsTo('POST', channelMessages).filter(({ params }) => params['channel.id'] === channel.id)).toHaveLength(2);
  });

  it('below a command does not keep the answer from coming', async () => {
    const growth = statementByStatement(answer);
    const { discord, reader, channel } = await setUpTimed(scriptOf(growth), { adapter: { callTimeoutMs: 300 } });
    discord.fail({ route: original, method: 'PATCH', fault: faults.hangBefore, times: 2 });
    const asked = reader.slash('ask', { question }, { where: channel });
    await discord.until(() => discord.callsTo('PATCH', original).length > 0);
    growth.grow();
    growth.grow();
    await discord.until(() => hasButtons(asked.response));
    expect(discord.botMessages(channel)).toHaveLength(1);
  });
});

describe('in a channel where an answer grows', () => {
  it('the next message is answered after it', async () => {
    const other = answered([quotes.duration]);
    const [first, second] = [statementByStatement(answer), statementByStatement(other)];
    const growing = { [question]: first.growing, '修复花了多久？': second.growing };
    const setup = await setUpTimed({ answers: { ...scriptedAnswers, [question]: answer }, growing });
    const { discord, reader, channel, clock, answers } = setup;
    mention(reader, setup, question);
    const shown = await botMessage(discord, channel, 1);
    mention(reader, setup, '修复花了多久？');
    await clock.advance(3_000);
    expect(answers.asked).toHaveLength(1);
    first.grow();
    first.grow();
    await discord.until(() => hasButtons(discord.shown(shown)));
    await discord.until(() => answers.asked.length === 2);
    await clock.advance(2_500, 250);
    expect(wordsOf(await botMessage(discord, channel, 2))).toContain(quotes.duration);
    second.grow();
    await discord.until(() => hasButtons(discord.botMessages(channel)[1]));
  });

  it('buttons do not wait', async () => {
    const growth = statementByStatement(answer);
    const setup = await setUpTimed(scriptOf(growth));
    const { discord, reader, channel, stores, answers } = setup;
    const before = await responseTo(discord, reader.slash('ask', { question: '修复花了多久？' }, { where: channel }));
    mention(reader, setup, question);
    await discord.until(() => answers.asked.length === 2);
    expect(wordsOf(await responseTo(discord, reader.pressButton(before, '[1]')))).toContain(quotes.duration);
    expect(wordsOf(await responseTo(discord, reader.pressButton(before, '👍')))).toContain('谢谢');
    expect(await stores.feedback.since(0)).toHaveLength(1);
    growth.grow();
    growth.grow();
    await discord.until(() => discord.botMessages(channel).filter(hasButtons).length === 2);
  });
});

describe('thinking', () => {
  const steps = [{ id: 1, state: 'done', kind: 'look-up', question: '@everyone **多少钱？**', passages: 2 }] as const;

  it.each([
    ['ask', { question, think: true }],
    ['think', { question }],
  ])('by /%s shows what is being done, mentions nobody, and is gone from the answer', async (name, options) => {
    const growth = createGrowth([progressOf(answer, 0, steps)]);
    const { discord, reader, channel, answers } = await setUpTimed(scriptOf(growth, { canThink: true }));
    const asked = reader.slash(name, options, { where: channel });
    const shown = await responseTo(discord, asked);
    expect(shown.embeds[0]?.description).toBe('- ✓ 找到 2 段：@everyone \\*\\*多少钱？\\*\\*');
    expect(discord.pingedBy(shown)).toEqual([]);
    expect(answers.asked[0]?.options.effort).toBe('thorough');
    growth.grow();
    await discord.until(() => hasButtons(asked.response));
    expect(wordsOf(asked.response)).not.toContain('找到 2 段');
  });

  it('is offered, in the language of the person’s Discord, only where there is something to think with', async () => {
    const { discord, reader, channel } = await setUpBot({ script: { canThink: true } });
    const offered = (locale: string) => reader.commands({ where: channel, locale }).map(({ name }) => name);
    expect(offered('en-US')).toContain('think');
    expect(offered('zh-TW')).toContain('深思');
    const optionsOf = (bot: FakeDiscord): readonly string[] | undefined =>
      bot
        .commands()
        .find(({ name }) => name === 'ask')
        ?.options?.map(({ name }) => name);
    expect(optionsOf(discord)).toEqual(['question', 'private', 'think']);
    const plain = await setUpBot();
    expect(optionsOf(plain.discord)).toEqual(['question', 'private']);
    expect(plain.discord.commands().map(({ name }) => name)).not.toContain('think');
  });
});

describe('an answer that was growing when the bot was cut off', () => {
  /** A bot that is cut off while an answer grows: to a message, and below a command. */
  const cutOff = async (by: 'message' | 'command') => {
    const first = await setUpBot({ script: scriptOf(statementByStatement(answer)), refusals: true });
    const { discord, reader, channel, stores } = first;
    if (by === 'message') mention(reader, first, question);
    else reader.slash('ask', { question }, { where: channel });
    const draft = await discord.until(() => discord.botMessages(channel).find((each) => wordsOf(each).includes(quotes.reason)));
    const [owed] = await stores.deliveries.owed('discord');
    expect(owed).toBeDefined();
    await expect.poll(async () => linked(first)).toBe(1);
    await first.bot.stop(0);
    return { first, draft };
  };
  const linked = async ({ stores }: BotSetup): Promise<number> => {
    let count = 0;
    for await (const { table } of stores.exportRows()) if (table === 'links') count++;
    return count;
  };

  it.each(['message', 'command'] as const)('is one message after the restart, with the whole answer (%s)', async (by) => {
    const { first, draft } = await cutOff(by);
    const growth = statementByStatement(answer);
    const { discord, channel, stores } = await setUpBot({ before: first, script: scriptOf(growth) });
    growth.grow();
    growth.grow();
    await discord.until(() => hasButtons(discord.shown(draft)));
    expect(wordsOf(discord.shown(draft))).toContain(quotes.cost);
    expect(discord.botMessages(channel)).toHaveLength(1);
    await expect.poll(() => stores.deliveries.owed('discord')).toEqual([]);
  });

  it('is one message after an hour, when nonces and the command’s token are forgotten', async () => {
    for (const by of ['message', 'command'] as const) {
      const { first, draft } = await cutOff(by);
      first.discord.letTimePass(60 * 60_000);
      const { discord, channel } = await setUpBot({ before: first, refusals: true });
      await discord.until(() => hasButtons(discord.shown(draft)));
      expect(discord.botMessages(channel)).toHaveLength(1);
      expect(wordsOf(discord.shown(draft))).toContain(quotes.reason);
    }
  });

  it('makes way for an apology, when that is all there is to say', async () => {
    const { first, draft } = await cutOff('message');
    const { discord, channel } = await setUpBot({ before: first, script: { before: () => Promise.reject(new Error('no model')) } });
    await discord.until(() => wordsOf(discord.shown(draft)).includes('抱歉'));
    expect(discord.botMessages(channel)).toHaveLength(1);
  });

  it('is whole before the bot stops, when it is in time', async () => {
    const growth = statementByStatement(answer);
    const setup = await setUpBot({ script: scriptOf(growth) });
    const { discord, reader, channel, bot, stores } = setup;
    mention(reader, setup, question);
    const draft = await botMessage(discord, channel, 1);
    const stopped = bot.stop(5_000);
    growth.grow();
    growth.grow();
    await stopped;
    expect(hasButtons(discord.shown(draft))).toBe(true);
    expect(await stores.deliveries.owed('discord')).toEqual([]);
  });
});

describe('without a language model', () => {
  it('an answer is one call, as ever', async () => {
    const setup = await setUpBot();
    const { discord, reader, channel } = setup;
    mention(reader, setup, question);
    await botMessage(discord, channel, 1);
    await responseTo(discord, reader.slash('ask', { question }, { where: channel }));
    const calls = discord.calls
      .filter(({ method }) => method !== 'GET' && method !== 'PUT')
      .map(({ method, route }) => `${method} ${route}`);
    expect(calls).toEqual([
      `POST ${channelMessages}`,
      'POST /interactions/{interaction.id}/{interaction.token}/callback',
      `PATCH ${original}`,
    ]);
  });
});
