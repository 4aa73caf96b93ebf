import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryStores, type Stores } from '../../src/chat/index.js';
import { createGrowth, longAnswer, statementByStatement, type Growth } from '../fakes/growth.js';
import { createManualClock, type ManualClock } from '../fakes/manual-clock.js';
import { answered, progressOf, quotes, refused, scriptedAnswers, type Script } from '../fakes/scripted-answer-service.js';
import { faults, type FakeTelegram, type Message } from '../fakes/telegram/index.js';
import { botMessage, buttonsOf, closeBots, quiet, setUpBot, type BotSetup, type SetUpOptions } from './set-up.js';

const timed: TimedSetup[] = [];

afterEach(async () => {
  for (const { bot, clock } of timed.splice(0)) await Promise.all([bot.stop(500), clock.advance(1_000)]);
  await closeBots();
});

const question = '为什么要修复灯塔？';
const answer = answered([quotes.reason, quotes.cost]);
const drafted = [`${quotes.reason} [1]`, `${quotes.reason} [1]\n\n${quotes.cost} [2]`];

function scriptOf(growth: Growth, changes: Script = {}): Script {
  return { answers: { ...scriptedAnswers, [question]: answer }, growing: { [question]: growth.growing }, ...changes };
}

interface TimedSetup extends BotSetup {
  readonly clock: ManualClock & BotSetup['clock'];
}

/** A bot whose time moves only when the test lets it. */
async function setUpTimed(script: Script, options: SetUpOptions = {}): Promise<TimedSetup> {
  const clock = Object.assign(createManualClock(), { at: 0 });
  const setup = await setUpBot({ ...options, script, server: { clock, ...options.server }, adapter: { clock, ...options.adapter } });
  const whole = { ...setup, clock };
  timed.push(whole);
  return whole;
}

type Shows = 'sendMessage' | 'editMessageText';
const showing: readonly string[] = ['sendMessage', 'editMessageText'] satisfies readonly Shows[];

/** What was shown in the chat, version by version. */
function versions(telegram: FakeTelegram, chat: { readonly id: number }): readonly Message[] {
  return telegram.calls.flatMap(({ method, chatId, outcome }) =>
    chatId === chat.id && showing.includes(method) && outcome?.ok === true ? [outcome.result as Message] : [],
  );
}

const textsOf = (messages: readonly Message[]): readonly (string | undefined)[] => messages.map(({ text }) => text);

describe('an answer that grows', () => {
  it('is one message from its first sentence on, and in the end the answer with its buttons', async () => {
    const growth = statementByStatement(answer);
    const { telegram, clock } = await setUpTimed(scriptOf(growth));
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    const first = await botMessage(telegram, chat, 1);
    growth.grow();
    await clock.advance(1_200, 300);
    await telegram.until(() => versions(telegram, chat).length === 2);
    growth.grow();
    await telegram.until(() => buttonsOf(telegram.shown(first)).length > 0);
    expect(textsOf(versions(telegram, chat)).slice(0, 2)).toEqual(drafted);
    expect(versions(telegram, chat).map(({ message_id: id }) => id)).toEqual(Array(3).fill(first.message_id));

    const plain = await setUpBot({ script: { answers: { [question]: answer } } });
    const other = plain.telegram.user();
    other.sendText(plain.telegram.privateChat(other), question);
    const { text, entities, reply_markup } = await botMessage(plain.telegram, plain.telegram.privateChat(other), 1);
    const buttons = (message: Message | undefined) => buttonsOf(message);
    expect(telegram.shown(first)).toMatchObject({ text, entities });
    expect(buttons(telegram.shown(first))).toEqual(buttons({ ...first, reply_markup }));
  });

  it('ends the typing as soon as there is something to see', async () => {
    const growth = statementByStatement(answer);
    const { telegram, clock } = await setUpTimed(scriptOf(growth));
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    await botMessage(telegram, chat, 1);
    await clock.advance(20_000, 1_000);
    expect(telegram.chatActions).toEqual([]);
  });

  it('quotes the question in a group, once', async () => {
    const growth = statementByStatement(answer);
    const { telegram, clock } = await setUpTimed(scriptOf(growth));
    const reader = telegram.user();
    const group = telegram.supergroup({ members: [reader] });
    const asked = reader.sendText(group, `/ask ${question}`);
    const shown = await botMessage(telegram, group, 1);
    growth.grow();
    growth.grow();
    await telegram.until(() => buttonsOf(telegram.shown(shown)).length > 0);
    expect(shown.reply_to_message?.message_id).toBe(asked.message_id);
    expect(telegram.botMessages(group)).toHaveLength(1);
    await clock.advance(1);
  });

  it('of more than one message grows in the first, and is whole in the end', async () => {
    const long = longAnswer(answer, 300);
    const growth = createGrowth([progressOf(long, 1), progressOf(long, 250), progressOf(long, 290)]);
    const { telegram, clock } = await setUpTimed(scriptOf(growth, { answers: { [question]: long } }));
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    await botMessage(telegram, chat, 1);
    for (let step = 0; step < 2; step++) {
      growth.grow();
      await clock.advance(2_000);
    }
    // What no longer changes is not sent again.
    expect(versions(telegram, chat)).toHaveLength(2);
    growth.grow();
    const last = await botMessage(telegram, chat, 2);
    await telegram.until(() => telegram.botMessages(chat).some((each) => buttonsOf(each).length > 0));
    expect(textsOf(telegram.botMessages(chat)).join('\n')).toContain('第300句');
    expect(buttonsOf(telegram.botMessages(chat)[0])).toEqual([]);
    expect(last.message_id).toBeGreaterThan(telegram.botMessages(chat)[0]!.message_id);
  });

  it('to an edited question grows in the place of the earlier answer', async () => {
    const growth = statementByStatement(answer);
    const { telegram, clock } = await setUpTimed(scriptOf(growth));
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    const asked = reader.sendText(chat, '修复花了多久？');
    const first = await botMessage(telegram, chat, 1);
    await clock.advance(2_000);
    reader.editMessage(asked, question);
    await telegram.until(() => telegram.shown(first)?.text?.includes(quotes.reason));
    growth.grow();
    growth.grow();
    await telegram.until(() => buttonsOf(telegram.shown(first))[0]?.includes('[2]'));
    expect(telegram.botMessages(chat)).toHaveLength(1);
  });

  it('to a suggestion grows below the buttons that asked', async () => {
    const growth = statementByStatement(answer);
    const { telegram, clock } = await setUpTimed(scriptOf(growth));
    const reader = telegram.user({ language_code: 'zh-hans' });
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '/start');
    const welcome = await botMessage(telegram, chat, 1);
    await clock.advance(2_000);
    reader.pressButton(welcome, question);
    expect((await botMessage(telegram, chat, 2)).text).toBe(`${question}\n\n${drafted[0]}`);
    growth.grow();
    growth.grow();
    await telegram.until(() => buttonsOf(telegram.botMessages(chat)[1]).length > 0);
    expect(telegram.botMessages(chat)).toHaveLength(2);
  });

  it.each([
    ['a refusal', refused(), '没有讲到'],
    ['an answer in other words', answered([quotes.duration]), quotes.duration],
  ])('makes way for %s', async (_, instead, words) => {
    const growth = statementByStatement(answer);
    const { telegram } = await setUpTimed(scriptOf(growth, { answers: { [question]: instead } }));
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    const shown = await botMessage(telegram, chat, 1);
    growth.grow();
    growth.grow();
    await telegram.until(() => telegram.shown(shown)?.text?.includes(words));
    expect(telegram.shown(shown)?.text).not.toContain(`${quotes.reason} [1]`);
    expect(telegram.botMessages(chat)).toHaveLength(1);
  });

  it('makes way for an apology', async () => {
    let fail = (): void => undefined;
    const failing = new Promise<void>((_, reject) => {
      fail = () => reject(new Error('the model is gone'));
    });
    const growing = { [question]: [{ progress: progressOf(answer, 1), until: () => failing }] };
    const { telegram } = await setUpTimed({ growing });
    const reader = telegram.user({ language_code: 'zh-hans' });
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    const shown = await botMessage(telegram, chat, 1);
    fail();
    await telegram.until(() => telegram.shown(shown)?.text?.includes('抱歉'));
    expect(telegram.botMessages(chat)).toHaveLength(1);
  });
});

describe('the pace of an answer that grows', () => {
  /** Grows by a sentence every half a second. */
  const growFor = async ({ clock }: TimedSetup, growth: Growth, seconds: number): Promise<void> => {
    for (let step = 0; step < seconds * 2; step++) {
      growth.grow();
      await clock.advance(500);
    }
  };
  const timesIn = (telegram: FakeTelegram, chat: { readonly id: number }): readonly number[] =>
    telegram.calls.filter(({ method, chatId }) => chatId === chat.id && showing.includes(method)).map(({ atMs }) => atMs);
  const gaps = (times: readonly number[]): readonly number[] => times.slice(1).map((at, index) => at - times[index]!);

  it('is about an edit a second in a private chat, the first at once, the answer without a wait', async () => {
    const long = longAnswer(answer, 20);
    const growth = statementByStatement(long);
    const setup = await setUpTimed(scriptOf(growth, { answers: { [question]: long } }));
    const { telegram, clock } = setup;
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    const askedAt = clock.now();
    reader.sendText(chat, question);
    await botMessage(telegram, chat, 1);
    expect(timesIn(telegram, chat)).toEqual([askedAt]);
    await growFor(setup, growth, 9.5);
    const drafts = timesIn(telegram, chat);
    expect(Math.min(...gaps(drafts))).toBeGreaterThanOrEqual(1_200);
    expect(drafts.length).toBeGreaterThanOrEqual(6);
    const endsAt = clock.now();
    growth.grow();
    await telegram.until(() => telegram.botMessages(chat).some((each) => buttonsOf(each).length > 0));
    expect(timesIn(telegram, chat).at(-1)).toBe(endsAt);
  });

  it('leaves a busy group’s minute to the answers: short ones soon come without drafts', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `q${index}`);
    const growths = new Map(names.map((name) => [name, createGrowth([1, 1, 2, 2, 2].map((count) => progressOf(answer, count)))]));
    const script = {
      answers: Object.fromEntries(names.map((name) => [name, answer])),
      growing: Object.fromEntries([...growths].map(([name, { growing }]) => [name, growing])),
    };
    // The answer itself may follow a draft at once: short bursts are allowed (Bots FAQ).
    const limits = { perChatPerSecond: 2, perGroupPerMinute: 20, overallPerSecond: 30 };
    const setup = await setUpTimed(script, { server: { limits } });
    const { telegram, clock } = setup;
    const reader = telegram.user();
    const group = telegram.supergroup({ members: [reader] });
    for (const [index, growth] of [...growths.values()].entries()) {
      reader.sendText(group, `/ask q${index}`);
      await telegram.until(() => setup.answers.asked.length === index + 1);
      await growFor(setup, growth, 2);
      growth.grow();
      await clock.advance(3_000, 500);
    }
    await telegram.until(() => telegram.botMessages(group).filter((each) => buttonsOf(each).length > 0).length === 12);
    expect(telegram.calls.filter(({ outcome }) => outcome?.ok === false)).toEqual([]);
    expect(telegram.callsOf('editMessageText').length).toBeGreaterThan(3);
    expect(telegram.botMessages(group)).toHaveLength(12);
  });

  it('leaves room for others in a group: no more than twenty calls a minute over two minutes of answers', async () => {
    const long = longAnswer(answer, 60);
    const growths = [statementByStatement(long), statementByStatement(long), statementByStatement(long), statementByStatement(long)];
    const script = {
      answers: Object.fromEntries(growths.map((_, index) => [`q${index}`, long])),
      growing: Object.fromEntries(growths.map(({ growing }, index) => [`q${index}`, growing])),
    };
    // The answer itself may follow a draft at once: short bursts are allowed (Bots FAQ).
    const limits = { perChatPerSecond: 2, perGroupPerMinute: 20, overallPerSecond: 30 };
    const setup = await setUpTimed(script, { server: { limits } });
    const { telegram, clock } = setup;
    const reader = telegram.user();
    const group = telegram.supergroup({ members: [reader] });
    for (const [index, growth] of growths.entries()) {
      reader.sendText(group, `/ask q${index}`);
      await telegram.until(() => setup.answers.asked.length === index + 1);
      await growFor(setup, growth, 29.5);
      growth.grow();
      await clock.advance(1_500, 100);
    }
    await telegram.until(() => telegram.botMessages(group).filter((each) => buttonsOf(each).length > 0).length === 4);
    expect(telegram.calls.filter(({ outcome }) => outcome?.ok === false)).toEqual([]);
    expect(telegram.botMessages(group)).toHaveLength(4);
    const edits = timesIn(telegram, group).length;
    expect(edits).toBeGreaterThan(16);
    expect(edits).toBeLessThanOrEqual(40);
  });
});

describe('a draft that fails', () => {
  it('with 429 keeps silence for as long as was told, and the answer comes right after', async () => {
    const growth = createGrowth([1, 2, 2].map((count) => progressOf(answer, count)));
    const { telegram, clock } = await setUpTimed(scriptOf(growth));
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    const shown = await botMessage(telegram, chat, 1);
    telegram.fail({ fault: faults.tooManyRequests(30), method: 'editMessageText' });
    growth.grow();
    await clock.advance(1_200, 300);
    await telegram.until(() => telegram.callsOf('editMessageText').length === 1);
    growth.grow();
    growth.grow();
    await clock.advance(29_999, 1_000);
    expect(telegram.callsOf('editMessageText')).toHaveLength(1);
    await clock.advance(1);
    await telegram.until(() => buttonsOf(telegram.shown(shown)).length > 0);
    expect(telegram.callsOf('editMessageText')).toHaveLength(2);
    expect(telegram.botMessages(chat)).toHaveLength(1);
  });

  it.each(['internalError', 'badGateway', 'resetBefore', 'malformedJson'] as const)(
    '(%s) is not tried again, and the answer comes',
    async (name) => {
      const growth = statementByStatement(answer);
      const { telegram, clock } = await setUpTimed(scriptOf(growth));
      const reader = telegram.user();
      const chat = telegram.privateChat(reader);
      reader.sendText(chat, question);
      await botMessage(telegram, chat, 1);
      telegram.fail({ fault: faults[name], method: 'editMessageText' });
      growth.grow();
      await clock.advance(1_200, 300);
      await telegram.until(() => telegram.callsOf('editMessageText').length === 1);
      await clock.advance(60_000, 10_000);
      expect(telegram.callsOf('editMessageText')).toHaveLength(1);
      growth.grow();
      await telegram.until(() => telegram.botMessages(chat).some((each) => buttonsOf(each).length > 0));
      // Where it is not known whether the draft comes yet, the answer is a message of its own.
      await telegram.until(() => telegram.botMessages(chat).length === 1);
    },
  );

  it('because Telegram refuses it ends the drafts; the answer goes the ways that answers go', async () => {
    const growth = statementByStatement(answer);
    const { telegram, clock } = await setUpTimed(scriptOf(growth));
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    telegram.fail({ fault: faults.refused(400, "Bad Request: can't parse entities"), method: 'sendMessage' });
    reader.sendText(chat, question);
    await telegram.until(() => telegram.callsOf('sendMessage').length === 1);
    growth.grow();
    await clock.advance(5_000);
    expect(telegram.callsOf('sendMessage')).toHaveLength(1);
    growth.grow();
    expect(buttonsOf(await botMessage(telegram, chat, 1))).not.toEqual([]);
  });

  it('that was deleted by the reader is not edited on; the answer is a message of its own', async () => {
    const growth = statementByStatement(answer);
    const { telegram, clock } = await setUpTimed(scriptOf(growth));
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    const shown = await botMessage(telegram, chat, 1);
    telegram.fail({ fault: faults.refused(400, 'Bad Request: message to edit not found'), method: 'editMessageText', times: 2 });
    growth.grow();
    await clock.advance(1_200, 300);
    await telegram.until(() => telegram.callsOf('editMessageText').length === 1);
    growth.grow();
    const own = await botMessage(telegram, chat, 2);
    expect(own.message_id).not.toBe(shown.message_id);
    expect(buttonsOf(own)).not.toEqual([]);
  });

  it('and hangs does not hold up the answer, and cannot overwrite it when it comes through late', async () => {
    const growth = statementByStatement(answer);
    const { telegram, clock } = await setUpTimed(scriptOf(growth));
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    const draft = await botMessage(telegram, chat, 1);
    telegram.fail({ fault: faults.slow(60_000), method: 'editMessageText' });
    growth.grow();
    await clock.advance(1_200, 300);
    await telegram.until(() => telegram.callsOf('editMessageText').length === 1);
    growth.grow();
    await clock.advance(3_000);
    const own = await botMessage(telegram, chat, 1);
    await telegram.until(() => telegram.botMessages(chat).some((each) => buttonsOf(each).length > 0));
    await telegram.until(() => telegram.shown(draft) === undefined);
    await clock.advance(60_000, 10_000);
    expect(own.message_id).toBeDefined();
    expect(telegram.botMessages(chat)).toHaveLength(1);
    expect(buttonsOf(telegram.botMessages(chat)[0])).not.toEqual([]);
  });
});

describe('in a chat where an answer grows', () => {
  it('it is not begun before the question is written down', async () => {
    let isWritten = (): void => undefined;
    const written = new Promise<void>((resolve) => {
      isWritten = resolve;
    });
    const stores = createMemoryStores();
    let accepted = 0;
    const accept: Stores['deliveries']['accept'] = async (update) => {
      accepted++;
      await written;
      return stores.deliveries.accept(update);
    };
    const growth = statementByStatement(answer);
    const slow = { ...stores, deliveries: { ...stores.deliveries, accept } };
    const { telegram, clock, answers } = await setUpTimed(scriptOf(growth), { stores: slow });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    await telegram.until(() => accepted === 1);
    await clock.advance(3_000);
    expect(answers.asked).toEqual([]);
    expect(telegram.botMessages(chat)).toEqual([]);
    isWritten();
    expect((await botMessage(telegram, chat, 1)).text).toBe(drafted[0]);
    growth.grow();
    growth.grow();
    await telegram.until(() => buttonsOf(telegram.botMessages(chat)[0]).length > 0);
  });

  it('it is not begun while the question cannot be written down', async () => {
    let isFull = true;
    const stores = createMemoryStores();
    let accepted = 0;
    const accept: Stores['deliveries']['accept'] = (update) => {
      accepted++;
      return isFull ? Promise.reject(new Error('the disk is full')) : stores.deliveries.accept(update);
    };
    const growth = statementByStatement(answer);
    const failing = { ...stores, deliveries: { ...stores.deliveries, accept } };
    const { telegram, clock, answers } = await setUpTimed(scriptOf(growth), { stores: failing });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    await telegram.until(() => accepted === 1);
    await clock.advance(3_000);
    expect(answers.asked).toEqual([]);
    expect(telegram.botMessages(chat)).toEqual([]);
    growth.grow();
    growth.grow();
    isFull = false;
    // Polling waits longer and longer, then the answer comes, and an edit in its turn.
    for (let tries = 0; tries < 100 && buttonsOf(telegram.botMessages(chat)[0]).length === 0; tries++) {
      await clock.advance(10_000, 1_000);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(buttonsOf(telegram.botMessages(chat)[0])).not.toEqual([]);
    expect(telegram.botMessages(chat)).toHaveLength(1);
    expect(answers.asked).toHaveLength(1);
  });

  it('the next answer grows only when this one is there, however long it takes to arrive', async () => {
    const [first, second] = [statementByStatement(answer), statementByStatement(scriptedDuration)];
    const growing = { [question]: first.growing, '修复花了多久？': second.growing };
    const { telegram, clock, answers } = await setUpTimed({ answers: { ...scriptedAnswers, [question]: answer }, growing });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    const shown = await botMessage(telegram, chat, 1);
    reader.sendText(chat, '修复花了多久？');
    await clock.advance(2_000);
    expect(answers.asked).toHaveLength(1);
    telegram.fail({ fault: faults.tooManyRequests(10), method: 'editMessageText' });
    first.grow();
    first.grow();
    // The second is being made now, while the first waits out what Telegram told.
    await telegram.until(() => answers.asked.length === 2);
    await clock.advance(9_000);
    expect(telegram.botMessages(chat)).toHaveLength(1);
    await clock.advance(1_500, 500);
    await telegram.until(() => buttonsOf(telegram.shown(shown)).length > 0);
    await clock.advance(1_500, 500);
    expect((await botMessage(telegram, chat, 2)).text).toBe(`${quotes.duration} [1]`);
    second.grow();
    await telegram.until(() => buttonsOf(telegram.botMessages(chat)[1]).length > 0);
  });

  it('a button does not wait', async () => {
    const growth = statementByStatement(answer);
    const { telegram, clock } = await setUpTimed(scriptOf(growth));
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '修复花了多久？');
    const before = await botMessage(telegram, chat, 1);
    await clock.advance(2_000);
    reader.sendText(chat, question);
    await botMessage(telegram, chat, 2);
    reader.pressButton(before, '[1]');
    await telegram.until(() => telegram.shown(before)?.text?.startsWith('[1]'));
    const voted = reader.pressButton(telegram.shown(before)!, '返回');
    await telegram.until(() => voted.answer);
    growth.grow();
    growth.grow();
    await telegram.until(() => buttonsOf(telegram.botMessages(chat)[1]).length > 0);
  });
});

const scriptedDuration = answered([quotes.duration]);

describe('/think', () => {
  const steps = [
    { id: 1, state: 'done', kind: 'split', questions: ['为什么？', '多少钱？'] },
    { id: 2, state: 'doing', kind: 'look-up', question: '@admin <b>多少钱？', passages: 0 },
  ] as const;

  it('shows what is being done, in the reader’s language, escaped like all that comes from outside', async () => {
    const growth = createGrowth([progressOf(answer, 0, steps)]);
    const { telegram, answers } = await setUpTimed(scriptOf(growth, { canThink: true }));
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, `/think ${question}`);
    const shown = await botMessage(telegram, chat, 1);
    expect(shown.text).toBe('• ✓ 拆成 2 个小问题\n• … 正在查找：@admin <b>多少钱？');
    expect(shown.entities?.map(({ type }) => type)).toEqual(['code']);
    expect(answers.asked[0]?.options.effort).toBe('thorough');
    growth.grow();
    await telegram.until(() => buttonsOf(telegram.shown(shown)).length > 0);
    expect(telegram.shown(shown)?.text).not.toContain('拆成');
  });

  it('is asked again thoroughly when it is edited, and about the message that it replies to', async () => {
    const { telegram, answers } = await setUpBot({ script: { canThink: true } });
    const reader = telegram.user();
    const group = telegram.supergroup({ members: [reader] });
    const asked = reader.sendText(group, '/think 修复花了多久？');
    await botMessage(telegram, group, 1);
    await quiet(telegram);
    reader.editMessage(asked, '/think 每天的电费是多少？');
    await telegram.until(() => answers.asked.length === 2);
    const talk = reader.sendText(group, '谁修的？');
    reader.sendText(group, '/think', { replyTo: talk });
    await telegram.until(() => answers.asked.length === 3);
    expect(answers.asked.map(({ question: text, options }) => [text, options.effort])).toEqual([
      ['修复花了多久？', 'thorough'],
      ['每天的电费是多少？', 'thorough'],
      ['谁修的？', 'thorough'],
    ]);
  });

  it.each([true, false])('is in the menus only where there is something to think with (%s)', async (canThink) => {
    const { telegram } = await setUpBot({ script: { canThink } });
    await telegram.until(() => telegram.commandMenu({ type: 'all_chat_administrators' }, 'en'));
    for (const code of ['', 'zh', 'en']) {
      const menu = telegram.commandMenu({ type: 'all_private_chats' }, code) ?? [];
      expect(menu.some(({ command }) => command === 'think')).toBe(canThink);
    }
  });
});

describe('without a language model', () => {
  it('an answer is one call, as ever', async () => {
    const { telegram } = await setUpBot();
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    const group = telegram.supergroup({ members: [reader] });
    reader.sendText(chat, question);
    await botMessage(telegram, chat, 1);
    reader.sendText(group, `/ask ${question}`);
    await botMessage(telegram, group, 1);
    await quiet(telegram);
    const calls = telegram.calls.filter(({ chatId }) => chatId !== 0).map(({ method }) => method);
    expect(calls).toEqual(['sendMessage', 'sendMessage']);
  });
});
