import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { BotApiError } from './bot-api-error.js';
import type { BotCommand, Message, Update, User } from './bot-api-types.js';
import type { CallOutcome, CallRecord } from './call-record.js';
import { createChanges } from '../changes.js';
import { type Clock, systemClock } from '../clock.js';
import { answer, closedSignal, writeOutcome } from './connection.js';
import { dispatch, refusal } from './dispatch.js';
import { createFaultPlans, type FaultPlan } from './faults.js';
import { createGroups, type Groups } from './groups.js';
import { findMethod } from './methods/index.js';
import { createPace, DOCUMENTED_LIMITS, type ImpatientCall, type PaceLimits } from './pace.js';
import { type ChatRef, createPerson, type Person } from './people.js';
import { type BotApiRequest, readRequest } from './read-request.js';
import type { ServerState, SilentLoss } from './server-state.js';
import { createUpdateQueue } from './updates.js';
import { createWebhookDelivery } from './webhook-delivery.js';
import { createWorld } from './world.js';

export interface FakeTelegramOptions {
  readonly token?: string;
  readonly bot?: {
    readonly username?: string;
    readonly name?: string;
    /** As @BotFather's settings; all on by default, privacy mode too. */
    readonly privacyMode?: boolean;
    readonly inlineMode?: boolean;
    readonly inlineFeedback?: boolean;
  };
  readonly clock?: Clock;
  /** `true`: the documented limits; calls over them get 429. */
  readonly limits?: boolean | PaceLimits;
  /** How long a button press or an inline query can be answered; a minute unless given. */
  readonly queryLifetimeMs?: number;
  readonly allowHttpWebhooks?: boolean;
}

/** A Bot API server of our own on loopback, for one bot, with people who use it. */
export interface FakeTelegram extends Groups {
  /** For `TELEGRAM_API_ROOT`, or telegraf's `apiRoot`. */
  readonly apiRoot: string;
  readonly token: string;
  readonly bot: User;
  /** Every call with the right token, in the order of arrival, with what came of it. */
  readonly calls: readonly CallRecord[];
  callsOf(method: string): readonly CallRecord[];
  /** Calls that did not wait out a `retry_after`. */
  readonly impatientCalls: readonly ImpatientCall[];
  /** What Telegram would have dropped from messages without saying so. */
  readonly silentLosses: readonly SilentLoss[];
  /** Updates that the bot has not acknowledged. */
  readonly pendingUpdates: readonly Update[];
  readonly chatActions: ServerState['chatActions'];
  /** The messages of a chat as its readers see them now, oldest first. */
  messages(chat: ChatRef): readonly Message[];
  /** Those of them that are the bot's. */
  botMessages(chat: ChatRef): readonly Message[];
  /** A message as it is shown now; `undefined` once it was deleted. */
  shown(message: Message): Message | undefined;
  /** An inline message as it is shown now. */
  inlineMessage(inlineMessageId: string): Pick<Message, 'text' | 'entities' | 'reply_markup'> | undefined;
  reactionsTo(message: Message): readonly unknown[];
  /** The command menu for one scope and language. */
  commandMenu(scope?: object, languageCode?: string): readonly BotCommand[] | undefined;
  /** Somebody new, or somebody known by `id`. */
  user(user?: Partial<User>): Person;
  /** Queues an update exactly as given, however odd; `update_id` is added where it is missing. */
  inject(update: Readonly<Record<string, unknown>>): number | undefined;
  /** Lets every open button press and inline query become too old. */
  expireQueries(): void;
  fail(plan: FaultPlan): void;
  clearFaults(): void;
  until: ReturnType<typeof createChanges>['until'];
  close(): Promise<void>;
}

const DEFAULT_TOKEN = '700100200:FAKE-token-of-the-fake-telegram-server';
const QUERY_LIFETIME_MS = 60_000;

export async function startFakeTelegram(options: FakeTelegramOptions = {}): Promise<FakeTelegram> {
  const { token = DEFAULT_TOKEN, clock = systemClock } = options;
  const calls: CallRecord[] = [];
  const changes = createChanges(systemClock, () => describeLastCalls(calls));
  const state = createState(options, clock, () => {
    changes.happened();
  });
  const plans = createFaultPlans();
  const pace = createPace(clock, options.limits === true ? DOCUMENTED_LIMITS : options.limits || undefined);
  const webhook = createWebhookDelivery(state, async (method, params) => {
    const call = begin({ method, parameters: params }, true);
    finish(call, await dispatch(state, call, { closed: new AbortController().signal }));
  });
  state.updates.onAdded(webhook.pump);

  function begin({ method, parameters }: Pick<BotApiRequest, 'method' | 'parameters'>, viaWebhook: boolean): CallRecord {
    const chatId = Number(parameters['chat_id'] ?? 0) || 0;
    const name = findMethod(method)?.name ?? method;
    const call: CallRecord = {
      method: name,
      params: parameters,
      chatId,
      atMs: clock.now(),
      viaWebhook,
      fault: undefined,
      outcome: undefined,
    };
    calls.push(call);
    return call;
  }

  function finish(call: CallRecord, outcome: CallOutcome): CallOutcome {
    call.outcome = outcome;
    changes.happened();
    if (outcome.ok && call.method === 'setWebhook') webhook.pump();
    return outcome;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const closed = closedSignal(request, response);
    const asked = await readRequest(request);
    if (asked.token !== token) throw new BotApiError(401, 'Unauthorized');
    const call = begin(asked, false);
    const fault = plans.next(call.method, call.chatId);
    call.fault = fault?.kind;
    changes.happened();
    const act = async (): Promise<CallOutcome> => {
      try {
        pace.check(call.method, call.chatId);
      } catch (error) {
        return finish(call, refusal(error));
      }
      return finish(call, await dispatch(state, call, { closed }));
    };
    if (fault?.kind === 'too-many-requests') pace.pause(call.method, call.chatId, fault.retryAfterSeconds);
    await answer(response, { fault, act, clock });
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      writeOutcome(response, refusal(error));
    });
  });
  const apiRoot = await listen(server);

  const messages = ({ id }: ChatRef): Message[] => [...state.world.chat(id).messages.values()].map(({ message }) => message);

  return {
    ...createGroups(state),
    apiRoot,
    token,
    get bot() {
      return state.bot.user;
    },
    calls,
    callsOf: (method) => calls.filter((call) => call.method === method),
    impatientCalls: pace.impatient,
    silentLosses: state.silentLosses,
    get pendingUpdates() {
      return state.updates.pending;
    },
    chatActions: state.chatActions,
    messages,
    botMessages({ id }) {
      const isBots = ({ from, sender_chat, via_bot }: Message): boolean =>
        (from?.id === state.bot.user.id || sender_chat?.id === id) && !via_bot;
      return messages({ id }).filter(isBots);
    },
    shown: ({ chat, message_id }) => state.world.chat(chat.id).messages.get(message_id)?.message,
    inlineMessage: (id) => state.world.inlineMessages.get(id)?.message,
    reactionsTo: ({ chat, message_id }) => state.reactions.get(`${chat.id}/${message_id}`) ?? [],
    commandMenu: (scope = { type: 'default' }, languageCode = '') => state.bot.commands.get(`${JSON.stringify(scope)}${languageCode}`),
    user(given = {}) {
      const id = given.id ?? state.world.nextId();
      return createPerson(state, { id, is_bot: false, first_name: `Reader ${id}`, ...given });
    },
    inject: (update) => state.updates.add(update),
    expireQueries() {
      state.callbackQueries.clear();
      state.inlineQueries.clear();
    },
    fail: plans.add,
    clearFaults: plans.clear,
    until: changes.until,
    async close() {
      webhook.stop();
      server.closeAllConnections();
      await new Promise<void>(
        (resolve) =>
          void server.close(() => {
            resolve();
          }),
      );
    },
  };
}

function createState(options: FakeTelegramOptions, clock: Clock, changed: () => void): ServerState {
  const { token = DEFAULT_TOKEN, bot = {} } = options;
  const { username = 'footnote_bot', name = 'Footnote', privacyMode = true, inlineMode = true, inlineFeedback = true } = bot;
  const user = { id: Number(token.split(':')[0]), is_bot: true, first_name: name, username };
  return {
    clock,
    world: createWorld(clock),
    updates: createUpdateQueue(clock, changed),
    bot: { user, privacyMode, inlineMode, inlineFeedback, commands: new Map(), texts: new Map() },
    callbackQueries: new Map(),
    inlineQueries: new Map(),
    queryLifetimeMs: options.queryLifetimeMs ?? QUERY_LIFETIME_MS,
    silentLosses: [],
    chatActions: [],
    reactions: new Map(),
    webhook: undefined,
    allowHttpWebhooks: options.allowHttpWebhooks ?? true,
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The fake Telegram did not get a port on loopback.');
  return `http://127.0.0.1:${address.port}`;
}

function describeLastCalls(calls: readonly CallRecord[]): string {
  const last = calls.slice(-8).map(({ method, chatId, outcome, fault }) => {
    const end = outcome === undefined ? 'under way' : outcome.ok ? 'ok' : `${outcome.code} ${outcome.description}`;
    return `${method}${chatId === 0 ? '' : `(${chatId})`}: ${fault ?? end}`;
  });
  return last.length === 0 ? 'The bot has not called at all.' : `The bot's last calls: ${last.join('; ')}.`;
}
