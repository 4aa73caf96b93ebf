import { type Client, Events, GatewayIntentBits } from 'discord.js';
import { inflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Channel, type FakeDiscord, FLAG, type GuildRef, type Person, startFakeDiscord } from '../fakes/discord/index.js';
import { call } from './call.js';
import { createClient, loggedIn } from './client.js';

const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;

let discord: FakeDiscord;
let client: Client;
let reader: Person;
let guild: GuildRef;
let channel: Channel;
let heard: string[];

async function start(options: Parameters<typeof startFakeDiscord>[0] = {}, intents?: number[]): Promise<void> {
  discord = await startFakeDiscord(options);
  reader = discord.user();
  guild = discord.guild({ members: [reader] });
  channel = discord.channel(guild);
  client = createClient(discord, intents);
  heard = [];
  client.on(Events.MessageCreate, ({ content, author }) => {
    if (!author.bot) heard.push(content);
  });
  // discord.js throws where nobody listens.
  client.on(Events.Error, () => undefined);
}

const say = (text: string): void => void reader.sendMessage(channel, `<@${discord.bot.id}> ${text}`);
const hears = (...texts: string[]): Promise<unknown> =>
  discord
    .until(() => heard.length >= texts.length, { what: texts.join(', ') })
    .then(() => expect(heard.map((text) => text.replace(/<@\d+> /, ''))).toEqual(texts));

describe('a lost connection', () => {
  beforeEach(() => start());
  afterEach(async () => {
    await client.destroy();
    await discord.close();
  });

  it.each([
    ['cut', (): void => discord.gateway.cut()],
    ['asked for', (): void => discord.gateway.askToReconnect()],
    ['closed with a code that allows it', (): void => discord.gateway.close(4000)],
  ])('that was %s is resumed; what was missed comes once', async (_how, lose) => {
    await loggedIn(client, discord);
    say('one');
    await hears('one');
    lose();
    await discord.until(() => discord.gateway.connected === 0);
    say('two');
    await discord.until(() => discord.gateway.resumes.length === 1);
    say('three');
    await hears('one', 'two', 'three');
    expect(discord.gateway.resumes).toMatchObject([{ replayed: 1 }]);
    expect(discord.gateway.identifies).toHaveLength(1);
  });

  it('is resumed on the same line when the session is invalid but resumable', async () => {
    await loggedIn(client, discord);
    discord.gateway.invalidateSession({ resumable: true });
    await discord.until(() => discord.gateway.resumes.length === 1);
    say('still here');
    await hears('still here');
  });

  it('starts over when the session is gone, and what was said meanwhile is lost', async () => {
    await loggedIn(client, discord);
    discord.gateway.invalidateSession({ resumable: false });
    say('unheard');
    await discord.until(() => discord.gateway.identifies.length === 2, { timeoutMs: 8000 });
    await discord.until(() => discord.gateway.connected === 1);
    say('heard');
    await hears('heard');
  });
});

describe('heartbeats', () => {
  afterEach(async () => {
    await client.destroy();
    await discord.close();
  });

  it('that are not acknowledged make the client come again', async () => {
    await start({ heartbeatIntervalMs: 80 });
    await loggedIn(client, discord);
    await discord.until(() => discord.gateway.heartbeats > 1);
    discord.gateway.acknowledgeHeartbeats(false);
    await discord.until(() => discord.gateway.connected === 0);
    discord.gateway.acknowledgeHeartbeats(true);
    await discord.until(() => discord.gateway.resumes.length === 1);
  });

  it('can be asked for', async () => {
    await start();
    await loggedIn(client, discord);
    discord.gateway.askForHeartbeat();
    await discord.until(() => discord.gateway.heartbeats === 1);
  });
});

describe('who is let in', () => {
  afterEach(async () => {
    await client.destroy();
    await discord.close();
  });

  it('is nobody with a wrong token', async () => {
    await start();
    await expect(client.login('MTIz.wrong.token')).rejects.toMatchObject({ code: 'TokenInvalid' });
  });

  it('is nobody who wants intents that are not switched on', async () => {
    await start({}, [Guilds, GuildMessages, MessageContent]);
    await expect(client.login(discord.token)).rejects.toThrow('Used disallowed intents');
  });

  it('can be closed with 4004 on a running client', async () => {
    await start();
    await loggedIn(client, discord);
    const closed = new Promise<number>((resolve) => {
      client.once(Events.ShardDisconnect, ({ code }) => resolve(code));
    });
    discord.gateway.close(4004);
    expect(await closed).toBe(4004);
  });
});

describe('what people write', () => {
  afterEach(async () => {
    await client.destroy();
    await discord.close();
  });

  it('is empty without the content intent, except for mentions, replies to the bot and direct messages', async () => {
    await start();
    const ready = await loggedIn(client, discord);
    reader.sendMessage(channel, 'aside');
    say('mention');
    await hears('', 'mention');
    await ready.guilds.cache.get(guild.id)?.channels.cache.get(channel.id)?.fetch();
    const [own] = await Promise.all([discord.until(() => discord.messages(channel)[1])]);
    reader.sendMessage(channel, 'to another person', { replyTo: own });
    reader.dm('direct');
    await hears('', 'mention', '', 'direct');
  });

  it('is all there with it', async () => {
    await start({ bot: { privilegedIntents: ['MESSAGE_CONTENT'] } }, [Guilds, GuildMessages, DirectMessages, MessageContent]);
    await loggedIn(client, discord);
    reader.sendMessage(channel, 'aside');
    await hears('aside');
  });

  it('does not come at all without the intent for messages', async () => {
    await start({}, [Guilds, DirectMessages]);
    await loggedIn(client, discord);
    say('in the server');
    reader.dm('direct');
    await hears('direct');
  });

  it('does not come from channels that the bot cannot see', async () => {
    await start();
    const hidden = discord.channel(guild, { denyBot: ['VIEW_CHANNEL'] });
    await loggedIn(client, discord);
    reader.sendMessage(hidden, `<@${discord.bot.id}> psst`);
    say('loud');
    await hears('loud');
  });
});

describe('the protocol without a library', () => {
  beforeEach(() => start());
  afterEach(() => discord.close());

  interface Line {
    readonly received: { op: number; t: string | null; s: number | null; d: Record<string, unknown> }[];
    readonly closed: () => number | undefined;
    send(op: number, d: unknown): void;
  }

  function connect(query = 'v=10&encoding=json', read: (data: Buffer) => string = String): Line {
    const socket = new WebSocket(`${discord.apiRoot.replace('http', 'ws').replace('/api', '')}/?${query}`);
    const received: Line['received'] = [];
    let code: number | undefined;
    socket.on('message', (data: Buffer) => received.push(JSON.parse(read(data)) as Line['received'][number]));
    socket.on('close', (given) => {
      code = given;
    });
    return { received, closed: () => code, send: (op, d) => socket.send(JSON.stringify({ op, d })) };
  }

  const identify = (more: object = {}): object => ({ token: discord.token, intents: 513, properties: { os: 'linux' }, ...more });

  it('begins with HELLO; READY says where to resume', async () => {
    const line = connect();
    await discord.until(() => line.received.length === 1);
    expect(line.received[0]).toMatchObject({ op: 10, d: { heartbeat_interval: 41_250 } });
    line.send(2, identify());
    await discord.until(() => line.received.length === 3);
    expect(line.received.slice(1)).toMatchObject([
      {
        op: 0,
        t: 'READY',
        s: 1,
        d: { v: 10, guilds: [{ id: guild.id, unavailable: true }], resume_gateway_url: expect.stringMatching(/\/resume$/) as string },
      },
      { op: 0, t: 'GUILD_CREATE', s: 2, d: { id: guild.id, channels: [{ id: channel.id }] } },
    ]);
  });

  it.each([
    ['an unknown opcode', 4001, 99, null],
    ['an identify without properties', 4002, 2, { token: 'x', intents: 0 }],
    ['a payload that is too long', 4002, 1, 'x'.repeat(4100)],
    ['a request before identifying', 4003, 8, {}],
    ['a wrong token', 4004, 2, { token: 'x', intents: 0, properties: {} }],
  ])('closes on %s', async (_what, code, op, d) => {
    const line = connect();
    await discord.until(() => line.received.length === 1);
    line.send(op, d);
    expect(await discord.until(line.closed)).toBe(code);
  });

  it.each([
    ['a shard that cannot be', 4010, { shard: [2, 2] }],
    ['intents that do not exist', 4013, { intents: 1 << 30 }],
    ['intents that are not switched on', 4014, { intents: 1 << 15 }],
  ])('closes on %s', async (_what, code, more) => {
    const line = connect();
    await discord.until(() => line.received.length === 1);
    line.send(2, identify(more));
    expect(await discord.until(line.closed)).toBe(code);
  });

  it('closes on another version, and on identifying twice', async () => {
    const old = connect('v=6');
    expect(await discord.until(old.closed)).toBe(4012);
    const line = connect();
    await discord.until(() => line.received.length === 1);
    line.send(2, identify());
    line.send(2, identify());
    expect(await discord.until(line.closed)).toBe(4005);
  });

  it('does not resume what it does not know', async () => {
    const line = connect();
    await discord.until(() => line.received.length === 1);
    line.send(6, { token: discord.token, session_id: 'gone', seq: 3 });
    await discord.until(() => line.received.length === 2);
    expect(line.received[1]).toMatchObject({ op: 9, d: false });
  });

  it('moves a session to the line that resumes it, while the old one is still open', async () => {
    const old = connect();
    await discord.until(() => old.received.length === 1);
    old.send(2, identify());
    await discord.until(() => old.received.length === 3);
    const line = connect();
    await discord.until(() => line.received.length === 1);
    line.send(6, { token: discord.token, session_id: old.received[1]?.d['session_id'], seq: 1 });
    await discord.until(() => line.received.length === 3);
    old.send(99, null);
    await discord.until(old.closed);
    say('on the new line');
    await discord.until(() => line.received.length === 4);
    expect(line.received.map(({ t }) => t)).toEqual([null, 'GUILD_CREATE', 'RESUMED', 'MESSAGE_CREATE']);
  });

  it('brings the bot its own ephemeral messages as if they were direct', async () => {
    const line = connect();
    await discord.until(() => line.received.length === 1);
    line.send(2, identify({ intents: 1 << 12 }));
    await discord.until(() => line.received.length === 2);
    await call(discord, 'POST', `/applications/${discord.bot.id}/commands`, { name: 'ask', description: 'Ask' });
    for (const flags of [0, FLAG.ephemeral]) {
      const asked = reader.slash('ask', {}, { where: channel });
      await call(discord, 'POST', `/interactions/${asked.id}/${asked.token}/callback`, { type: 4, data: { content: 'x', flags } });
    }
    await discord.until(() => line.received.length === 5);
    const [, , , , message] = line.received;
    expect(line.received.slice(2).map(({ t }) => t)).toEqual(['INTERACTION_CREATE', 'INTERACTION_CREATE', 'MESSAGE_CREATE']);
    expect(message?.d).toMatchObject({ flags: FLAG.ephemeral, channel_id: channel.id });
    expect(message?.d).not.toHaveProperty('guild_id');
  });

  it('compresses the whole stream where it is asked to', async () => {
    const chunks: Buffer[] = [];
    const socket = new WebSocket(`${discord.apiRoot.replace('http', 'ws').replace('/api', '')}/?v=10&encoding=json&compress=zlib-stream`);
    socket.on('message', (data: Buffer) => chunks.push(data));
    await discord.until(() =>
      Buffer.concat(chunks)
        .subarray(-4)
        .equals(Buffer.from([0, 0, 0xff, 0xff])),
    );
    const { constants } = await import('node:zlib');
    expect(inflateSync(Buffer.concat(chunks), { finishFlush: constants.Z_SYNC_FLUSH }).toString()).toContain('"op":10');
  });

  it('compresses each payload where IDENTIFY asks for it', async () => {
    const line = connect('v=10&encoding=json', (data) => (data[0] === 0x78 ? inflateSync(data).toString() : String(data)));
    await discord.until(() => line.received.length === 1);
    line.send(2, identify({ compress: true }));
    await discord.until(() => line.received.length === 3);
    expect(line.received[1]).toMatchObject({ t: 'READY' });
  });
});

it('gives each shard its own servers', async () => {
  await start();
  for (let count = 0; count < 6; count++) {
    discord.letTimePass(1);
    discord.guild({ name: `server ${count}` });
  }
  const [first, second] = [0, 1].map(() => new Map<string, unknown>());
  await client.destroy();
  client = createClient(discord, undefined, 2);
  client.on(Events.GuildAvailable, ({ id, shardId }) => (shardId === 0 ? first : second)?.set(id, shardId));
  await loggedIn(client, discord);
  expect((first?.size ?? 0) + (second?.size ?? 0)).toBe(7);
  expect(Math.min(first?.size ?? 0, second?.size ?? 0)).toBeGreaterThan(0);
  await client.destroy();
  await discord.close();
}, 15_000);
