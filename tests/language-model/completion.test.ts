import { describe, expect, it } from 'vitest';
import { countTokens, faults, type Fault } from '../fakes/language-model/index.js';
import { serveDeltas, serveJson } from './serve-deltas.js';
import { answer, apiKey, ask, failureOf, request, setUpModel, whole } from './set-up.js';

describe('a completion', () => {
  it('comes piece by piece, and is what the model wrote', async () => {
    const { model } = await setUpModel();
    const { text, pieces } = await ask(model);
    expect(text).toBe(answer);
    expect(pieces.length).toBeGreaterThan(5);
  });

  it('is given while it is still being written', async () => {
    const { model, endpoint } = await setUpModel();
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    endpoint.respond(async function* () {
      yield '{"a"';
      await held;
      yield ':1}';
    });
    const pieces = model.complete(request())[Symbol.asyncIterator]();
    expect((await pieces.next()).value).toBe('{"a"');
    goOn();
    expect((await pieces.next()).value).toBe(':1}');
    expect((await pieces.next()).done).toBe(true);
  });

  it('is asked for as every endpoint takes it, with the schema, without chance', async () => {
    const { model, endpoint } = await setUpModel({ apiKey }, { apiKey });
    await ask(model);
    expect(endpoint.completions[0]?.body).toMatchObject({
      ...{ model: 'qwen2.5:7b', stream: true, stream_options: { include_usage: true }, temperature: 0, max_tokens: 400 },
      response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true } },
    });
  });

  it('tells nothing of this machine besides', async () => {
    const { model, endpoint } = await setUpModel();
    await ask(model);
    const { 'user-agent': agent, ...headers } = endpoint.completions[0]!.headers;
    expect(agent).toBe('footnote');
    expect(Object.keys(headers).filter((name) => name.startsWith('x-') || name === 'authorization')).toEqual([]);
  });

  it.each<[string, Fault]>([
    ['line ends of two characters', faults.crlf],
    ['comments between the events', faults.pings],
    ['no usage', faults.withoutUsage],
    ['an end without [DONE]', faults.withoutDone],
    ['thinking in front', faults.thinkPreamble()],
    ['thinking in deltas of its own', faults.reasoningContent()],
    ['thinking that nothing opens', { kind: 'reworded', before: 'Let me see {x}…\n</think>\n\n', after: '', instead: undefined }],
  ])('with %s is the answer all the same', async (_what, fault) => {
    const { model, endpoint } = await setUpModel();
    endpoint.fail(fault);
    expect(await whole(model)).toBe(answer);
  });

  it('without structure is given as it is, for whoever asked to judge', async () => {
    const { model, endpoint } = await setUpModel();
    endpoint.fail(faults.proseInstead('It thinks.'));
    expect((await ask(model)).text).toBe('It thinks.');
  });

  it.each(['breaks', 'stays open'] as const)('that the model called done is whole, though the connection then %s', async (how) => {
    const baseUrl = await serveDeltas([answer], how);
    const { model } = await setUpModel({ baseUrl, timeoutMs: 30_000 });
    expect(await whole(model)).toBe(answer);
  });

  it('with a character whose halves come apart has it whole', async () => {
    const { model } = await setUpModel({ baseUrl: await serveDeltas(['{"a":"\ud83d', '\ude00"}'], 'ends') });
    const { text, pieces } = await ask(model);
    expect(text).toBe('{"a":"😀"}');
    for (const piece of pieces) expect(piece).not.toMatch(/\p{Surrogate}/u);
  });

  it.each([['{"a":"\ud83d', '"}'], ['{"a":"', '\ude00"}'], ['{"a":"\ud83d']])('with half a character (%#) is broken', async (...deltas) => {
    const { model } = await setUpModel({ baseUrl: await serveDeltas(deltas, 'ends') });
    expect(await failureOf(model)).toMatchObject({
      failure: 'broken-stream',
      message: expect.stringContaining('half a character') as string,
    });
  });

  it('may quote U+FFFD where the prompt has it', async () => {
    const { model, endpoint } = await setUpModel();
    endpoint.respond(() => '{"text":"a\uFFFDb"}');
    const messages = [{ role: 'user', content: 'Quote: a\uFFFDb' }] as const;
    expect((await ask(model, { messages })).text).toBe('{"text":"a\uFFFDb"}');
    expect((await failureOf(model)).failure).toBe('broken-stream');
  });
});

describe('what a completion costs', () => {
  it('is told as the endpoint reports it', async () => {
    const { model, observed } = await setUpModel();
    await ask(model);
    expect(observed.tokens).toEqual([{ prompt: expect.any(Number) as number, completion: countTokens(answer) }]);
    expect(observed.calls).toEqual([{ purpose: 'answer', outcome: 'complete', seconds: expect.any(Number) as number }]);
  });

  it('is estimated where the endpoint does not report it', async () => {
    const { model, endpoint, observed } = await setUpModel();
    endpoint.fail(faults.withoutUsage);
    await ask(model);
    const [{ completion, prompt } = { completion: 0, prompt: 0 }] = observed.tokens;
    expect(completion).toBeGreaterThan(countTokens(answer) / 2);
    expect(completion).toBeLessThan(countTokens(answer) * 2);
    expect(prompt).toBeGreaterThan(10);
  });
});

describe('whoever reads no further', () => {
  it('leaves no request behind', async () => {
    const { model, endpoint, observed } = await setUpModel();
    endpoint.fail(faults.stallAfter(5));
    for await (const _piece of model.complete(request())) break;
    await endpoint.until(() => endpoint.underWay === 0);
    expect(endpoint.completions[0]?.ended).toBe('aborted-by-client');
    expect(observed.calls).toMatchObject([{ outcome: 'given-up' }]);
  });

  it('has asked nothing before reading', async () => {
    const { model, endpoint } = await setUpModel();
    model.complete(request());
    await ask(model);
    expect(endpoint.completions).toHaveLength(1);
  });
});

describe('an endpoint that takes less than the best', () => {
  it.each([
    ['json_object', [{ type: 'json_schema' }, { type: 'json_object' }, { type: 'json_object' }]],
    ['none', [{ type: 'json_schema' }, { type: 'json_object' }, undefined, undefined]],
  ] as const)('(%s) is asked without from then on, and told in words', async (supports, formats) => {
    const { model, endpoint, log } = await setUpModel({}, { supports });
    for (const _round of [1, 2]) expect(await whole(model)).toBe(answer);
    const asked = endpoint.completions.map(({ body }) => (body as { response_format?: { type: string } }).response_format);
    expect(asked.map((format) => format && { type: format.type })).toEqual(formats);
    expect(JSON.stringify(endpoint.completions.at(-1)?.body)).toContain('JSON Schema');
    expect(log).toHaveLength(1);
    expect(log[0]?.message).toContain('response_format');
  });

  it.each([
    [
      'max_tokens',
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      'unsupported_parameter',
      { max_completion_tokens: 400 },
    ],
    [
      'temperature',
      "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
      'unsupported_value',
      {},
    ],
    ['stream_options', 'Extra inputs are not permitted: stream_options', null, {}],
  ])('(no %s) is asked without from then on', async (name, message, code, instead) => {
    const { model, endpoint, log } = await setUpModel();
    endpoint.fail(faults.refused(400, message, 'invalid_request_error', code));
    for (const _round of [1, 2]) expect(await whole(model)).toBe(answer);
    const bodies = endpoint.completions.map(({ body }) => body as object);
    expect(bodies.map((body) => name in body)).toEqual([true, false, false]);
    expect(bodies[2]).toMatchObject(instead);
    expect(log.map(({ message: line }) => line)).toEqual([expect.stringContaining(`does not take ${name}`)]);
  });

  it('is not asked differently when the limit is merely too high', async () => {
    const { model, endpoint } = await setUpModel({}, { contextTokens: 100 });
    expect((await failureOf(model)).failure).toBe('refused');
    expect(endpoint.completions).toHaveLength(1);
  });
});

describe('an endpoint that does not stream', () => {
  const completion = (finish_reason: string): string =>
    JSON.stringify({
      ...{ id: '1', object: 'chat.completion', created: 1, model: 'm', usage: { prompt_tokens: 7, completion_tokens: 3 } },
      choices: [{ index: 0, message: { role: 'assistant', content: answer }, finish_reason }],
    });

  it('gives its answer at once, and what it cost', async () => {
    const { model, observed } = await setUpModel({ baseUrl: await serveJson(completion('stop')) });
    expect(await whole(model)).toBe(answer);
    expect(observed.tokens).toEqual([{ prompt: 7, completion: 3 }]);
  });

  it.each([
    ['cut by length', completion('length'), 'cut-off'],
    ['no completion', '{"status":"ok"}', 'broken-stream'],
    ['no JSON', '<html>', 'broken-stream'],
  ])('and whose answer is %s has failed', async (_what, body, failure) => {
    const { model } = await setUpModel({ baseUrl: await serveJson(body) });
    expect((await failureOf(model)).failure).toBe(failure);
  });
});

describe('a completion that is over', () => {
  it('is given at once, though the connection stays open', async () => {
    const { model } = await setUpModel({
      timeoutMs: 60_000,
      baseUrl: await serveDeltas([answer], 'stays open', { prompt_tokens: 7, completion_tokens: 3 }),
    });
    const began = performance.now();
    expect(await whole(model)).toBe(answer);
    expect(performance.now() - began).toBeLessThan(900);
  });

  it('is given a second later where it may still say what it cost', async () => {
    const { model } = await setUpModel({ timeoutMs: 60_000, baseUrl: await serveDeltas([answer], 'stays open') });
    const began = performance.now();
    expect(await whole(model)).toBe(answer);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
