import { afterEach, describe, expect, it } from 'vitest';
import { answered, quotes, type Answered } from '../fakes/scripted-answer-service.js';
import { faults, type FakeTelegram } from '../fakes/telegram/index.js';
import { closeBots, setUpBot } from './set-up.js';

afterEach(closeBots);

const chats = 200;
const questionsEach = 5;

describe('a thousand questions from two hundred chats at once', () => {
  it('are all answered, once, each chat in its order, through faults', async () => {
    const { telegram } = await setUpBot({ script: { answers: numbered() }, started: true, adapter: { random: () => 0 } });
    telegram.fail({ fault: faults.internalError, method: 'sendMessage', probability: 0.03, seed: 1 });
    telegram.fail({ fault: faults.badGateway, method: 'sendMessage', probability: 0.02, seed: 2 });
    const groups = askAll(telegram);
    const total = chats * questionsEach;
    await telegram.until(() => groups.every((chat) => telegram.botMessages(chat).length >= questionsEach), { timeoutMs: 60_000 });
    await telegram.until(() => telegram.pendingUpdates.length === 0);
    for (const chat of groups) {
      const order = telegram.botMessages(chat).map(({ text }) => Number(/第(\d+)问/.exec(text ?? '')?.[1]));
      expect(order).toEqual(Array.from({ length: questionsEach }, (_, index) => index));
    }
    expect(telegram.callsOf('sendMessage').filter(({ outcome }) => outcome?.ok === true)).toHaveLength(total);
  }, 60_000);
});

function askAll(telegram: FakeTelegram) {
  const readers = Array.from({ length: chats }, () => telegram.user());
  const privates = readers.map((reader) => telegram.privateChat(reader));
  for (let index = 0; index < questionsEach; index++) {
    for (const [at, reader] of readers.entries()) reader.sendText(privates[at]!, `第${index}问`);
  }
  return privates;
}

function numbered(): Readonly<Record<string, Answered>> {
  return Object.fromEntries(
    Array.from({ length: questionsEach }, (_, index) => [
      `第${index}问`,
      answered([quotes.cost], { statements: [{ text: `第${index}问的回答。`, citations: [1], emphasis: [] }] }),
    ]),
  );
}
