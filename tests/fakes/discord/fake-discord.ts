import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { CallOutcome, CallRecord } from './call-record.js';
import { isOk } from './call-record.js';
import { createChanges } from '../changes.js';
import { type Clock, systemClock } from '../clock.js';
import { answer, writeOutcome } from './connection.js';
import { createState } from './create-state.js';
import type { Command, JsonObject, Message, User } from './discord-types.js';
import { dispatch, refusal } from './dispatch.js';
import { createFaultPlans, type FaultPlan } from './faults.js';
import type { Gateway } from './gateway/index.js';
import { createPace, type ImpatientCall, type PaceLimits } from './pace.js';
import { createPerson, type Person } from './people/index.js';
import { type ChannelRef, channelAt, createPlaces, type GuildRef, type Places } from './places.js';
import { type DiscordRequest, readRequest } from './read-request.js';
import { findRoute, routes } from './rest/index.js';
import type { PrivilegedIntent, ServerState, TypingRecord } from './server-state.js';

export interface FakeDiscordOptions {
  readonly token?: string;
  readonly bot?: {
    readonly username?: string;
    /** Switched on at the developer portal; none unless given. */
    readonly privilegedIntents?: readonly PrivilegedIntent[];
  };
  readonly clock?: Clock;
  /** Limits that calls are held to; none unless given. */
  readonly limits?: PaceLimits;
  readonly heartbeatIntervalMs?: number;
  /** How long a shard has to wait between two IDENTIFYs. Discord's five seconds are not held to unless given. */
  readonly identifyIntervalMs?: number;
  /** What `GET /gateway/bot` recommends. */
  readonly recommendedShards?: number;
  /** How many shards may identify at once; one unless given. */
  readonly maxConcurrency?: number;
}

export interface PersonGiven {
  readonly username?: string;
  readonly globalName?: string;
  readonly locale?: string;
  /** Has the app installed to their account. */
  readonly installed?: boolean;
}

/** A Discord of our own on loopback, REST and gateway, for one bot, with people who use it. */
export interface FakeDiscord extends Places {
  /** For `DISCORD_API_ROOT`, or discord.js's `rest: { api }`: the version is appended by the client. */
  readonly apiRoot: string;
  readonly token: string;
  readonly bot: User;
  /** Every request, in the order of arrival, with what came of it. */
  readonly calls: readonly CallRecord[];
  /** Those to one route, as the documentation writes it: `callsTo('POST', '/channels/{channel.id}/messages')`. */
  callsTo(method: string, route: string): readonly CallRecord[];
  /** Calls that Discord refused, faults aside; a well-behaved bot has none. */
  readonly refusedCalls: readonly CallRecord[];
  /** Calls that did not wait out a 429. */
  readonly impatientCalls: readonly ImpatientCall[];
  readonly gateway: Gateway;
  readonly typing: readonly TypingRecord[];
  user(given?: PersonGiven): Person;
  /** All messages of a channel, ephemeral ones among them, oldest first. */
  messages(channel: ChannelRef): readonly Message[];
  /** Those of them that are the bot's. */
  botMessages(channel: ChannelRef): readonly Message[];
  /** A message as it is now; `undefined` once it was deleted. */
  shown(message: Message): Message | undefined;
  /** Whom a message notified: ids of people and roles, or `everyone`. */
  pingedBy(message: Message): readonly string[];
  /** Registered commands: the global ones, or a guild's own. */
  commands(guild?: GuildRef): readonly Command[];
  /** Sends the bot an event exactly as given, however odd. */
  inject(t: string, d: JsonObject, guild?: GuildRef): void;
  /** The server's clock goes forward: deadlines, tokens and limits pass without waiting. */
  letTimePass(ms: number): void;
  fail(plan: FaultPlan): void;
  clearFaults(): void;
  until: ReturnType<typeof createChanges>['until'];
  close(): Promise<void>;
}

/** A bot that is asked a thousand things at once answers on as many connections; of more than Node's 511, some would wait for seconds. */
const BACKLOG = 4096;

export async function startFakeDiscord(options: FakeDiscordOptions = {}): Promise<FakeDiscord> {
  const calls: CallRecord[] = [];
  const changes = createChanges(systemClock, () => describeLastCalls(calls));
  const clock = movableClock(options.clock ?? systemClock);
  let port = 0;
  const state = createState(options, { clock, host: () => `127.0.0.1:${port}`, changed: changes.happened });
  const plans = createFaultPlans(routes.map(({ path }) => path));
  const pace = createPace(clock, options.limits);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await readRequest(request);
    const found = findRoute(asked.method, asked.path);
    const call = record(asked, found.route?.path ?? asked.path, found.params, clock.now());
    calls.push(call);
    const fault = plans.next(call);
    call.fault = fault?.kind;
    changes.happened();
    const act = async (): Promise<CallOutcome> => {
      const tooMany = pace.check(call);
      const done = tooMany ?? dispatch(state, asked, found);
      call.outcome = done;
      changes.happened();
      return { ...done, headers: { ...pace.headers(call), ...done.headers } };
    };
    await answer(response, { fault, act, clock, limit: ({ retryAfterSeconds, scope }) => pace.limit(call, retryAfterSeconds, scope) });
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      writeOutcome(response, refusal(error));
    });
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!state.gateway.open) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      state.gateway.accept(accepted, new URL(request.url ?? '/', 'ws://discord.invalid'));
    });
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: BACKLOG }, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The fake Discord did not get a port on loopback.');
  ({ port } = address);

  return {
    ...createPlaces(state),
    ...lookAt(state),
    apiRoot: `http://127.0.0.1:${port}/api`,
    token: state.bot.token,
    bot: state.bot.user,
    calls,
    callsTo: (method, route) => calls.filter((call) => call.method === method && call.route === route),
    get refusedCalls() {
      return calls.filter(({ outcome, fault }) => outcome && !isOk(outcome) && fault === undefined);
    },
    impatientCalls: pace.impatient,
    gateway: state.gateway,
    typing: state.typing,
    user: (given) => addPerson(state, given),
    inject: (t, d, guild) => state.gateway.dispatch({ t, d, guildId: guild?.id }),
    letTimePass: clock.move,
    fail: plans.add,
    clearFaults: plans.clear,
    until: changes.until,
    async close() {
      state.gateway.cut();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

type Looks = Pick<FakeDiscord, 'messages' | 'botMessages' | 'shown' | 'pingedBy' | 'commands'>;

function lookAt(state: ServerState): Looks {
  const messages = ({ id }: ChannelRef): Message[] => [...channelAt(state, id).messages.values()].map(({ message }) => message);
  const stored = ({ channel_id, id }: Message): { message: Message; pinged: readonly string[] } | undefined =>
    state.world.channels.get(channel_id)?.messages.get(id);
  return {
    messages,
    botMessages: (channel) => messages(channel).filter(({ author }) => author.id === state.bot.user.id),
    shown: (message) => stored(message)?.message,
    pingedBy: (message) => stored(message)?.pinged ?? [],
    commands: (guild) => state.bot.commands.get(guild?.id ?? '') ?? [],
  };
}

function addPerson(state: ServerState, { username, globalName, locale = 'en-US', installed = false }: PersonGiven = {}): Person {
  const id = state.world.nextId();
  const name = username ?? `reader${id.slice(-6)}`;
  const user: User = { id, username: name, discriminator: '0', global_name: globalName ?? null, avatar: null };
  const person = { user, locale, installed, dmsClosed: false };
  state.world.users.set(id, user);
  state.people.set(id, person);
  return createPerson(state, person);
}

function record({ method, query, body }: DiscordRequest, route: string, params: CallRecord['params'], atMs: number): CallRecord {
  return { method, route, params, query, body, atMs, fault: undefined, outcome: undefined };
}

function movableClock(clock: Clock): Clock & { readonly move: (ms: number) => void } {
  let ahead = 0;
  return {
    now: () => clock.now() + ahead,
    after: clock.after,
    move(ms) {
      ahead += ms;
    },
  };
}

function describeLastCalls(calls: readonly CallRecord[]): string {
  const last = calls.slice(-8).map(({ method, route, outcome, fault }) => {
    const end = outcome === undefined ? 'under way' : `${outcome.status}${isOk(outcome) ? '' : ` ${JSON.stringify(outcome.body)}`}`;
    return `${method} ${route}: ${fault ?? end}`;
  });
  return last.length === 0 ? 'The bot has not called at all.' : `The bot's last calls: ${last.join('; ')}.`;
}
