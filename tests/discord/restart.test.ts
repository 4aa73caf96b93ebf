import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryStores, type Stores } from '../../src/chat/index.js';
import { faults } from '../fakes/discord/index.js';
import { answered, quotes } from '../fakes/scripted-answer-service.js';
import { botMessage, buttonsOf, closeBots, gate, responseTo, setUpBot, wordsOf, type BotSetup, type SetUpOptions } from './set-up.js';

afterEach(closeBots);

const question = '修复花了多久？';
const channelMessages = '/channels/{channel.id}/messages';
const sentences = Array.from({ length: 60 }, (_, index) => `第${index}句。${'灯塔重新亮起来了。'.repeat(20)}`);
/** An answer that takes several messages. */
const long = { 长: answered([quotes.cost], { statements: sentences.map((text) => ({ text, citations: [1], emphasis: [] })) }) };

/** Notes nothing as done, and so is left by its bot as by one that was killed in that moment. */
function killedBeforeNoting(stores: Stores = createMemoryStores()): Stores {
  return { ...stores, deliveries: { ...stores.deliveries, complete: () => Promise.reject(new Error('killed')) } };
}

/** The bot of after the crash, on the same stores, which note again; once nothing is owed any more. */
async function restarted(first: BotSetup, stores: Stores, options: SetUpOptions = {}): Promise<BotSetup> {
  await first.bot.stop(100);
  const second = await setUpBot({ before: first, stores, ...options });
  await expect.poll(() => stores.deliveries.owed('discord')).toEqual([]);
  return second;
}

describe('an answer that had arrived before a crash', () => {
  it('to a message is not sent again, also when Discord has forgotten its nonce', async () => {
    const stores = createMemoryStores();
    const first = await setUpBot({ stores: killedBeforeNoting(stores) });
    const { discord, reader, channel } = first;
    reader.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
    const answer = await botMessage(discord, channel, 1);
    await expect.poll(() => stores.answers.answerShownIn({ platform: 'discord', chat: channel.id, message: answer.id })).toBeDefined();
    discord.letTimePass(10 * 60_000);
    await restarted(first, stores);
    expect(discord.botMessages(channel)).toHaveLength(1);
  });

  it('to an interaction is not sent elsewhere once the interaction is over', async () => {
    const stores = createMemoryStores();
    const first = await setUpBot({ stores: killedBeforeNoting(stores), refusals: true });
    const { discord, reader, channel } = first;
    const answer = await responseTo(discord, reader.slash('ask', { question }, { where: channel }));
    await expect.poll(() => stores.answers.answerShownIn({ platform: 'discord', chat: channel.id, message: answer.id })).toBeDefined();
    discord.letTimePass(16 * 60_000);
    await restarted(first, stores, { refusals: true });
    expect(discord.botMessages(channel)).toHaveLength(1);
  });

  it('in part, is completed', async () => {
    const stores = createMemoryStores();
    const first = await setUpBot({ stores: killedBeforeNoting(stores), script: { answers: long }, refusals: true });
    const { discord, reader, channel } = first;
    discord.fail({ fault: faults.internalError, method: 'POST', route: channelMessages, probability: 1 });
    const asked = reader.slash('ask', { question: '长' }, { where: channel });
    await discord.until(() => discord.callsTo('POST', channelMessages).length > 0);
    await first.bot.stop(100);
    discord.clearFaults();
    await restarted(first, stores, { script: { answers: long }, refusals: true });
    const shown = discord.botMessages(channel);
    expect(shown[0]?.id).toBe(asked.response?.id);
    for (const sentence of sentences) expect(shown.filter((message) => wordsOf(message).includes(sentence))).toHaveLength(1);
    expect(buttonsOf(shown.at(-1))).not.toEqual([]);
  });
});

describe('a passage that was asked for before a crash', () => {
  it('is shown after it, although the answer that it is cited in stands there already', async () => {
    const first = await setUpBot({ refusals: true });
    const { discord, reader, channel } = first;
    await responseTo(discord, reader.slash('ask', { question }, { where: channel }));
    discord.fail({ fault: faults.internalError, method: 'PATCH', probability: 1 });
    const asked = reader.slash('source', { number: 1 }, { where: channel });
    await discord.until(() => discord.calls.some(({ method, fault }) => method === 'PATCH' && fault !== undefined));
    await first.bot.stop(100);
    discord.clearFaults();
    await setUpBot({ before: first });
    expect(wordsOf(await responseTo(discord, asked))).toContain(quotes.duration);
  });
});

describe('later parts of an interaction’s answer', () => {
  it('come once although a connection broke after Discord had taken them', async () => {
    const { discord, reader, channel } = await setUpBot({ script: { answers: long } });
    discord.fail({ fault: faults.resetAfter, method: 'POST', route: channelMessages, times: 2 });
    reader.slash('ask', { question: '长' }, { where: channel });
    await discord.until(() => buttonsOf(discord.botMessages(channel).at(-1)).length > 0);
    const shown = discord.botMessages(channel);
    expect(shown.length).toBeGreaterThan(2);
    for (const sentence of sentences) expect(shown.filter((message) => wordsOf(message).includes(sentence))).toHaveLength(1);
  });

  it('come by the interaction where the bot may not write by itself', async () => {
    const { discord, reader, channel } = await setUpBot({ script: { answers: long }, refusals: true });
    discord.permitBot(channel, { deny: ['SEND_MESSAGES'] });
    const asked = reader.slash('ask', { question: '长' }, { where: channel });
    await discord.until(() => buttonsOf(discord.botMessages(channel).at(-1)).length > 0);
    expect([asked.response, ...asked.followups].map((message) => message?.id)).toEqual(discord.botMessages(channel).map(({ id }) => id));
  });

  it('are for the asker alone where the question was', async () => {
    const { discord, reader, channel } = await setUpBot({ script: { answers: long } });
    const asked = reader.slash('ask', { question: '长', private: true }, { where: channel });
    await discord.until(() => buttonsOf(asked.followups.at(-1)).length > 0);
    const stranger = discord.user();
    expect(stranger.sees(asked.followups[0]!)).toBeUndefined();
  });
});

describe('the order of a channel', () => {
  it('has what was owed from before the start first, whatever is asked meanwhile', async () => {
    const stores = createMemoryStores();
    const { passed, open } = gate();
    const first = await setUpBot({ stores, script: { before: passed } });
    const { discord, reader, channel, answers } = first;
    reader.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
    await discord.until(() => answers.asked.length > 0);
    await first.bot.stop(100);
    const reading = gate();
    const slow: Stores = {
      ...stores,
      deliveries: {
        ...stores.deliveries,
        owed: async (platform) => {
          await reading.passed();
          return stores.deliveries.owed(platform);
        },
      },
    };
    const second = await setUpBot({ before: first, stores: slow, started: false });
    const starting = second.bot.start();
    await discord.until(() => discord.gateway.connected > 0);
    const asked = reader.slash('ask', { question: '为什么要修复灯塔？' }, { where: channel });
    await discord.until(() => asked.acknowledgedAfterMs !== undefined);
    reading.open();
    await starting;
    await responseTo(discord, asked);
    open();
    const [mention] = discord.botMessages(channel).filter(({ message_reference: replied }) => replied !== undefined);
    expect(wordsOf(mention)).toContain(quotes.duration);
    const calls = discord.calls.filter(({ method, route }) => method === 'PATCH' || route === channelMessages);
    expect(calls.map(({ method }) => method)).toEqual(['POST', 'PATCH']);
  });

  it('is kept when what is shown meanwhile takes long to arrive', async () => {
    const { passed, open } = gate();
    const before = (asked: string): Promise<void> => (asked === question ? passed() : Promise.resolve());
    const { discord, reader, channel } = await setUpBot({ script: { before } });
    discord.fail({ fault: faults.slow(500), route: '/channels/{channel.id}/typing' });
    reader.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
    await discord.until(() => discord.callsTo('POST', '/channels/{channel.id}/typing').length > 0);
    const next = reader.slash('ask', { question: '为什么要修复灯塔？' }, { where: channel });
    open();
    await responseTo(discord, next);
    const calls = discord.calls.filter(({ method, route }) => method === 'PATCH' || route === channelMessages);
    expect(calls.map(({ method }) => method)).toEqual(['POST', 'PATCH']);
  });
});

describe('an acknowledgement', () => {
  it('goes out once the question is written down', async () => {
    const stores = createMemoryStores();
    const writing = gate();
    const accept: Stores['deliveries']['accept'] = async (update) => {
      await writing.passed();
      return stores.deliveries.accept(update);
    };
    const { discord, reader, channel, logged } = await setUpBot({ stores: { ...stores, deliveries: { ...stores.deliveries, accept } } });
    const asked = reader.slash('ask', { question }, { where: channel });
    // Answered at once, since nothing is kept of it: by then the interaction has come, too.
    const typed = reader.autocomplete('ask', 'question', { question: '修' }, { where: channel });
    await discord.until(() => typed.choices);
    expect(asked.status).toBe('waiting');
    writing.open();
    await responseTo(discord, asked);
    expect(logged.join()).not.toContain('could not be');
  });
});
