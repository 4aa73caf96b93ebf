import OpenAI from 'openai';
import { Agent, fetch } from 'undici';
import { z } from 'zod';
import { readInto, readText, textOf } from './read-body.js';
import { readEventStream } from './read-event-stream.js';
import { readRefusal } from './read-refusal.js';

export interface EndpointOptions {
  /** Without a slash at the end; a user and password in it are sent as such. */
  readonly baseUrl: string;
  readonly apiKey?: string | undefined;
}

/** The endpoint's HTTP API. Its methods reject with the client's errors, which `explain-failure.ts` translates. */
export interface Endpoint {
  /** For people: without user and password. */
  readonly address: string;
  readonly hasKey: boolean;
  /** Values that must never be shown. */
  readonly secrets: readonly string[];
  /** The events of a completion, parsed as JSON only. Ends early and silently when the signal is aborted. */
  stream(body: OpenAI.ChatCompletionCreateParamsStreaming, signal: AbortSignal): Promise<AsyncIterable<unknown>>;
  /** The names of the available models. */
  listModels(signal: AbortSignal): Promise<readonly string[]>;
  /** Closes every connection at once. */
  close(): Promise<void>;
}

/** An endpoint that does not accept a connection for this long is down; undici's default of 10 s is a third of a question's time. */
const connectTimeoutMs = 4_000;

/** The longest that timers take. A call ends by its signal, not by the client's own ten minutes. */
const never = 2 ** 31 - 1;

/** Far more than a refusal's message. */
const longestRefusalBytes = 64 * 1024;

/** OpenRouter's list of several hundred models, with descriptions, is half of it. */
const longestListBytes = 1024 * 1024;

/** The client's headers that are sent. The others describe this machine, or come from environment variables meant for other programs. */
const sentHeaders = ['accept', 'content-type'];

export function createEndpoint({ baseUrl, apiKey }: EndpointOptions): Endpoint {
  const { address, credentials, password } = parseBaseUrl(baseUrl);
  const authorization = apiKey === undefined ? credentials : `Bearer ${apiKey}`;
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, connect: { timeout: connectTimeoutMs } });
  const client = new OpenAI({
    baseURL: address,
    // The client requires one; the header that is sent is set below.
    apiKey: 'none',
    // Every option that the client would otherwise read from the environment.
    ...{ adminAPIKey: null, organization: null, project: null, webhookSecret: null, logLevel: 'off' as const },
    maxRetries: 0,
    timeout: never,
    // undici's own fetch, because Node's does not accept a dispatcher of another version.
    fetch: async (url, init) => {
      const given = new Headers(init?.headers);
      const response = await fetch(url instanceof Request ? url.url : url, {
        method: init?.method ?? 'GET',
        headers: {
          ...Object.fromEntries(sentHeaders.flatMap((name) => (given.has(name) ? [[name, given.get(name) ?? '']] : []))),
          ...(authorization !== undefined && { authorization }),
          'user-agent': 'footnote',
        },
        body: typeof init?.body === 'string' ? init.body : null,
        signal: init?.signal ?? null,
        // Questions are sent only to the configured address.
        redirect: 'manual',
        dispatcher: agent,
      });
      return response.ok ? response : asRefusal(response);
    },
  });

  return {
    address,
    hasKey: authorization !== undefined,
    secrets: [apiKey ?? '', password, credentials?.split(' ')[1] ?? ''],
    stream: async (body, signal) => readEventStream(await client.chat.completions.create(body, { signal }).asResponse()),
    listModels: async (signal) => {
      // Not parsed by the client, which takes a web page for an empty list.
      const response = await client.models.list({ signal }).asResponse();
      return modelList.parse(JSON.parse(await readText(response.body, longestListBytes)));
    },
    close: () => agent.destroy(),
  };
}

/** Ollama sends null for an empty list. */
const modelList = z
  .object({ data: z.array(z.object({ id: z.string() })).nullable() })
  .transform(({ data }) => (data ?? []).map(({ id }) => id));

type FetchedResponse = Awaited<ReturnType<typeof fetch>>;

/** Refusals in the one format that the client understands. */
async function asRefusal(response: FetchedResponse): Promise<Response> {
  const { status, message, code, param } = readRefusal(response.status, await beginningOf(response));
  const location = response.headers.get('location');
  const said = location === null ? message : `it redirects to ${withoutDetails(location)}`;
  const headers = ['retry-after', 'retry-after-ms'].flatMap((name): [string, string][] => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return new Response(JSON.stringify({ error: { message: said, code, param } }), { status, headers });
}

async function beginningOf(response: FetchedResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  try {
    await readInto(chunks, response.body, longestRefusalBytes);
  } catch (error) {
    // Even incomplete, it is a refusal: the status is known.
    if (!(error instanceof Error)) throw error;
  }
  return textOf(chunks);
}

function withoutDetails(location: string): string {
  if (!URL.canParse(location)) return 'another place';
  const { origin, pathname } = new URL(location);
  return origin + pathname;
}

interface Parts {
  readonly address: string;
  readonly credentials: string | undefined;
  readonly password: string;
}

/** `fetch` does not accept an address with a user and a password. */
function parseBaseUrl(baseUrl: string): Parts {
  const url = new URL(baseUrl);
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  url.username = '';
  url.password = '';
  const address = url.href.replace(/\/+$/, '');
  if (user === '' && password === '') return { address, credentials: undefined, password };
  return { address, credentials: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`, password };
}
