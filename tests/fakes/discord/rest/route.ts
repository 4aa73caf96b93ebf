import type { CallOutcome } from '../call-record.js';
import type { ServerState } from '../server-state.js';

/** One request to a route, as its handler sees it. */
export interface RestCall {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly files: number;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As the documentation writes it: `/channels/{channel.id}/messages`. */
  readonly path: string;
  /** Routes of interactions are authorised by the token in their path. */
  readonly auth: 'bot' | 'token';
  readonly handle: (call: RestCall, state: ServerState) => CallOutcome;
}

export const ok = (body: unknown): CallOutcome => ({ status: 200, body });
export const created = (body: unknown): CallOutcome => ({ status: 201, body });
export const noContent: CallOutcome = { status: 204, body: undefined };

const PARAMETER = /\{([a-z.]+)\}/g;

/** Reads the parameters of a path that fits the route's; `undefined` where it does not. */
export type PathReader = (path: string) => Record<string, string> | undefined;

export function createPathReader({ path: pattern }: Route): PathReader {
  const names = [...pattern.matchAll(PARAMETER)].map(([, name = '']) => name);
  const shape = new RegExp(`^${pattern.replace(PARAMETER, '([^/]+)')}$`);
  return (path) => {
    const found = shape.exec(path);
    return found ? Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')])) : undefined;
  };
}
