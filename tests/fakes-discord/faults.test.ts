import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Channel, type FakeDiscord, type FakeDiscordOptions, type Fault, faults, startFakeDiscord } from '../fakes/discord/index.js';
import { call, problems, type WireAnswer } from './call.js';

const MESSAGES = '/channels/{channel.id}/messages';

let discord: FakeDiscord;
let channel: Channel;

async function start(options: FakeDiscordOptions = {}): Promise<void> {
  discord = await startFakeDiscord(options);
  channel = discord.channel(discord.guild());
}

beforeEach(() => start());
afterEach(() => discord.close());

const send = (to: Channel = channel): Promise<WireAnswer> => call(discord, 'POST', `/channels/${to.id}/messages`, { content: 'x' });
const once = (fault: Fault): void => {
  discord.fail({ route: MESSAGES, fault });
};

describe('injected faults', () => {
  it('strike as often as planned, where planned', async () => {
    const other = discord.channel(discord.guild());
    discord.fail({ method: 'POST', route: MESSAGES, channel, times: 2, fault: faults.internalError });
    const statuses = [await send(other), await send(), await send(), await send()].map(({ status }) => status);
    expect(statuses).toEqual([200, 500, 500, 200]);
  });

  it('strike by chance, the same way for the same seed', async () => {
    const strikes = async (): Promise<string> => {
      discord.clearFaults();
      discord.fail({ probability: 0.5, seed: 7, fault: faults.unavailable });
      const statuses: number[] = [];
      for (let round = 0; round < 20; round++) statuses.push((await send()).status);
      return statuses.join();
    };
    const first = await strikes();
    expect(await strikes()).toBe(first);
    expect(new Set(first.split(','))).toEqual(new Set(['200', '503']));
  });

  it('are refused where they could never strike', () => {
    expect(() => discord.fail({ route: '/channels/{id}/messages', fault: faults.internalError })).toThrow('has no route');
  });

  it('say what Discord says', async () => {
    once(faults.refusal('missingAccess'));
    const { status, body } = await send();
    expect({ status, body }).toEqual({ status: 403, body: { message: 'Missing Access', code: 50001 } });
    expect(discord.refusedCalls).toEqual([]);
  });

  it('reset the connection before or after the message was sent', async () => {
    once(faults.resetBefore);
    await expect(send()).rejects.toThrow();
    expect(discord.botMessages(channel)).toHaveLength(0);
    once(faults.resetAfter);
    await expect(send()).rejects.toThrow();
    expect(discord.botMessages(channel)).toHaveLength(1);
    expect(discord.callsTo('POST', MESSAGES)).toMatchObject([
      { fault: 'reset', outcome: undefined },
      { fault: 'reset', outcome: { status: 200 } },
    ]);
  });

  it('hang, with the message sent or not', async () => {
    const impatient = (): Promise<unknown> =>
      fetch(`${discord.apiRoot}/v10/channels/${channel.id}/messages`, {
        method: 'POST',
        headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
        body: '{"content":"x"}',
        signal: AbortSignal.timeout(50),
      });
    once(faults.hangBefore);
    await expect(impatient()).rejects.toThrow();
    expect(discord.botMessages(channel)).toHaveLength(0);
    once(faults.hangAfter);
    await expect(impatient()).rejects.toThrow();
    expect(discord.botMessages(channel)).toHaveLength(1);
  });

  it('answer with what is no JSON, or late', async () => {
    once(faults.badGateway);
    await expect(send()).rejects.toThrow(/JSON/);
    once(faults.malformedJson);
    await expect(send()).rejects.toThrow(/JSON/);
    once(faults.slow(30));
    const before = Date.now();
    expect((await send()).status).toBe(200);
    expect(Date.now() - before).toBeGreaterThanOrEqual(28);
  });
});

describe('too many requests', () => {
  it('are told how long to wait, and noticed when they do not', async () => {
    once(faults.tooManyRequests(2.5));
    const refused = await send();
    expect(refused).toMatchObject({ status: 429, body: { message: 'You are being rate limited.', retry_after: 2.5, global: false } });
    const named = ['retry-after', 'x-ratelimit-scope', 'x-ratelimit-remaining', 'x-ratelimit-reset-after', 'x-ratelimit-global'];
    expect(named.map((name) => refused.headers.get(name))).toEqual(['3', 'user', '0', '2.500', null]);
    discord.letTimePass(2400);
    expect((await send()).status).toBe(429);
    expect(discord.impatientCalls).toMatchObject([{ method: 'POST', route: MESSAGES }]);
    discord.letTimePass(200);
    expect((await send()).status).toBe(200);
  });

  it('of one channel do not concern another; a global limit concerns all but interactions', async () => {
    const other = discord.channel(discord.guild());
    once(faults.tooManyRequests(60));
    await send();
    expect((await send(other)).status).toBe(200);
    once(faults.tooManyRequests(60, 'global'));
    const refused = await send(other);
    expect(refused).toMatchObject({ status: 429, body: { global: true } });
    expect(refused.headers.get('x-ratelimit-global')).toBe('true');
    expect((await call(discord, 'GET', '/users/@me')).status).toBe(429);
    expect(problems(await call(discord, 'POST', '/interactions/5/x/callback', { type: 4 }))).toEqual(['10062 Unknown interaction']);
  });

  it('are counted where limits are given, with headers that say what is left', async () => {
    await discord.close();
    await start({ limits: { perSecond: 50, routes: [{ method: 'POST', route: MESSAGES, requests: 2, perMs: 5000 }] } });
    const left = async (): Promise<unknown[]> => {
      const { status, headers } = await send();
      return [status, headers.get('x-ratelimit-remaining')];
    };
    expect([await left(), await left(), await left()]).toEqual([
      [200, '1'],
      [200, '0'],
      [429, '0'],
    ]);
    discord.letTimePass(5000);
    expect(await left()).toEqual([200, '1']);
  });
});

it('says what was waited for and what the bot did instead', async () => {
  await send();
  const waiting = discord.until(() => discord.botMessages(channel).length > 1, { timeoutMs: 20, what: 'a second message' });
  await expect(waiting).rejects.toThrow(`Waited 20 ms in vain for a second message. The bot's last calls: POST ${MESSAGES}: 200.`);
});
