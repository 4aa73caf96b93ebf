import { createLimits, type ChatAdapter, type LimitRules } from '../../src/chat/index.js';
import { createHttpAdapter } from '../../src/http/index.js';
import { createHttpServer, type HttpServer } from '../../src/operations/index.js';
import { setUpChat, type ChatSetup } from '../fakes/chat-setup.js';
import type { Script } from '../fakes/scripted-answer-service.js';

export const token = 'a-token-of-the-tests';

export interface ApiSetup extends ChatSetup {
  readonly adapter: ChatAdapter;
  /** Sends a request with the token. */
  readonly call: (path: string, init?: RequestInit) => Promise<Response>;
  readonly ask: (body: object, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  readonly address: string;
}

const open: { readonly adapter: ChatAdapter; readonly server: HttpServer }[] = [];

export async function setUpApi(script: Script = {}, rules?: LimitRules): Promise<ApiSetup> {
  const setup = setUpChat(script, rules === undefined ? {} : { limits: createLimits(rules) });
  const server = createHttpServer({ host: '127.0.0.1', port: 0, log: { error: () => undefined } });
  const address = `http://127.0.0.1:${await server.listen()}`;
  const adapter = createHttpAdapter({ ...setup.delivery, token, host: server });
  open.push({ adapter, server });
  await adapter.start();
  const call: ApiSetup['call'] = (path, { headers: more, ...init } = {}) => {
    const headers = new Headers(more);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${token}`);
    return fetch(`${address}${path}`, { ...init, headers });
  };
  const ask: ApiSetup['ask'] = (body, headers = {}) =>
    call('/ask', { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
  return { ...setup, adapter, call, ask, address };
}

export async function closeApis(): Promise<void> {
  for (const { adapter, server } of open.splice(0)) {
    await adapter.stop(1_000);
    await server.close();
  }
}
