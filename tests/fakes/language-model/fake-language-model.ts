import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Changes, createChanges } from '../changes.js';
import { type Clock, systemClock } from '../clock.js';
import { ApiError } from './api-error.js';
import type { RequestRecord } from './call-record.js';
import type { EndpointRules, SupportedFormat } from './chat-request.js';
import type { Responder } from './completion.js';
import { createFaultPlans, type FaultPlans } from './faults.js';
import { listen } from './listening.js';
import { createPace, type ImpatientRequest } from './pace.js';
import { pathOf } from './read-request.js';
import { type Exchange, sendJson, serve, type Service } from './serve.js';
import { createFakeWriter } from './writer/index.js';

export interface FakeLanguageModelOptions {
  readonly models?: readonly string[];
  /** Asked of every request where it is set; anyone is served where not, as by Ollama. */
  readonly apiKey?: string;
  readonly supports?: SupportedFormat;
  /** Tokens that prompt and completion have to fit into together. */
  readonly contextTokens?: number;
  readonly port?: number;
  readonly clock?: Clock;
}

/** An OpenAI-compatible endpoint of our own on loopback. */
export interface FakeLanguageModel {
  /** For `LLM_BASE_URL`, or the client's `baseURL`. */
  readonly baseUrl: string;
  readonly port: number;
  /** Every request, in the order of arrival, with what came of it. */
  readonly requests: readonly RequestRecord[];
  /** Those of them that asked for a completion. */
  readonly completions: readonly RequestRecord[];
  /** Requests that did not wait out a `retry-after`. */
  readonly impatientRequests: readonly ImpatientRequest[];
  /** Requests without an end so far: 0 once the client has let go of everything. */
  readonly underWay: number;
  /** Idle ones, too: Node's `fetch` opens another one when it has aborted a request, and keeps it for some seconds. */
  readonly openConnections: number;
  /** Who writes the completions from now on; the honest writer, unless somebody else is named. */
  respond(responder: Responder): void;
  fail: FaultPlans['add'];
  /** Also forgets what clients were told to wait for. */
  clearFaults(): void;
  /** Connections are refused, and the open ones ended, until `acceptConnections`. */
  refuseConnections(): Promise<void>;
  acceptConnections(): Promise<void>;
  until: Changes['until'];
  /** @throws what a responder has thrown: that is the test's own fault, which a client under test may have swallowed */
  close(): Promise<void>;
}

/** As Qwen2.5 has them. */
const CONTEXT_TOKENS = 32_768;
const MODELS = ['qwen2.5:7b', 'llama3.2:3b'];

export async function startFakeLanguageModel(options: FakeLanguageModelOptions = {}): Promise<FakeLanguageModel> {
  const { clock = systemClock } = options;
  const rules: EndpointRules = {
    models: options.models ?? MODELS,
    supports: options.supports ?? 'json_schema',
    contextTokens: options.contextTokens ?? CONTEXT_TOKENS,
  };
  const requests: RequestRecord[] = [];
  const thrown: unknown[] = [];
  const changes = createChanges(systemClock, () => describeLast(requests));
  const plans = createFaultPlans();
  const pace = createPace(clock);
  let respond: Responder = createFakeWriter().respond;

  const service: Service = {
    ...{ rules, apiKey: options.apiKey, plans, pace, clock },
    responder: () => respond,
    changed: changes.happened,
  };

  function begin(request: IncomingMessage, response: ServerResponse): Exchange {
    const { method = 'GET', headers } = request;
    const record: RequestRecord = {
      ...{ number: requests.length + 1, method, path: pathOf(request), headers, body: undefined, atMs: clock.now() },
      ...{ faults: [], status: undefined, contentSent: 0, ended: undefined },
    };
    requests.push(record);
    changes.happened();
    const closed = new AbortController();
    response.on('close', () => {
      record.ended ??= response.writableFinished ? 'completed' : 'aborted-by-client';
      if (record.ended !== 'completed') closed.abort();
      changes.happened();
    });
    return { request, response, record, closed: closed.signal };
  }

  const listening = await listen(options.port ?? 0, (request, response) => {
    const exchange = begin(request, response);
    serve(exchange, service).catch((error: unknown) => {
      // A client that goes away while its request is read is nobody's fault here.
      if (!(error instanceof ApiError) && request.complete) thrown.push(error);
      if (response.headersSent) response.destroy();
      const { status, body, headers } = error instanceof ApiError ? error : new ApiError(500, String(error), { type: 'server_error' });
      sendJson(exchange, status, { error: body }, headers);
    });
  });

  async function stop(): Promise<void> {
    for (const record of requests) record.ended ??= 'broken-by-server';
    await listening.stop();
  }

  return {
    baseUrl: `http://127.0.0.1:${listening.port()}/v1`,
    port: listening.port(),
    requests,
    get completions() {
      return requests.filter(({ method, path }) => method === 'POST' && path === '/v1/chat/completions');
    },
    impatientRequests: pace.impatient,
    get underWay() {
      return requests.filter(({ ended }) => ended === undefined).length;
    },
    get openConnections() {
      return listening.openConnections();
    },
    respond(responder) {
      respond = responder;
    },
    fail: plans.add,
    clearFaults() {
      plans.clear();
      pace.clear();
    },
    refuseConnections: stop,
    acceptConnections: listening.start,
    until: changes.until,
    async close() {
      await stop();
      if (thrown.length > 0) throw new AggregateError(thrown, `A responder of the fake language model has thrown: ${String(thrown[0])}`);
    },
  };
}

function describeLast(requests: readonly RequestRecord[]): string {
  const last = requests.slice(-8).map(({ method, path, status, ended, faults }) => {
    const struck = faults.length > 0 ? ` (${faults.join(', ')})` : '';
    return `${method} ${path}: ${status ?? 'no status'}, ${ended ?? 'under way'}${struck}`;
  });
  return last.length === 0 ? 'Nobody has asked the model at all.' : `The last requests: ${last.join('; ')}.`;
}
