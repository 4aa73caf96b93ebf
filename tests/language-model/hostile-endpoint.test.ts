import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ModelError } from '../../src/language-model/index.js';
import { readAnswer } from '../../src/generating/read-completion.js';
import { readEventStream } from '../../src/language-model/read-event-stream.js';
import { createEventReader } from '../../src/language-model/read-events.js';
import { readRefusal } from '../../src/language-model/read-refusal.js';
import { createThinkingFilter } from '../../src/language-model/strip-thinking.js';
import { longestTurn } from '../fakes/longest-turn.js';
import { serveBytes } from './serve-deltas.js';
import { apiKey, failureOf, setUpModel, timeIsUpAfter } from './set-up.js';

/** No turn of the event loop may be longer. */
const mostMs = 250;
const kilobyte = 1024;
const chunkBytes = 64 * kilobyte;

const delta = (content: string, field = 'content'): string => `data: ${JSON.stringify({ choices: [{ delta: { [field]: content } }] })}\n\n`;

/** The same bytes for ever. */
const endless = (text: string) =>
  function* (): Generator<string> {
    const chunk = text.repeat(Math.ceil(chunkBytes / text.length));
    for (;;) yield chunk;
  };
/** These many bytes, then the end. */
const some = (text: string, bytes: number) => (): string[] => [text.repeat(Math.ceil(bytes / text.length))];

const floods: readonly (readonly [string, () => Iterable<string>])[] = [
  ['a line without an end', endless('x')],
  ['an event without an end', endless('data: x\n')],
  ['events with nothing in them', endless('data: {}\n\n')],
  ['events with an empty line each', endless('data:\n\n')],
  ['deltas without text', endless(delta(''))],
  ['comments', endless(':\n')],
  ['comments with line ends of one carriage return', endless(':\r')],
  ['fields that there are not', endless('x\n')],
  ['thoughts', endless(delta('hm', 'reasoning_content'))],
  ['a thought within the text', endless(delta('<think>'))],
  ['text that may be thinking', endless(delta('<'))],
  ['white space', endless(delta(' '))],
  ['braces with nothing behind them', endless(delta('{ '))],
  ['a list', endless(delta('['))],
  ['objects within objects', endless(delta('{"a":'))],
  ['a number', endless(delta('{"answerable":1'))],
  ['one huge delta', some(delta('<'.repeat(4_000 * kilobyte)), 1)],
  ['one huge event of choices', some(`data: {"choices":[${'{},'.repeat(1_000 * kilobyte)}{}]}\n\n`, 1)],
  ['a choice in many', some(`data: {"choices":[${'{},'.repeat(80 * kilobyte)}{}]}\n\n`, 1)],
  ['deep nesting', some(`data: ${'['.repeat(250 * kilobyte)}\n\n`, 1)],
  ['deep nesting that closes', some(`data: ${'['.repeat(120 * kilobyte)}${']'.repeat(120 * kilobyte)}\n\n`, 1)],
  ['a deep error', some(`data: {"error":${'['.repeat(100 * kilobyte)}${']'.repeat(100 * kilobyte)}}\n\n`, 1)],
  ['a long error', some(`data: {"error":{"message":"${'why '.repeat(60 * kilobyte)}"}}\n\n`, 1)],
];

describe('a hostile endpoint', () => {
  it.each(floods)('that sends %s neither holds the process nor outlasts the time of a question', async (_what, chunks) => {
    const { model } = await setUpModel({ baseUrl: await serveBytes(chunks), timeoutMs: 20_000 });
    const { result, longestMs } = await longestTurn(() => failureOf(model, { signal: timeIsUpAfter(10_000) }));
    expect(result).toBeInstanceOf(ModelError);
    expect(result.message.length).toBeLessThan(1_000);
    expect(longestMs).toBeLessThan(mostMs);
  });

  it.each([
    ['a page of <', '<'.repeat(chunkBytes)],
    ['a page of elements that do not close', '<style'.repeat(chunkBytes / 6)],
    ['a page of elements that do', '<style></style>'.repeat(chunkBytes / 15)],
    ['deep JSON', `{"error":${'['.repeat(30 * kilobyte)}${']'.repeat(30 * kilobyte)}}`],
    ['white space', ' \n'.repeat(chunkBytes)],
    ['full stops', `{"error":"${'.'.repeat(chunkBytes - 100)}x"}`],
  ])('that refuses with %s is refused in its turn', async (_what, page) => {
    const { model } = await setUpModel({ baseUrl: await serveBytes(() => [page], 500, 'text/html'), timeoutMs: 20_000 });
    const { result, longestMs } = await longestTurn(() => failureOf(model));
    expect(result.failure).toBe('server-error');
    expect(longestMs).toBeLessThan(mostMs);
  });

  it('that sends a whole completion without an end is left', async () => {
    const baseUrl = await serveBytes(endless('[{},'), 200, 'application/json');
    const { model } = await setUpModel({ baseUrl, timeoutMs: 20_000 });
    const { result, longestMs } = await longestTurn(() => failureOf(model));
    expect(result).toMatchObject({ failure: 'broken-stream', message: expect.stringContaining('longer than') as string });
    expect(longestMs).toBeLessThan(mostMs);
  });

  it('that drips for ever ends with the time of the question', async () => {
    const { model, endpoint } = await setUpModel({ apiKey }, { apiKey });
    endpoint.respond(async function* () {
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        yield ' ';
      }
    });
    const began = performance.now();
    expect((await failureOf(model, { signal: timeIsUpAfter(400) })).failure).toBe('timed-out');
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

/** Fragments of what an endpoint may send, in any order and cut anywhere. */
const scrap = fc.constantFrom(
  ...[
    '\n',
    '\r',
    '\r\n',
    '\n\n',
    'data:',
    'data: ',
    'event: error\n',
    ':',
    ': ping\n\n',
    'id: 1\n',
    'retry: x\n',
    'x',
    '\uFEFF',
    '\u0000',
    '�',
  ],
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    '\\',
    '\\u12',
    '{"choices":[{"delta":{"content":"',
    '"}}]}',
    'null',
    '1e9',
    'data: null\n\n',
    'data: [DONE]\n\n',
  ],
  ...['<', '<think>', '</think>', '{"answerable":true,"statements":[', '{"passage":1,"quote":"', '"}', '时间', '\ud83d', '\ude00'],
  ...[
    '<',
    '<think>',
    '</think>',
    ' ',
    '{ ',
    '{"',
    '[',
    '😀',
    '{"answerable":true,"statements":[{"passage":[1],"quote":"a","text":"b"}]}',
  ].map((text) => delta(text)),
  delta('hm', 'reasoning_content'),
  'data: {"choices":[{"delta":{"content":"{}"},"finish_reason":"stop"}]}\n\n',
  'data: {"choices":7}\n\n',
  'data: {"error":{"message":7}}\n\n',
);
const flood = fc.record({
  text: scrap,
  times: fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 1, max: 20 }) }, fc.integer({ min: 1, max: 20_000 })),
});
const hostileStream = fc.record({
  floods: fc.array(flood, { maxLength: 8 }),
  chunk: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(chunkBytes)),
});

async function readThrough(bytes: Uint8Array, chunk: number): Promise<void> {
  async function* body(): AsyncGenerator<Uint8Array> {
    // So small pieces do not come without end; a connection joins them.
    const size = Math.max(chunk, Math.ceil(bytes.length / 2_000));
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  }
  const place = { address: 'http://127.0.0.1', hasKey: false, model: 'm', quote: (said: string) => said };
  const reader = createEventReader({ place, maxTokens: 1_000, mayReplace: true });
  async function* text(): AsyncGenerator<string> {
    for await (const event of readEventStream({ headers: new Headers(), body: body() })) yield reader.read(event);
    yield reader.end();
  }
  for await (const part of readAnswer(text())) expect(part.kind).toMatch(/answerable|statement/);
}

describe('generated streams', () => {
  it('end, whatever they hold, and none holds the process', async () => {
    let worst = 0;
    await fc.assert(
      fc.asyncProperty(hostileStream, async ({ floods: parts, chunk }) => {
        const bytes = Buffer.from(parts.map(({ text, times }) => text.repeat(times)).join('')).subarray(0, 1_000 * kilobyte);
        const { longestMs } = await longestTurn(() =>
          readThrough(bytes, chunk).catch((error: unknown) => {
            // As the room's own errors, or as those of a broken stream: never as one of the program's.
            if (!(error instanceof ModelError || error instanceof SyntaxError || (error instanceof Error && error.constructor === Error)))
              throw error;
          }),
        );
        worst = Math.max(worst, longestMs);
      }),
      { seed: 20_261_130, numRuns: 3_000 },
    );
    expect(worst).toBeLessThan(mostMs);
  }, 120_000);
});

describe('what reads a completion takes time in proportion to it', () => {
  it.each([
    ['text that may be thinking', '<'],
    ['a thought', '<think> '],
    ['white space', ' '],
    ['prose', 'so '],
  ])('%s, in many pieces', async (_what, piece) => {
    const pieces = Array.from({ length: 60_000 }, () => piece);
    const { longestMs } = await longestTurn(async () => {
      const filter = createThinkingFilter();
      return pieces.map((each) => filter.push(each)).join('') + filter.end();
    });
    expect(longestMs).toBeLessThan(mostMs);
  });

  it('a refusal that is a page keeps what is no markup', () => {
    const said = (page: string): string => readRefusal(500, page).message;
    expect(said('<html><STYLE>p { a: "<b>" }</style><p>It is <b>down</b>.</p><script>x()</script></html>')).toBe('It is down .');
    expect(said('5 < 6 and 7')).toBe('5 < 6 and 7');
    expect(said('Down.<style>p {')).toBe('Down.');
  });
});
