import OpenAI from 'openai';
import type { Clock } from '../fakes/clock.js';
import type { FakeLanguageModel } from '../fakes/language-model/index.js';

export const modelName = 'qwen2.5:7b';
export const question = [{ role: 'user', content: 'Why is o1 slower? Answer in JSON.' }] as const;

/** The real client, without the retries that would hide what the endpoint did. */
export function clientOf({ baseUrl }: FakeLanguageModel, apiKey = 'any'): OpenAI {
  return new OpenAI({ baseURL: baseUrl, apiKey, maxRetries: 0, timeout: 5000, logLevel: 'off' });
}

/** Asks over HTTP, without any library's help or protection. */
export async function post(
  { baseUrl }: FakeLanguageModel,
  body: object | string,
  { path = '/chat/completions', headers = {}, signal }: { path?: string; headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Response> {
  return await fetch(baseUrl + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
}

/** A request that is taken, with changes that mostly are not. */
export function request(changes: object = {}): object {
  return { model: modelName, messages: question, ...changes };
}

export interface Refusal {
  readonly status: number;
  readonly error?: { readonly message: string; readonly type: string; readonly param: string | null; readonly code: string | null };
}

/** What a refused request was told; `error` is missing where it was not refused. */
export async function refusal(model: FakeLanguageModel, changes: object): Promise<Refusal> {
  const response = await post(model, request(changes));
  return { status: response.status, ...((await response.json()) as Pick<Refusal, 'error'>) };
}

/** The raw text of a streamed completion. */
export async function streamText(model: FakeLanguageModel, changes: object = {}): Promise<string> {
  return await (await post(model, request({ stream: true, ...changes }))).text();
}

export interface Chunk {
  readonly id: string;
  readonly object: string;
  readonly choices: readonly {
    readonly delta: { readonly role?: string; readonly content?: string | null; readonly reasoning_content?: string };
    readonly finish_reason: string | null;
  }[];
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number; readonly total_tokens: number } | null;
}

/** The data of the events of a stream, one by one; comments and other fields are passed over. */
export function dataOf(stream: string): string[] {
  return stream.split(/\r?\n/).flatMap((line) => (line.startsWith('data: ') ? [line.slice('data: '.length)] : []));
}

/** The chunks of a stream that is in order. */
export function chunksOf(stream: string): Chunk[] {
  return dataOf(stream)
    .filter((data) => data !== '[DONE]')
    .map((data) => JSON.parse(data) as Chunk);
}

export function contentOf(chunks: readonly Chunk[]): string {
  return chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
}

/** Time that passes when the test says so. */
export interface ManualClock extends Clock {
  readonly advance: (ms: number) => void;
  /** How many wait for time to pass. */
  readonly waiting: () => number;
}

export function createManualClock(): ManualClock {
  let now = Date.UTC(2026, 0, 1);
  const timers = new Set<{ readonly at: number; readonly action: () => void }>();
  return {
    now: () => now,
    waiting: () => timers.size,
    after(ms, action) {
      const timer = { at: now + ms, action };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      now += ms;
      for (const timer of [...timers].filter(({ at }) => at <= now)) {
        timers.delete(timer);
        timer.action();
      }
    },
  };
}
