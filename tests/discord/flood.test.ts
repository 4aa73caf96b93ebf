import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryStores, defaultLimitRules as limits } from '../../src/chat/index.js';
import type { Channel, FakeDiscord, Message, Person } from '../fakes/discord/index.js';
import { quotes } from '../fakes/scripted-answer-service.js';
import { botMessage, closeBots, responseTo, setUpBot, wordsOf } from './set-up.js';

afterEach(closeBots);

const question = '修复花了多久？';
const acts = 200;

interface Crowd {
  readonly discord: FakeDiscord;
  readonly channel: Channel;
  readonly answer: Message;
}

const floods: Readonly<Record<string, (crowd: Crowd, person: Person, number: number) => void>> = {
  mentions: ({ discord, channel }, person, number) => person.sendMessage(channel, `<@${discord.bot.id}> 第${number}问`),
  questions: ({ channel }, person, number) => person.slash('ask', { question: `第${number}问` }, { where: channel }),
  commands: ({ channel }, person) => person.slash('help', {}, { where: channel }),
  passages: ({ answer }, person) => person.pressButton(answer, '[1]'),
  votes: ({ answer }, person) => person.pressButton(answer, '👍'),
  forms: ({ answer }, person) => person.pressButton(answer, '追问'),
  threads: ({ answer }, person) => person.pressButton(answer, '子区'),
  suggestions: ({ channel }, person, number) => person.autocomplete('ask', 'question', { question: `修${number}` }, { where: channel }),
};

describe('a flood from one channel', () => {
  it.each(Object.keys(floods))('of %s: others are answered, and the flood is not answered with a flood', async (kind) => {
    const { discord, guild, channel, reader } = await setUpBot({ limits, refusals: true });
    reader.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
    const crowd = { discord, channel, answer: await botMessage(discord, channel, 1) };
    const before = discord.calls.length;
    for (let act = 0; act < acts; act++) floods[kind]?.(crowd, reader, act);
    const other = discord.user({ locale: 'zh-CN' });
    discord.addMember(guild, other);
    const asked = other.slash('ask', { question }, { where: discord.channel(guild) });
    expect(wordsOf(await responseTo(discord, asked))).toContain(quotes.duration);
    // A person's share, each with an acknowledgement and an answer.
    expect(discord.calls.length - before).toBeLessThanOrEqual(170);
  });
});

describe('a channel that is owed much', () => {
  it('is given no more of it after a restart than one chat may be owed', async () => {
    const stores = createMemoryStores();
    const before = await setUpBot({ stores, started: false });
    const { channel, guild } = before;
    for (let id = 1; id <= 100; id++) {
      const job = { id: String(id), channel: channel.id, guild: guild.id, user: `${id}`, admin: false, thread: false, member: true };
      const payload = { ...job, deed: { kind: 'sticker' }, way: { kind: 'message' } };
      await stores.deliveries.accept({ platform: 'discord', id: String(id), chat: channel.id, person: `p${id}`, payload, at: id });
    }
    const { logged, discord } = await setUpBot({ limits, stores, before, refusals: true });
    await discord.until(() => logged.some((line) => line.includes('the rest was dropped. {"count":60}')));
    expect((await stores.deliveries.owed('discord')).length).toBeLessThanOrEqual(40);
  });
});
