import { createParser } from 'eventsource-parser';
import { z } from 'zod';
import { readText, type Body } from './read-body.js';
import { createTimeSlices } from './time-slices.js';

/** With one token an event and some endpoints' metadata, far more than the longest completion with its reasoning. */
const longestStreamBytes = 8 * 1024 * 1024;
/** A whole completion in one event, reasoning included, is far smaller; so is one that is not streamed. */
const longestEventCharacters = 256 * 1024;
const longestWholeBytes = 1024 * 1024;
/** With more unknown fields, it is not a stream of server-sent events. */
const mostUnknownFields = 100;
/** How much is parsed without a pause. */
const sliceBytes = 8 * 1024;

const lastEvent = '[DONE]';

/** A response that holds a completion. */
export interface CompletionResponse {
  readonly headers: { get(name: string): string | null };
  readonly body: Body;
}

/**
 * The events of a completion, parsed as JSON only. Not done by the client, whose time grows with the square of a line's length, and which
 * prints some malformed events. @throws SyntaxError for an event that is not JSON, Error for an error event and for excessive length
 */
export async function* readEventStream({ headers, body }: CompletionResponse): AsyncGenerator {
  const isWhole = /^application\/json\b/i.test(headers.get('content-type') ?? '');
  const pauseWhenDue = createTimeSlices();
  for await (const event of isWhole ? wholeAsEvent(body) : eventsOf(body, pauseWhenDue)) {
    const failure = errorIn(event);
    if (failure !== undefined) throw new Error(failure);
    yield event;
    await pauseWhenDue();
  }
}

async function* eventsOf(body: Body, pauseWhenDue: () => Promise<void>): AsyncGenerator {
  const found: string[] = [];
  const seen = { unknownFields: 0, isTooLong: false };
  const parser = createParser({
    onEvent: ({ data }) => void found.push(data),
    onError: ({ type }) => {
      if (type === 'unknown-field') seen.unknownFields++;
      if (type === 'max-buffer-size-exceeded') seen.isTooLong = true;
    },
    maxBufferSize: longestEventCharacters,
  });
  const decoder = new TextDecoder();
  for await (const slice of slicesOf(body)) {
    parser.feed(decoder.decode(slice, { stream: true }));
    for (const data of found.splice(0)) {
      if (data.startsWith(lastEvent)) return;
      yield JSON.parse(data) as unknown;
    }
    if (seen.isTooLong) throw new Error('an event is far too long');
    if (seen.unknownFields > mostUnknownFields) throw new Error('what it sends are no server-sent events');
    await pauseWhenDue();
  }
}

async function* slicesOf(body: Body): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > longestStreamBytes) throw new Error('it does not end');
    for (let start = 0; start < chunk.length; start += sliceBytes) yield chunk.subarray(start, start + sliceBytes);
  }
}

const wholeCompletion = z
  .looseObject({ choices: z.tuple([z.looseObject({ message: z.unknown(), finish_reason: z.unknown() })], z.unknown()) })
  .transform(({ choices: [{ message, ...choice }], ...rest }) => ({ ...rest, choices: [{ ...choice, delta: message }] }));

/** Some gateways send the whole completion instead of a stream: it is treated as one event. Other JSON is passed on unchanged. */
async function* wholeAsEvent(body: Body): AsyncGenerator {
  const content: unknown = JSON.parse(await readText(body, longestWholeBytes));
  const parsed = wholeCompletion.safeParse(content);
  yield parsed.success ? parsed.data : content;
}

/** What vLLM and llama.cpp send when they fail in the middle. */
const failing = z.object({ error: z.union([z.string(), z.object({ message: z.string() }).transform(({ message }) => message)]) });

function errorIn(event: unknown): string | undefined {
  if (typeof event !== 'object' || event === null || !('error' in event) || !event.error) return undefined;
  const parsed = failing.safeParse(event);
  return parsed.success && parsed.data.error !== '' ? parsed.data.error : 'it tells of an error';
}
