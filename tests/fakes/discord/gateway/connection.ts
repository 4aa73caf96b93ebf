import type { RawData, WebSocket } from 'ws';
import type { Clock } from '../../clock.js';
import { createWire, type Wire } from './encoding.js';
import { CLOSE, type CloseReason, type Identify, identifySchema, OP, payloadSchema, resumeSchema } from './protocol.js';
import { type Packet, push, type Session } from './session.js';

/** What a connection needs from the gateway that accepted it. */
export interface GatewaySide {
  readonly clock: Clock;
  readonly heartbeatIntervalMs: number;
  /** While it is false, heartbeats are read and not acknowledged. */
  acknowledges(): boolean;
  heartbeat(): void;
  /** A new session, or why there is none. */
  identify(identify: Identify): Session | CloseReason | 'too-soon';
  /** The session to go on with; `undefined` where it is gone. */
  resume(token: string, sessionId: string): Session | 'authenticationFailed' | undefined;
  resumed(session: Session, seq: number): void;
  /** Tells a fresh session what it starts with: READY, and the guilds. */
  welcome(session: Session): void;
  left(connection: Connection, endsSession: boolean): void;
}

export interface Connection {
  readonly session: () => Session | undefined;
  /** After "invalid session" the client has to identify or resume on this connection. */
  readonly leaveSession: () => void;
  readonly sendOp: (op: number, d?: unknown) => void;
  readonly close: (code: number, reason?: string) => void;
  /** The line goes dead without a close frame. */
  readonly cut: () => void;
}

const MOST_BYTES = 4096;
const MOST_EVENTS = 120;
const EVENTS_WINDOW_MS = 60_000;

/** One WebSocket from HELLO to its end (documentation: Gateway, Connection Lifecycle). */
export function openConnection(socket: WebSocket, url: URL, side: GatewaySide): Connection {
  const wire: Wire = createWire(socket, url.searchParams.get('compress'));
  let session: Session | undefined;
  let heard = true;
  let received: number[] = [];
  let stopWatching = (): void => undefined;

  const refuse = (reason: CloseReason): void => {
    const [code, text] = CLOSE[reason];
    socket.close(code, text);
  };
  const sendOp = (op: number, d: unknown = null): void => {
    wire.send({ op, d, s: null, t: null });
  };
  const connection: Connection = {
    session: () => session,
    leaveSession: () => {
      letGo();
      session = undefined;
    },
    sendOp,
    close: (code, reason = '') => {
      socket.close(code, reason);
    },
    cut: () => {
      socket.terminate();
    },
  };

  const deliver = (packet: Packet): void => {
    wire.send(packet);
  };

  function takeOver(one: Session): void {
    session = one;
    one.deliver = deliver;
  }

  /** Another connection may have resumed the session in the meantime; it goes on hearing. */
  function letGo(): void {
    if (session?.deliver === deliver) session.deliver = undefined;
  }

  function identify(data: unknown): void {
    const parsed = identifySchema.safeParse(data);
    if (!parsed.success) {
      refuse('decodeError');
      return;
    }
    const answer = side.identify(parsed.data);
    if (answer === 'too-soon') sendOp(OP.invalidSession, false);
    else if (typeof answer === 'string') refuse(answer);
    else {
      if (parsed.data.compress) wire.compressEach();
      takeOver(answer);
      side.welcome(answer);
    }
  }

  function resume(data: unknown): void {
    const parsed = resumeSchema.safeParse(data);
    if (!parsed.success) {
      refuse('decodeError');
      return;
    }
    const { token, session_id, seq } = parsed.data;
    const found = side.resume(token, session_id);
    if (found === 'authenticationFailed') refuse(found);
    else if (!found) sendOp(OP.invalidSession, false);
    else if (seq > found.seq) refuse('invalidSeq');
    else {
      takeOver(found);
      side.resumed(found, seq);
      for (const packet of found.sent.filter(({ s }) => s > seq)) wire.send(packet);
      push(found, 'RESUMED', { _trace: [] });
    }
  }

  function beat(): void {
    heard = true;
    side.heartbeat();
    if (side.acknowledges()) sendOp(OP.heartbeatAck);
  }

  function receive(data: RawData): void {
    const text = asText(data);
    const now = side.clock.now();
    received = [...received.filter((at) => at > now - EVENTS_WINDOW_MS), now];
    if (received.length > MOST_EVENTS) {
      refuse('rateLimited');
      return;
    }
    const payload = Buffer.byteLength(text) > MOST_BYTES ? undefined : parse(text);
    if (!payload) {
      refuse('decodeError');
      return;
    }
    act(payload.op, payload.d);
  }

  function act(op: number, data: unknown): void {
    switch (op) {
      case OP.heartbeat:
        beat();
        return;
      case OP.identify:
        if (session) refuse('alreadyAuthenticated');
        else identify(data);
        return;
      case OP.resume:
        if (session) refuse('alreadyAuthenticated');
        else resume(data);
        return;
      case OP.presence:
      case OP.voiceState:
      case OP.requestMembers:
        if (!session) refuse('notAuthenticated');
        return;
      default:
        refuse('unknownOpcode');
    }
  }

  /** Who sends no heartbeat in two intervals is gone; the session can still be resumed. */
  function watch(): void {
    stopWatching = side.clock.after(side.heartbeatIntervalMs * 2, () => {
      if (!heard) refuse('sessionTimedOut');
      heard = false;
      watch();
    });
  }

  socket.on('message', receive);
  socket.on('error', () => {
    socket.terminate();
  });
  socket.on('close', (code) => {
    stopWatching();
    wire.close();
    letGo();
    // A client that closes with 1000 or 1001 gives its session up (documentation: Gateway, Initiating a Disconnect).
    side.left(connection, code === 1000 || code === 1001);
  });

  const version = url.searchParams.get('v');
  if (version !== '10') refuse('invalidVersion');
  else if ((url.searchParams.get('encoding') ?? 'json') !== 'json') refuse('decodeError');
  else {
    sendOp(OP.hello, { heartbeat_interval: side.heartbeatIntervalMs, _trace: [] });
    watch();
  }
  return connection;
}

function parse(text: string): { op: number; d?: unknown } | undefined {
  try {
    return payloadSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function asText(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}
