import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.js';
import { tooManyRequests, unauthorized } from './api-error.js';
import type { RequestRecord } from './call-record.js';
import { type EndpointRules, readChatRequest } from './chat-request.js';
import { partsOfCompletion, type Responder } from './completion.js';
import type { FaultPlans, Striking } from './faults.js';
import type { Pace } from './pace.js';
import { type Endpoint, findEndpoint, keyOf, readJson } from './read-request.js';
import { pause, takeSteps } from './steps.js';
import { streamedCompletion } from './stream-completion.js';
import { wholeCompletion } from './whole-completion.js';

/** One request on its way to an answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly record: RequestRecord;
  /** Aborted when the connection is gone before the answer is whole. */
  readonly closed: AbortSignal;
}

export interface Service {
  readonly rules: EndpointRules;
  readonly apiKey: string | undefined;
  readonly plans: FaultPlans;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly responder: () => Responder;
  readonly changed: () => void;
}

type Headers = Readonly<Record<string, string>>;

/** Answers a request as a real endpoint would, or as the faults have it. @throws ApiError for what is refused, anything else that a responder throws */
export async function serve(exchange: Exchange, service: Service): Promise<void> {
  const { request, record, response, closed } = exchange;
  const { plans, pace, apiKey } = service;
  const endpoint = findEndpoint(record.method, record.path);
  const key = keyOf(request);
  if (apiKey !== undefined && key !== apiKey) throw unauthorized(key);
  if (endpoint === 'completions') {
    record.body = await readJson(request);
    pace.check();
  }
  const striking = plans.next(endpoint);
  record.faults = striking.kinds;
  await strikeBefore(exchange, striking, service);
  if (!closed.aborted && !response.headersSent && record.ended === undefined) await answer(endpoint, exchange, striking, service);
}

/** @throws ApiError where the faults refuse the request */
async function strikeBefore({ record, response, closed }: Exchange, striking: Striking, { clock, pace }: Service): Promise<void> {
  for (const { when, ms } of striking.all('silence')) if (when === 'before-headers') await pause(ms, closed, clock);
  if (closed.aborted) return;
  const limit = striking.one('too-many-requests');
  if (limit?.retryAfter !== undefined) pace.pause(limit.retryAfter);
  if (limit) throw tooManyRequests(limit.retryAfter);
  const refusal = striking.one('refused');
  if (refusal) throw refusal.error;
  if (striking.one('bad-gateway')) {
    writeHead({ record, response }, 502, 'text/html');
    response.end('<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>');
  }
  if (striking.one('reset')) {
    record.ended = 'broken-by-server';
    response.socket?.resetAndDestroy();
  }
}

async function answer(endpoint: Endpoint, exchange: Exchange, striking: Striking, service: Service): Promise<void> {
  switch (endpoint) {
    case 'models':
      sendJson(exchange, 200, { object: 'list', data: service.rules.models.map(describeModel) });
      return;
    case 'completions':
      await complete(exchange, striking, service);
      return;
  }
}

async function complete({ record, response, closed }: Exchange, striking: Striking, service: Service): Promise<void> {
  const { clock, changed } = service;
  const request = readChatRequest(record.body, service.rules);
  const isStreamed = request.stream === true;
  const head = { id: `chatcmpl-${record.number}`, created: Math.floor(clock.now() / 1000), model: request.model };
  const parts = partsOfCompletion(request, service.responder(), striking);
  const includeUsage = request.stream_options?.include_usage === true;
  const steps = isStreamed ? streamedCompletion(parts, { head, includeUsage, striking }) : wholeCompletion(parts, head, striking);
  writeHead({ record, response }, 200, isStreamed ? 'text/event-stream; charset=utf-8' : 'application/json');
  response.flushHeaders();
  for (const { when, ms } of striking.all('silence')) if (when === 'after-headers') await pause(ms, closed, clock);
  await takeSteps(steps, {
    ...{ response, closed, clock },
    onContent(characters) {
      record.contentSent += characters;
      changed();
    },
    onBreakOff() {
      record.ended = 'broken-by-server';
    },
  });
}

function describeModel(id: string): object {
  return { id, object: 'model', created: 1_726_000_000, owned_by: 'library' };
}

export function sendJson(exchange: Pick<Exchange, 'record' | 'response'>, status: number, body: object, headers: Headers = {}): void {
  if (exchange.response.destroyed || exchange.response.headersSent) return;
  writeHead(exchange, status, 'application/json', headers);
  exchange.response.end(JSON.stringify(body));
}

function writeHead({ record, response }: Pick<Exchange, 'record' | 'response'>, status: number, type: string, headers: Headers = {}): void {
  record.status = status;
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-cache', 'x-request-id': `req_${record.number}`, ...headers });
}
