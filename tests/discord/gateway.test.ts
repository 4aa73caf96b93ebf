import { afterEach, describe, expect, it } from 'vitest';
import { DiscordSetupError } from '../../src/discord/index.js';
import { faults, startFakeDiscord } from '../fakes/discord/index.js';
import { quotes } from '../fakes/scripted-answer-service.js';
import { botMessage, closeBots, gate, responseTo, setUpBot, wordsOf } from './set-up.js';

afterEach(closeBots);

const question = '修复花了多久？';

describe('a connection that is lost', () => {
  it.each(['cut', 'reconnect', 'resumable', 'not resumable', 'no heartbeats'] as const)(
    'while answering (%s): the answer goes out, once, and later questions are answered',
    async (kind) => {
      const { passed, open } = gate();
      const { discord, reader, channel, answers, bot } = await setUpBot({
        script: { before: passed },
        server: { heartbeatIntervalMs: 400 },
        refusals: true,
      });
      const asked = reader.slash('ask', { question }, { where: channel });
      reader.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
      await discord.until(() => answers.asked.length > 0);
      const { gateway } = discord;
      const connections = () => gateway.identifies.length + gateway.resumes.length;
      const before = connections();
      if (kind === 'cut') gateway.cut();
      else if (kind === 'reconnect') gateway.askToReconnect();
      else if (kind === 'no heartbeats') gateway.acknowledgeHeartbeats(false);
      else gateway.invalidateSession({ resumable: kind === 'resumable' });
      await discord.until(() => connections() > before, { timeoutMs: 10_000, what: 'another connection' });
      gateway.acknowledgeHeartbeats(true);
      open();
      await discord.until(() => wordsOf(asked.response).includes(quotes.duration));
      await botMessage(discord, channel, 2);
      await expect.poll(() => bot.health().state, { timeout: 10_000 }).toBe('connected');
      reader.dm(question);
      await discord.until(() => discord.botMessages(reader.dmChannel).length > 0, { timeoutMs: 10_000 });
      expect(discord.botMessages(channel)).toHaveLength(2);
      expect(discord.callsTo('POST', '/interactions/{interaction.id}/{interaction.token}/callback')).toHaveLength(1);
    },
    20_000,
  );

  it('answers after the resume what was asked meanwhile', async () => {
    const { discord, reader } = await setUpBot();
    discord.gateway.cut();
    reader.dm(question);
    await discord.until(() => discord.botMessages(reader.dmChannel).length > 0, { timeoutMs: 10_000 });
    expect(discord.gateway.resumes[0]?.replayed).toBeGreaterThan(0);
  }, 15_000);
});

describe('a bot that cannot run', () => {
  it.each([
    [4004, 'DISCORD_TOKEN'],
    [4014, 'Message Content Intent'],
    [4011, 'DISCORD_SHARDS=auto'],
    [4013, '4013'],
  ])('says why when the gateway closes with %i', async (code, word) => {
    const { discord, bot } = await setUpBot();
    discord.gateway.close(code);
    await expect(bot.ended).rejects.toThrow(DiscordSetupError);
    await expect(bot.ended).rejects.toThrow(word);
    expect(bot.health()).toMatchObject({ state: 'failed', detail: expect.stringContaining(word) as string });
  });

  it('names the variable when the token is refused from the beginning', async () => {
    const { bot } = await setUpBot({ adapter: { token: 'another' }, started: false, refusals: true });
    await expect(bot.start()).rejects.toThrow('DISCORD_TOKEN');
    await expect(bot.ended).rejects.toThrow('DISCORD_TOKEN');
  });

  it('says so when its token is reset while it runs', async () => {
    const { discord, bot, reader, channel } = await setUpBot({ refusals: true });
    discord.fail({ route: '/channels/{channel.id}/messages', fault: faults.refusal('unauthorized') });
    reader.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
    await expect(bot.ended).rejects.toThrow('DISCORD_TOKEN');
  });

  it('names the address when there is no Discord there', async () => {
    const { discord, bot } = await setUpBot({ started: false, refusals: true });
    discord.fail({ route: '/applications/@me', fault: faults.refusal('notFound') });
    await expect(bot.start()).rejects.toThrow('DISCORD_API_ROOT');
  });

  it('waits for a Discord that is not reached yet', async () => {
    const { discord, bot, reader } = await setUpBot({ started: false });
    discord.fail({ route: '/applications/@me', fault: faults.unavailable, times: 3 });
    discord.fail({ route: '/gateway/bot', fault: faults.badGateway, times: 5 });
    await bot.start();
    reader.dm(question);
    await botMessage(discord, reader.dmChannel, 1);
  });
});

describe('the start', () => {
  it('registers the commands when they differ, and only then', async () => {
    const first = await setUpBot();
    const { discord } = first;
    const puts = () => discord.callsTo('PUT', '/applications/{application.id}/commands').length;
    expect(puts()).toBe(1);
    await first.bot.stop(1_000);
    await setUpBot({ before: first });
    expect(puts()).toBe(1);
    expect(discord.commands().find(({ name }) => name === 'ask')).toMatchObject({ integration_types: [0, 1], contexts: [0, 1, 2] });
  });

  it('registers them in one server alone where that is named', async () => {
    const before = await setUpBot({ started: false });
    const { discord, guild, reader, channel } = before;
    const second = await setUpBot({ before, adapter: { guild: guild.id } });
    expect(discord.commands()).toEqual([]);
    expect(discord.commands(guild).map(({ name }) => name)).toContain('ask');
    await second.bot.stop(1_000);
    await setUpBot({ before, adapter: { guild: guild.id } });
    expect(discord.callsTo('PUT', '/applications/{application.id}/guilds/{guild.id}/commands')).toHaveLength(1);
    await responseTo(discord, reader.slash('ask', { question }, { where: channel }));
  });

  it('prints an invite link with exactly the scopes and permissions that are needed', async () => {
    const { logged, discord } = await setUpBot();
    const line = logged.find((each) => each.includes('oauth2/authorize')) ?? '';
    const link = new URL(/https:[^"]+/.exec(line)?.[0] ?? '');
    expect(link.searchParams.get('client_id')).toBe(discord.bot.id);
    expect(link.searchParams.get('scope')).toBe('bot applications.commands');
    const bits = [10n, 11n, 14n, 16n, 35n, 38n].reduce((all, bit) => all | (1n << bit), 0n);
    expect(link.searchParams.get('permissions')).toBe(String(bits));
  });

  it.each([
    [2, 2],
    ['auto', 3],
  ] as const)(
    'opens as many connections as are asked for (%s), and answers over each',
    async (shards, count) => {
      const discord = await startFakeDiscord({ recommendedShards: 3, maxConcurrency: 16 });
      const reader = discord.user();
      const guilds = Array.from({ length: 6 }, () => discord.guild({ members: [reader] }));
      const [guild = { id: '', name: '' }] = guilds;
      const channels = guilds.map((each) => discord.channel(each));
      const [channel = { id: '', type: 0 as const }] = channels;
      const sharedBefore = await setUpBot({ started: false });
      await setUpBot({ before: { ...sharedBefore, discord, reader, guild, channel }, adapter: { shards } });
      expect(discord.gateway.identifies.map(({ shard }) => shard)).toEqual(Array.from({ length: count }, (_, id) => [id, count]));
      for (const each of channels) reader.sendMessage(each, `<@${discord.bot.id}> ${question}`);
      for (const each of channels) await botMessage(discord, each, 1);
    },
    20_000,
  );
});

describe('events that are not as documented', () => {
  it('are ignored and logged, and the next question is answered', async () => {
    const { discord, reader, guild, logged } = await setUpBot();
    discord.inject('SOMETHING_NEW', { id: '1' }, guild);
    discord.inject('INTERACTION_CREATE', {});
    discord.inject('INTERACTION_CREATE', { id: '1', application_id: '2', type: 2, token: 't', data: { type: 1, name: 'ask' } });
    discord.inject('INTERACTION_CREATE', { id: '3', application_id: '2', type: 99, token: 't', data: {} });
    discord.inject('MESSAGE_CREATE', { id: '1' }, guild);
    discord.inject('MESSAGE_CREATE', { id: '1', content: 'x', author: null, channel_id: '5', type: 0 });
    discord.inject('CHANNEL_CREATE', {}, guild);
    discord.inject('GUILD_MEMBER_UPDATE', {}, guild);
    discord.inject('GUILD_CREATE', {}, guild);
    discord.inject('THREAD_CREATE', {}, guild);
    reader.dm(question);
    await botMessage(discord, reader.dmChannel, 1);
    expect(logged.filter((line) => line.includes('ignored')).length).toBeGreaterThanOrEqual(5);
  });
});

describe('an orderly stop', () => {
  it('lets the answer out that is under way, and takes nothing more', async () => {
    const { passed, open } = gate();
    const { discord, reader, channel, answers, bot } = await setUpBot({ script: { before: passed } });
    const asked = reader.slash('ask', { question }, { where: channel });
    reader.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
    await discord.until(() => answers.asked.length > 0);
    const stopped = bot.stop(5_000);
    setTimeout(open, 100);
    await stopped;
    await bot.ended;
    expect(wordsOf(asked.response)).toContain(quotes.duration);
    expect(discord.botMessages(channel)).toHaveLength(2);
    expect(discord.gateway.connected).toBe(0);
    expect(bot.health().state).toBe('stopped');
  });

  it('keeps what takes too long for the next start', async () => {
    const { passed, open } = gate();
    const first = await setUpBot({ script: { before: passed }, refusals: true });
    const { discord, reader, channel, answers, stores } = first;
    const asked = reader.slash('ask', { question }, { where: channel });
    reader.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
    await discord.until(() => asked.status === 'thinking' && answers.asked.length > 0);
    await first.bot.stop(100);
    open();
    await expect.poll(() => stores.deliveries.owed('discord')).toHaveLength(2);
    await setUpBot({ before: first });
    expect(wordsOf(await responseTo(discord, asked))).toContain(quotes.duration);
    await botMessage(discord, channel, 2);
    await expect.poll(() => stores.deliveries.owed('discord')).toEqual([]);
  });
});
