import OpenAI from 'openai';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeLanguageModel, type Fault, faults, startFakeLanguageModel } from '../fakes/language-model/index.js';
import { chunksOf, clientOf, contentOf, dataOf, modelName, post, question, request, streamText } from './call.js';

const answer = '{"answerable":true,"text":"因为它先想再答。"}';

let model: FakeLanguageModel;
let client: OpenAI;

beforeEach(async () => {
  model = await startFakeLanguageModel();
  model.respond(() => answer);
  client = clientOf(model);
});
afterEach(() => model.close());

/** What the real client makes of a stream: the content, or the error after some of it. */
async function readByClient(): Promise<{ readonly content: string; readonly finish: string | null; readonly error: unknown }> {
  let content = '';
  let finish: string | null = null;
  try {
    const stream = await client.chat.completions.create({ model: modelName, messages: [...question], stream: true });
    for await (const { choices } of stream) {
      content += choices[0]?.delta.content ?? '';
      finish = choices[0]?.finish_reason ?? finish;
    }
    return { content, finish, error: undefined };
  } catch (error) {
    return { content, finish, error };
  }
}

const asWhole = async (): Promise<string> => await (await post(model, request())).text();

describe('faults', () => {
  it('strike once, or as often as said, and are noted at the requests that they struck', async () => {
    model.fail(faults.internalError, { times: 2 });
    model.fail(faults.unavailable);
    for (let round = 0; round < 4; round++) await asWhole();
    expect(model.requests.map(({ status, faults: struck }) => [status, ...struck])).toEqual([
      [500, 'refused'],
      [500, 'refused'],
      [503, 'refused'],
      [200],
    ]);
  });

  it('strike until they are cleared', async () => {
    model.fail(faults.internalError, { times: Number.POSITIVE_INFINITY });
    for (let round = 0; round < 3; round++) await asWhole();
    model.clearFaults();
    await asWhole();
    expect(model.requests.map(({ status }) => status)).toEqual([500, 500, 500, 200]);
  });

  it('leave the list of models alone, unless they are for it', async () => {
    model.fail(faults.unauthorized, { on: 'models' });
    model.fail(faults.unavailable);
    const models = `${model.baseUrl}/models`;
    expect([(await fetch(models)).status, (await fetch(models)).status]).toEqual([401, 200]);
    await asWhole();
    expect(model.requests.at(-1)?.status).toBe(503);
  });

  it('strike together where they are planned together', async () => {
    model.fail([faults.crlf, faults.codeFence, faults.cutByLengthAfter(12)]);
    const stream = await streamText(model);
    expect(stream).toContain('\r\n\r\n');
    expect(contentOf(chunksOf(stream))).toBe('```json\n{"an');
  });
});

describe('refusals', () => {
  it.each<[string, Fault, number, object]>([
    ['unauthorized', faults.unauthorized, 401, { code: 'invalid_api_key' }],
    ['an unknown model', faults.unknownModel(modelName), 404, { code: 'model_not_found' }],
    ['a spent quota', faults.quotaSpent, 429, { code: 'insufficient_quota' }],
    ['an internal error', faults.internalError, 500, { type: 'server_error' }],
    ['being unavailable', faults.unavailable, 503, { type: 'server_error' }],
    [
      'anything else',
      faults.refused(402, 'Insufficient Balance', 'unknown_error'),
      402,
      { message: 'Insufficient Balance', type: 'unknown_error' },
    ],
  ])('%s', async (_name, fault, status, error) => {
    model.fail(fault);
    const response = await post(model, request({ stream: true }));
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error });
  });

  it('a page of HTML from the proxy in front', async () => {
    model.fail(faults.badGateway);
    const response = await post(model, request());
    expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html']);
    expect(await response.text()).toMatch(/^<html>/);
  });
});

describe('a stream that does not come to its end', () => {
  it('stalls, with the connection open, until the client gives up', async () => {
    model.fail(faults.stallAfter(5));
    const giveUp = new AbortController();
    const response = await post(model, request({ stream: true }), { signal: giveUp.signal });
    await model.until(() => model.requests[0]?.contentSent === 5);
    expect(model.requests[0]?.ended).toBeUndefined();
    giveUp.abort();
    await expect(response.text()).rejects.toThrow();
    await model.until(() => model.requests[0]?.ended === 'aborted-by-client');
  });

  it('breaks off', async () => {
    model.fail(faults.breakOffAfter(5));
    const { content, error } = await readByClient();
    expect(content).toBe(answer.slice(0, 5));
    expect(error).toBeInstanceOf(Error);
    expect(model.requests[0]?.ended).toBe('broken-by-server');
  });

  it('breaks off at the end of a shorter answer, before it is said to be complete', async () => {
    model.fail(faults.breakOffAfter(1000));
    const { content, finish, error } = await readByClient();
    expect({ content, finish }).toEqual({ content: answer, finish: null });
    expect(error).toBeInstanceOf(Error);
  });

  it('ends early, which the real client takes for the end', async () => {
    model.fail(faults.endEarlyAfter(5));
    expect(await readByClient()).toEqual({ content: answer.slice(0, 5), finish: null, error: undefined });
    expect(model.requests[0]?.ended).toBe('completed');
  });

  it('ends without [DONE], but with a finish_reason', async () => {
    model.fail(faults.withoutDone);
    const stream = await streamText(model);
    expect(stream).not.toContain('[DONE]');
    expect(chunksOf(stream).at(-1)?.choices[0]?.finish_reason).toBe('stop');
  });
});

describe('a stream that does not keep to the protocol', () => {
  it('has an event that is no JSON, and goes on', async () => {
    model.fail(faults.malformedJsonAfter(5));
    const data = dataOf(await streamText(model));
    const malformed = data.filter((one) => one !== '[DONE]' && !isJson(one));
    expect(malformed).toHaveLength(1);
    expect(data.at(-1)).toBe('[DONE]');
    model.fail(faults.malformedJsonAfter(5));
    expect((await readByClient()).error).toBeInstanceOf(SyntaxError);
  });

  it('has an error where a chunk should be, as the real client notices', async () => {
    model.fail(faults.errorEventAfter(5));
    const { content, error } = await readByClient();
    expect(content).toBe(answer.slice(0, 5));
    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect(error).toMatchObject({ type: 'server_error' });
  });

  it('has an error in a field that the real client passes over', async () => {
    model.fail(faults.errorFieldAfter(5));
    expect(await streamText(model)).toMatch(/\n\nerror: \{"message":.*\n\ndata: \[DONE\]\n\n$/);
    model.fail(faults.errorFieldAfter(5));
    expect(await readByClient()).toEqual({ content: answer.slice(0, 5), finish: null, error: undefined });
  });

  it('has bytes that are no UTF-8 within the content, which becomes something else unnoticed', async () => {
    model.fail(faults.invalidUtf8After(5));
    const bytes = await (await post(model, request({ stream: true }))).arrayBuffer();
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
    model.fail(faults.invalidUtf8After(5));
    expect((await readByClient()).content).toBe(`${answer.slice(0, 5)}\uFFFD.${answer.slice(5)}`);
  });
});

describe('what servers do that is allowed, and clients have to take', () => {
  it.each([
    ['line ends of two characters', faults.crlf],
    ['comments between the events', faults.pings],
    ['no usage', faults.withoutUsage],
    ['an end without [DONE]', faults.withoutDone],
  ])('%s', async (_name, fault) => {
    model.fail(fault);
    expect(await readByClient()).toEqual({ content: answer, finish: 'stop', error: undefined });
  });

  it('CRLF ends every line, and no other line end is left', async () => {
    model.fail(faults.crlf);
    expect((await streamText(model)).replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('a comment stands in front of every event', async () => {
    model.fail(faults.pings);
    const stream = await streamText(model);
    expect(stream.match(/^: ping$/gm)?.length).toBe(dataOf(stream).length);
  });

  it('usage is left out though it was asked for', async () => {
    model.fail(faults.withoutUsage);
    const chunks = chunksOf(await streamText(model, { stream_options: { include_usage: true } }));
    expect(chunks.every(({ usage }) => usage === null)).toBe(true);
  });
});

describe('what models write', () => {
  it.each<[string, Fault, string]>([
    ['a preamble of thinking', faults.thinkPreamble('hm {'), `<think>\nhm {\n</think>\n\n${answer}`],
    ['a code fence', faults.codeFence, `\`\`\`json\n${answer}\n\`\`\``],
    ['prose around', faults.proseAround, `Sure! Here is the JSON {as you asked}:\n\n${answer}\n\nLet me know if you need anything else.`],
    ['prose instead', faults.proseInstead('It thinks.'), 'It thinks.'],
  ])('%s', async (_name, fault, content) => {
    model.fail(fault);
    expect(contentOf(chunksOf(await streamText(model)))).toBe(content);
    model.fail(fault);
    expect(JSON.parse(await asWhole())).toMatchObject({ choices: [{ message: { content } }] });
  });

  it('thinking in front of a code fence, as the one was planned before the other', async () => {
    model.fail([faults.codeFence, faults.thinkPreamble('hm')]);
    expect(contentOf(chunksOf(await streamText(model)))).toBe(`<think>\nhm\n</think>\n\n\`\`\`json\n${answer}\n\`\`\``);
  });

  it('thinking in deltas of its own, which costs tokens', async () => {
    model.fail(faults.reasoningContent('先看第一段'));
    const chunks = chunksOf(await streamText(model, { stream_options: { include_usage: true } }));
    expect(chunks.map(({ choices }) => choices[0]?.delta.reasoning_content ?? '').join('')).toBe('先看第一段');
    expect(contentOf(chunks)).toBe(answer);
    const thought = chunks.at(-1)?.usage?.completion_tokens ?? 0;
    const plain = chunksOf(await streamText(model, { stream_options: { include_usage: true } })).at(-1)?.usage?.completion_tokens ?? 0;
    expect(thought - plain).toBe(5);
    model.fail(faults.reasoningContent('先看'));
    expect(JSON.parse(await asWhole())).toMatchObject({ choices: [{ message: { content: answer, reasoning_content: '先看' } }] });
  });

  it('thinking that leaves no tokens for an answer', async () => {
    model.fail(faults.reasoningContent('先看第一段'));
    const chunks = chunksOf(await streamText(model, { max_tokens: 3 }));
    expect([contentOf(chunks), chunks.at(-1)?.choices[0]?.finish_reason]).toEqual(['', 'length']);
  });

  it('thinking that was cut itself', async () => {
    model.respond(() => '');
    model.fail(faults.reasoningContent('先看第一段'));
    const chunks = chunksOf(await streamText(model, { max_tokens: 3 }));
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('length');
  });

  it.each([
    ['length', faults.cutByLengthAfter(9)],
    ['content_filter', faults.withheldByFilterAfter(9)],
  ])('only part of the answer, for %s', async (reason, fault) => {
    model.fail(fault);
    expect(await readByClient()).toEqual({ content: answer.slice(0, 9), finish: reason, error: undefined });
    model.fail(fault);
    expect(JSON.parse(await asWhole())).toMatchObject({ choices: [{ finish_reason: reason, message: { content: answer.slice(0, 9) } }] });
  });
});

describe('a whole completion', () => {
  it.each<[string, Fault]>([
    ['ends early', faults.endEarlyAfter(5)],
    ['is no JSON', faults.malformedJsonAfter(5)],
  ])('%s', async (_name, fault) => {
    model.fail(fault);
    const text = await asWhole();
    expect(isJson(text)).toBe(false);
    expect(text).toMatch(/"content":"\{\\"ans$/);
  });

  it('breaks off', async () => {
    model.fail(faults.breakOffAfter(5));
    await expect(asWhole()).rejects.toThrow();
    expect(model.requests[0]?.ended).toBe('broken-by-server');
  });

  it('stalls', async () => {
    model.fail(faults.stallAfter(5));
    const giveUp = new AbortController();
    const response = await post(model, request(), { signal: giveUp.signal });
    giveUp.abort();
    await expect(response.text()).rejects.toThrow();
    await model.until(() => model.requests[0]?.ended === 'aborted-by-client');
  });

  it('is an error all the same', async () => {
    model.fail(faults.errorEventAfter(5));
    const response = await post(model, request());
    expect([response.status, await response.json()]).toMatchObject([200, { error: { type: 'server_error' } }]);
  });

  it('has bytes that are no UTF-8', async () => {
    model.fail(faults.invalidUtf8After(5));
    expect(JSON.parse(await asWhole())).toMatchObject({
      choices: [{ message: { content: `${answer.slice(0, 5)}\uFFFD.${answer.slice(5)}` } }],
    });
  });

  it('comes after empty lines', async () => {
    model.fail(faults.pings);
    expect(await asWhole()).toMatch(/^\n\n\{/);
  });

  it('comes without usage', async () => {
    model.fail(faults.withoutUsage);
    expect(JSON.parse(await asWhole())).not.toHaveProperty('usage');
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
