import type { JsonObject } from '../discord-types.js';

export interface Packet {
  readonly op: 0;
  readonly t: string;
  readonly s: number;
  readonly d: JsonObject;
}

/** What outlives a connection: who listens for which events, and what was sent, so that a resume can send it again. */
export interface Session {
  readonly id: string;
  readonly shard: readonly [number, number];
  readonly intents: number;
  readonly sent: Packet[];
  seq: number;
  deliver: ((packet: Packet) => void) | undefined;
}

export function push(session: Session, t: string, d: JsonObject): void {
  const packet: Packet = { op: 0, t, s: ++session.seq, d };
  session.sent.push(packet);
  session.deliver?.(packet);
}
