import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  createDelivery,
  createLifecycle,
  createPlatformAdapter,
  systemClock,
  type ChatAdapter,
  type DeliveryOptions,
} from '../chat/index.js';
import { createHttpPort } from './http-port.js';
import { createPending, sendJson, type Pending } from './pending-responses.js';
import { readAsk, readPassage, unauthorized, type ApiRequest, type Refusal } from './read-request.js';

export interface HttpApiOptions extends DeliveryOptions {
  readonly token: string;
  /** The process's HTTP server: answers requests for a path from now on, until the function that it returns is called. */
  readonly host: { route(path: string, handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>): () => void };
}

type Read = (request: IncomingMessage, id: string) => Promise<ApiRequest | Refusal> | ApiRequest | Refusal;

/** Questions and passages over HTTP (docs/http-api.md). */
export function createHttpAdapter(options: HttpApiOptions): ChatAdapter {
  const { token, host, log, clock = systemClock } = options;
  const lifecycle = createLifecycle(clock);
  const pending = new Map<string, Pending>();
  let unroute: readonly (() => void)[] = [];

  const handle = (read: Read) => async (request: IncomingMessage, response: ServerResponse) => {
    const id = String(randomBytes(8).readBigUInt64BE());
    const asked = unauthorized(request, token) ?? (await read(request, id));
    if ('error' in asked) {
      // What is left of a body that was not read would be taken for the next request.
      sendJson(response, asked.status, { error: asked.error }, { connection: 'close', ...asked.headers });
      return;
    }
    const { incoming, conversation, isStream } = asked;
    const waiting = createPending(response, isStream, () => pending.delete(id));
    pending.set(id, waiting);
    const decline = async (error: string): Promise<void> => waiting.end({ status: 503, body: { error } });
    const { delivered } = await delivery.accept({ id, incoming, address: { request: id, conversation }, decline });
    await delivered;
    // Nothing was said: to be declined is said once in a while only.
    waiting.end({ status: 503, body: { error: 'The service is busy. Try again in a moment.' } });
  };

  const port = {
    ...createHttpPort(pending),
    connect: async () => {
      unroute = [host.route('/ask', handle(readAsk)), host.route('/passages', handle(readPassage))];
    },
    disconnect: async () => {
      for (const end of unroute) end();
    },
  };
  const delivery = createDelivery({ ...options, clock }, port, lifecycle.working);
  return createPlatformAdapter({ port, delivery, lifecycle, clock, log });
}
