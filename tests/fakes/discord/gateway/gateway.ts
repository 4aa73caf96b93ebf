import type { WebSocket } from 'ws';
import type { Clock } from '../../clock.js';
import type { JsonObject } from '../discord-types.js';
import type { BotProfile } from '../server-state.js';
import { shardOf } from '../snowflakes.js';
import { type Connection, type GatewaySide, openConnection } from './connection.js';
import { areValidIntents, INTENT, isMessage, mayReceive, PRIVILEGED, withoutContent } from './intents.js';
import { CLOSE, type CloseReason, type Identify, OP } from './protocol.js';
import { push, type Session } from './session.js';

export interface GatewayEvent {
  readonly t: string;
  readonly d: object;
  /** Without a guild it is a direct one, and goes to shard 0. */
  readonly guildId: string | undefined;
}

/** The bot's line to Discord, and what can go wrong with it. */
export interface Gateway {
  /** Every IDENTIFY that was accepted. */
  readonly identifies: readonly Pick<Identify, 'shard' | 'presence' | 'compress' | 'properties' | 'intents'>[];
  /** Every RESUME that was accepted: from which sequence number, and how many events were sent again. */
  readonly resumes: readonly { readonly seq: number; readonly replayed: number }[];
  readonly heartbeats: number;
  /** Connections that are open and identified. */
  readonly connected: number;
  /** Sends an event to the sessions that may see it, or keeps it for them until they resume. */
  dispatch(event: GatewayEvent): void;
  accept(socket: WebSocket, url: URL): void;
  /** Whether new connections are let in at all. */
  readonly open: boolean;
  /** From now on heartbeats are not acknowledged (or are again). */
  acknowledgeHeartbeats(on: boolean): void;
  /** Opcode 1: asks for a heartbeat at once. */
  askForHeartbeat(): void;
  /** Opcode 7. */
  askToReconnect(): void;
  /** Opcode 9. Where it is not resumable, the session is gone. */
  invalidateSession(options: { readonly resumable: boolean }): void;
  /** Forgets all sessions: a RESUME will get opcode 9. */
  forgetSessions(): void;
  close(code: number, reason?: string): void;
  /** Ends every connection without a close frame. */
  cut(): void;
  /** New connections are refused (or let in again). */
  refuseConnections(on: boolean): void;
}

export interface GatewayOptions {
  readonly clock: Clock;
  readonly bot: BotProfile;
  readonly heartbeatIntervalMs: number;
  /** How long the same shard has to wait between two IDENTIFYs; Discord's is five seconds. */
  readonly identifyIntervalMs: number;
  /** Shards whose ids differ by a multiple of it share that wait. */
  readonly maxConcurrency: number;
  readonly nextId: () => string;
  readonly ready: (session: Session) => JsonObject;
  readonly guilds: (session: Session) => readonly JsonObject[];
  readonly changed: () => void;
}

export function createGateway(options: GatewayOptions): Gateway {
  const { clock, bot, heartbeatIntervalMs, identifyIntervalMs, maxConcurrency, changed } = options;
  const sessions = new Map<string, Session>();
  const connections = new Set<Connection>();
  const identifies: Identify[] = [];
  const resumes: { seq: number; replayed: number }[] = [];
  const lastIdentify = new Map<number, number>();
  let heartbeats = 0;
  let acknowledging = true;
  let open = true;

  function refusalOf({ token, intents, shard: [id, count] = [0, 1] }: Identify): CloseReason | undefined {
    if (token !== bot.token) return 'authenticationFailed';
    if (id < 0 || count < 1 || id >= count) return 'invalidShard';
    if (!areValidIntents(intents)) return 'invalidIntents';
    const allowed = PRIVILEGED.every((name) => (intents & INTENT[name]) === 0 || bot.privilegedIntents.has(name));
    return allowed ? undefined : 'disallowedIntents';
  }

  const side: GatewaySide = {
    clock,
    heartbeatIntervalMs,
    acknowledges: () => acknowledging,
    heartbeat() {
      heartbeats++;
      changed();
    },
    identify(identify) {
      const refused = refusalOf(identify);
      if (refused !== undefined) return refused;
      const shard = identify.shard ?? [0, 1];
      const key = shard[0] % maxConcurrency;
      if (clock.now() - (lastIdentify.get(key) ?? -Infinity) < identifyIntervalMs) return 'too-soon';
      lastIdentify.set(key, clock.now());
      identifies.push(identify);
      const session: Session = { id: options.nextId(), shard, intents: Number(identify.intents), sent: [], seq: 0, deliver: undefined };
      sessions.set(session.id, session);
      changed();
      return session;
    },
    resume(token, sessionId) {
      if (token !== bot.token) return 'authenticationFailed';
      changed();
      return sessions.get(sessionId);
    },
    resumed(session, seq) {
      resumes.push({ seq, replayed: session.seq - seq });
    },
    welcome(session) {
      push(session, 'READY', options.ready(session));
      if ((session.intents & INTENT.GUILDS) === 0) return;
      for (const guild of options.guilds(session)) push(session, 'GUILD_CREATE', guild);
    },
    left(connection, endsSession) {
      connections.delete(connection);
      const session = connection.session();
      if (endsSession && session) sessions.delete(session.id);
      changed();
    },
  };

  return {
    identifies,
    resumes,
    get heartbeats() {
      return heartbeats;
    },
    get connected() {
      return [...connections].filter((connection) => connection.session()).length;
    },
    get open() {
      return open;
    },
    dispatch({ t, d, guildId }) {
      for (const session of sessions.values()) {
        const [id, count] = session.shard;
        const isTheirs = (guildId === undefined ? 0 : shardOf(guildId, count)) === id;
        if (isTheirs && mayReceive(session.intents, t, guildId !== undefined)) push(session, t, seenBy(session, d, guildId));
      }
      changed();
    },
    accept(socket, url) {
      const connection = openConnection(socket, url, side);
      connections.add(connection);
    },
    acknowledgeHeartbeats(on) {
      acknowledging = on;
    },
    askForHeartbeat: () => toAll((connection) => connection.sendOp(OP.heartbeat)),
    askToReconnect: () => toAll((connection) => connection.sendOp(OP.reconnect)),
    invalidateSession({ resumable }) {
      toAll((connection) => {
        const session = connection.session();
        if (session && !resumable) sessions.delete(session.id);
        connection.leaveSession();
        connection.sendOp(OP.invalidSession, resumable);
      });
    },
    forgetSessions: () => sessions.clear(),
    close(code, reason) {
      const known = Object.values(CLOSE).find(([one]) => one === code);
      toAll((connection) => connection.close(code, reason ?? known?.[1]));
    },
    cut: () => toAll((connection) => connection.cut()),
    refuseConnections(on) {
      open = !on;
    },
  };

  function toAll(act: (connection: Connection) => void): void {
    for (const connection of [...connections]) act(connection);
  }

  function seenBy(session: Session, d: object, guildId: string | undefined): JsonObject {
    const readsAll = guildId === undefined || (session.intents & INTENT.MESSAGE_CONTENT) !== 0;
    return { ...(readsAll || !isMessage(d) ? d : withoutContent(d, bot.user.id)) };
  }
}
