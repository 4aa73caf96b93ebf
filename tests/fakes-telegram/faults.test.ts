import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Chat,
  type FakeTelegram,
  type FakeTelegramOptions,
  type Fault,
  faults,
  startFakeTelegram,
  systemClock,
} from '../fakes/telegram/index.js';
import { call } from './call.js';

let telegram: FakeTelegram;
let chat: Chat;
let now: number;

async function start(options: FakeTelegramOptions = {}): Promise<void> {
  now = 1_700_000_000_000;
  telegram = await startFakeTelegram({ clock: { now: () => now, after: systemClock.after }, ...options });
  chat = telegram.privateChat(telegram.user());
}

beforeEach(() => start());
afterEach(() => telegram.close());

const send = (to: Chat = chat): ReturnType<typeof call> => call(telegram, 'sendMessage', { chat_id: to.id, text: 'x' });
const once = (fault: Fault): void => {
  telegram.fail({ method: 'sendMessage', fault });
};

describe('injected faults', () => {
  it('strike as often as planned, in the planned chat only', async () => {
    const other = telegram.privateChat(telegram.user());
    telegram.fail({ method: 'sendMessage', chat, times: 2, fault: faults.internalError });
    const statuses = [await send(other), await send(), await send(), await send()].map(({ status }) => status);
    expect(statuses).toEqual([200, 500, 500, 200]);
  });

  it('strike by chance, the same way for the same seed', async () => {
    const strikes = async (): Promise<string> => {
      telegram.clearFaults();
      telegram.fail({ probability: 0.5, seed: 7, fault: faults.internalError });
      const statuses: number[] = [];
      for (let round = 0; round < 20; round++) statuses.push((await send()).status);
      return statuses.join();
    };
    const first = await strikes();
    expect(await strikes()).toBe(first);
    expect(new Set(first.split(','))).toEqual(new Set(['200', '500']));
  });

  it('reset the connection before or after the message was sent', async () => {
    once(faults.resetBefore);
    await expect(send()).rejects.toThrow();
    expect(telegram.botMessages(chat)).toHaveLength(0);
    once(faults.resetAfter);
    await expect(send()).rejects.toThrow();
    expect(telegram.botMessages(chat)).toHaveLength(1);
    expect(telegram.callsOf('sendMessage')).toMatchObject([
      { fault: 'reset', outcome: undefined },
      { fault: 'reset', outcome: { ok: true } },
    ]);
  });

  it('hang, with the message sent or not', async () => {
    const path = `${telegram.apiRoot}/bot${telegram.token}/sendMessage?chat_id=${chat.id}&text=x`;
    once(faults.hangBefore);
    await expect(fetch(path, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    expect(telegram.botMessages(chat)).toHaveLength(0);
    once(faults.hangAfter);
    await expect(fetch(path, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    expect(telegram.botMessages(chat)).toHaveLength(1);
  });

  it('answer with what is no JSON', async () => {
    once(faults.badGateway);
    await expect(send()).rejects.toThrow(/JSON/);
    once(faults.malformedJson);
    await expect(send()).rejects.toThrow(/JSON/);
  });
});

describe('too many requests', () => {
  it('notices who calls the chat again too early, and refuses', async () => {
    const other = telegram.privateChat(telegram.user());
    once(faults.tooManyRequests(30));
    expect(await send()).toMatchObject({ status: 429, parameters: { retry_after: 30 } });
    now += 29_000;
    expect((await send(other)).status).toBe(200);
    expect(telegram.impatientCalls).toEqual([]);
    expect(await send()).toMatchObject({ status: 429, parameters: { retry_after: 1 } });
    expect(telegram.impatientCalls).toEqual([{ method: 'sendMessage', chatId: chat.id, earlyByMs: 1000 }]);
    now += 1000;
    expect((await send()).status).toBe(200);
  });

  it('holds to the documented limits when asked to', async () => {
    await telegram.close();
    await start({ limits: true });
    expect((await send()).status).toBe(200);
    expect(await send()).toMatchObject({ status: 429, parameters: { retry_after: 1 } });
    now += 1000;
    const group = telegram.group();
    const statuses: number[] = [];
    for (let count = 0; count < 21; count++, now += 1000) statuses.push((await send(group)).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  });
});

describe('waiting for the bot', () => {
  it('says what was waited for and what the bot did instead', async () => {
    await send();
    const waiting = telegram.until(() => telegram.botMessages(chat).length > 1, { timeoutMs: 20, what: 'a second message' });
    await expect(waiting).rejects.toThrow(`Waited 20 ms in vain for a second message. The bot's last calls: sendMessage(${chat.id}): ok.`);
  });
});
