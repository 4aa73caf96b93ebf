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

/** What is asked over HTTP. Its methods reject with the client's errors, which `explain-failure.ts` reads. */
export interface Endpoint {
  /** For people: without user and password. */
  readonly address: string;
  readonly hasKey: boolean;
  /** What must not be shown, wherever it turns up. */
  readonly secrets: readonly string[];
  /** The events of a completion as they came, parsed as JSON and no further. Ends early, and silently, when the signal is aborted. */
  stream(body: OpenAI.ChatCompletionCreateParamsStreaming, signal: AbortSignal): Promise<AsyncIterable<unknown>>;
  /** The names of the models that can be asked. */
  listModels(signal: AbortSignal): Promise<readonly string[]>;
  /** Cuts every connection. */
  close(): Promise<void>;
}

/** Somebody who does not answer a connection's first packet for this long is not there; undici's own 10 s are a third of a question's time. */
const connectTimeoutMs = 4_000;

/** Timers take no more. What ends a call is its signal; the client's own ten minutes must not. */
const never = 2 ** 31 - 1;

/** A refusal says what it has to say well within this. */
const longestRefusalBytes = 64 * 1024;

/** OpenRouter lists several hundred models, with descriptions, in half of it. */
const longestListBytes = 1024 * 1024;

/** What of the client's headers is sent. The rest tells of this machine and is nobody's business, or comes from variables meant for other programs. */
const sentHeaders = ['accept', 'content-type'];

export function createEndpoint({ baseUrl, apiKey }: EndpointOptions): Endpoint {
  const { address, credentials, password } = takeApart(baseUrl);
  const authorization = apiKey === undefined ? credentials : `Bearer ${apiKey}`;
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, connect: { timeout: connectTimeoutMs } });
  const client = new OpenAI({
    baseURL: address,
    // The client wants one; what is really sent is decided below.
    apiKey: 'none',
    // Every option that the client would otherwise look for in the environment.
    ...{ adminAPIKey: null, organization: null, project: null, webhookSecret: null, logLevel: 'off' as const },
    maxRetries: 0,
    timeout: never,
    // undici's own, because the one within Node does not take a dispatcher of another version.
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
        // Questions go where the operator said, and nowhere else.
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
      // Not the client's own reading of it, to which a web page is a list without models.
      const response = await client.models.list({ signal }).asResponse();
      return modelList.parse(JSON.parse(await readText(response.body, longestListBytes)));
    },
    close: () => agent.destroy(),
  };
}

/** Ollama lists nothing as null. */
const modelList = z
  .object({ data: z.array(z.object({ id: z.string() })).nullable() })
  .transform(({ data }) => (data ?? []).map(({ id }) => id));

type FetchedResponse = Awaited<ReturnType<typeof fetch>>;

/** The client understands one way of saying no. */
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
    // Cut short, it is a refusal all the same: the status is known.
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

/** `fetch` takes no address with a user and a password in it. */
function takeApart(baseUrl: string): Parts {
  const url = new URL(baseUrl);
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  url.username = '';
  url.password = '';
  const address = url.href.replace(/\/+$/, '');
  if (user === '' && password === '') return { address, credentials: undefined, password };
  return { address, credentials: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`, password };
}
