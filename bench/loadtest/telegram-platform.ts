import { createTelegramAdapter } from '../../src/telegram/index.js';
import {
  faults,
  startFakeTelegram,
  type CallRecord,
  type FakeTelegram,
  type Fault,
  type Message,
} from '../../tests/fakes/telegram/index.js';
import {
  floodingPeople,
  listensWithinMs,
  plansFor,
  type Asked,
  type Delivered,
  type FloodingGroup,
  type PlatformServer,
  type Room,
  type Way,
} from './platform.js';

/** Longer silences than a load test is long are left to the adapter's own tests. */
const ways: readonly Way<Fault>[] = [
  { fault: faults.internalError, part: 0.3 },
  { fault: faults.badGateway, part: 0.2 },
  { fault: faults.tooManyRequests(1), part: 0.2 },
  { fault: faults.resetBefore, part: 0.15 },
  { fault: faults.slow(300), part: 0.1 },
  // The message is taken, and the bot does not learn of it: nobody can keep such a message from being sent twice.
  { fault: faults.resetAfter, part: 0.05 },
];

export async function startTelegramPlatform(): Promise<PlatformServer> {
  const telegram = await startFakeTelegram({ bot: { inlineMode: true } });
  const messages = new Map<string, Message>();
  const unfinished = new Set<CallRecord>();
  let seen = 0;

  const delivered = (): readonly Delivered[] => {
    for (; seen < telegram.calls.length; seen++) {
      const call = telegram.calls[seen];
      if (call?.method === 'sendMessage') unfinished.add(call);
    }
    const found: Delivered[] = [];
    for (const call of unfinished) {
      if (call.outcome === undefined) continue;
      unfinished.delete(call);
      const message = sentMessage(telegram, call);
      // Only the first part of a long answer replies to the question.
      if (message?.reply_to_message === undefined) continue;
      const question = idOf(message.reply_to_message);
      const shownIn = { platform: 'telegram', chat: String(message.chat.id), message: String(message.message_id) } as const;
      messages.set(question, message);
      found.push({ question, shownIn, atMs: call.atMs, text: message.text ?? '', wasTold: call.fault !== 'reset' });
    }
    return found;
  };

  return {
    name: 'telegram',
    platforms: ['telegram'],
    environment: { TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.apiRoot },
    createAdapters: ({ stores, ...parts }) => [
      createTelegramAdapter({ token: telegram.token, apiRoot: telegram.apiRoot, admins: [], deliveries: stores.deliveries, ...parts }),
    ],
    listens: async () => {
      const polls = telegram.callsOf('getUpdates').length;
      await telegram.until(() => telegram.callsOf('getUpdates').length > polls, { timeoutMs: listensWithinMs, what: 'the bot to listen' });
    },
    openRoom: () => openRoom(telegram),
    openFloodingGroup: () => openFloodingGroup(telegram),
    isPromised: () => true,
    acknowledgedAfterMs: () => undefined,
    recognisesRepeats: () => false,
    strike: (share) => plansFor(ways, share).forEach((plan) => telegram.fail(plan)),
    calm: () => telegram.clearFaults(),
    delivered,
    openCitation: async ({ question }) => {
      const message = messages.get(question);
      if (message === undefined) throw new Error(`There is no answer to ${question} to open a citation of.`);
      telegram.user().pressButton(message, '[1]');
      return telegram.until(() => openedText(telegram, message), { timeoutMs: 30_000, what: 'the citation to open' });
    },
    get callCount() {
      return telegram.calls.length;
    },
    get struckCount() {
      return telegram.calls.filter(({ fault }) => fault !== undefined).length;
    },
    get impatientCount() {
      return telegram.impatientCalls.length;
    },
    close: () => telegram.close(),
  };
}

function openRoom(telegram: FakeTelegram): Room {
  const chat = telegram.supergroup();
  let turn = 0;
  return {
    id: String(chat.id),
    ask: (text): Asked => {
      const atMs = Date.now();
      // In privacy mode a bot is shown commands and replies, but no mentions.
      const message = telegram.user().sendText(chat, `/ask@${telegram.bot.username ?? ''} ${text}`);
      return { id: idOf(message), platform: 'telegram', room: String(chat.id), turn: turn++, atMs };
    },
  };
}

function openFloodingGroup(telegram: FakeTelegram): FloodingGroup {
  const chat = telegram.supergroup();
  const people = Array.from({ length: floodingPeople }, () => telegram.user());
  const command = (name: string): string => `/${name}@${telegram.bot.username ?? ''}`;
  const answer = (): Message | undefined => telegram.botMessages(chat)[0];
  let asked: Message | undefined;
  let count = 0;
  return {
    prepare: async (question) => {
      asked = people[0]?.sendText(chat, `${command('ask')} ${question}`);
      await telegram.until(answer, { timeoutMs: listensWithinMs, what: 'an answer to press the buttons of' });
    },
    pour: (kind) => {
      const person = people[++count % people.length];
      switch (kind) {
        case 'commands':
          return void person?.sendText(chat, command('help'));
        case 'inline queries':
          return void person?.inlineQuery(`query ${count}`);
        case 'edits':
          return void (asked !== undefined && people[0]?.editMessage(asked, `${command('ask')} question ${count}`));
        case 'presses': {
          const message = answer();
          const buttons = (message?.reply_markup?.inline_keyboard ?? []).flat();
          const button = buttons.findIndex(({ callback_data: data }) => data !== undefined);
          if (message !== undefined && button >= 0) person?.pressButton(message, button);
        }
      }
    },
    get messageCount() {
      return telegram.botMessages(chat).length;
    },
  };
}

function sentMessage(telegram: FakeTelegram, { outcome, chatId }: CallRecord): Message | undefined {
  if (outcome?.ok !== true || typeof outcome.result !== 'object' || outcome.result === null) return undefined;
  if (!('message_id' in outcome.result) || typeof outcome.result.message_id !== 'number') return undefined;
  const { message_id } = outcome.result;
  return telegram.messages({ id: chatId }).find((message) => message.message_id === message_id);
}

function openedText(telegram: FakeTelegram, message: Message): string | undefined {
  const text = telegram.shown(message)?.text;
  return text?.startsWith('[1]') === true && text !== message.text ? text : undefined;
}

function idOf({ chat, message_id }: { readonly chat: { readonly id: number }; readonly message_id: number }): string {
  return `${chat.id}/${message_id}`;
}
