import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { faults, type Fault } from '../fakes/language-model/index.js';
import { answer, apiKey, ask, failureOf, request, setUpModel, whole, timeIsUpAfter } from './set-up.js';

const always = { times: Number.POSITIVE_INFINITY };

const unhandled: unknown[] = [];
const remember = (reason: unknown): void => void unhandled.push(reason);
beforeEach(() => void process.on('unhandledRejection', remember));
afterEach(() => {
  process.off('unhandledRejection', remember);
  expect(unhandled.splice(0)).toEqual([]);
});

describe('a failure says what happened and what to do', () => {
  it.each<[string, Fault, string, RegExp]>([
    ['a key that is refused', faults.unauthorized, 'unauthorized', /\(401\).*set LLM_API_KEY/i],
    ['a failing server', faults.internalError, 'server-error', /has failed \(500: The server had an error.*its own log/],
    ['a proxy in front', faults.badGateway, 'server-error', /502/],
    ['a server that is loading', faults.unavailable, 'server-error', /503/],
    ['a broken connection', faults.reset, 'unreachable', /Is the server running, and is LLM_BASE_URL right/],
    ['an account without money', faults.quotaSpent, 'rate-limited', /no credit left.*Top it up/],
    ['a stream that breaks off', faults.breakOffAfter(5), 'broken-stream', /not whole/],
    ['a stream that ends early', faults.endEarlyAfter(5), 'broken-stream', /before the model has said that it is done/],
    ['an event that is no JSON', faults.malformedJsonAfter(5), 'broken-stream', /not JSON/],
    ['an error within the stream', faults.errorEventAfter(5), 'broken-stream', /The engine failed while generating/],
    ['an error in a field of its own', faults.errorFieldAfter(5), 'broken-stream', /before the model has said/],
    ['bytes that are no text', faults.invalidUtf8After(5), 'broken-stream', /UTF-8/],
    ['an answer that is cut', faults.cutByLengthAfter(5), 'cut-off', /cut off.*larger context/],
    ['an answer that is withheld', faults.withheldByFilterAfter(5), 'cut-off', /filter/],
    ['another refusal', faults.refused(400, 'Something else'), 'refused', /400: Something else.*LLM_MODEL is a chat model/],
  ])('%s', async (_what, fault, failure, sentence) => {
    const { model, endpoint } = await setUpModel();
    endpoint.fail(fault, always);
    const error = await failureOf(model);
    expect(error.failure).toBe(failure);
    expect(error.message).toMatch(sentence);
    expect(error.message).not.toContain('<');
    await endpoint.until(() => endpoint.underWay === 0);
  });

  it('a refused connection', async () => {
    const { model, endpoint } = await setUpModel();
    await endpoint.refuseConnections();
    const error = await failureOf(model);
    expect(error).toMatchObject({ failure: 'unreachable', message: expect.stringContaining(`127.0.0.1:${endpoint.port}`) as string });
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('an unknown model, with those that there are', async () => {
    const { model } = await setUpModel({ model: 'qwen2.5:72b' });
    const error = await failureOf(model);
    expect(error.failure).toBe('unknown-model');
    expect(error.message).toContain('does not know the model qwen2.5:72b');
    expect(error.message).toContain('It has qwen2.5:7b, llama3.2:3b: set LLM_MODEL to one of them');
  });

  it('an address that is no endpoint', async () => {
    const { endpoint } = await setUpModel();
    const { model } = await setUpModel({ baseUrl: endpoint.baseUrl.replace('/v1', '') });
    expect((await failureOf(model)).message).toContain('mostly with /v1 at its end');
  });

  it('a prompt that does not fit', async () => {
    const { model } = await setUpModel({}, { contextTokens: 100 });
    expect((await failureOf(model)).message).toMatch(/longer than the context of qwen2.5:7b.*OLLAMA_CONTEXT_LENGTH/);
  });
});

describe('no secret and no question is in a message', () => {
  it('not the key, though the endpoint says it', async () => {
    const { model, endpoint } = await setUpModel({ apiKey }, { apiKey });
    endpoint.fail(faults.refused(500, `failed for ${apiKey}`), always);
    const { message } = await failureOf(model);
    expect(message).toContain('failed for [redacted]');
  });

  it('not the password within the address, which is sent nevertheless', async () => {
    const { endpoint } = await setUpModel();
    const { model } = await setUpModel({ baseUrl: endpoint.baseUrl.replace('//', '//reader:s3cret%2Fword@') });
    endpoint.fail(faults.refused(500, 'no s3cret/word'), always);
    const { message } = await failureOf(model);
    expect(message).not.toMatch(/s3cret|reader/);
    expect(endpoint.completions[0]?.headers.authorization).toBe(`Basic ${Buffer.from('reader:s3cret/word').toString('base64')}`);
  });

  it('not what was asked, though the endpoint repeats it', async () => {
    const { model, endpoint } = await setUpModel();
    endpoint.fail(faults.refused(400, "[{'msg': 'bad', 'input': '为什么o1更慢？它想了多久才回答读者的问题？'}]"), always);
    expect((await failureOf(model)).message).not.toContain('o1');
  });

  it('what was asked is in the log only when wanted', async () => {
    const [quiet, open] = [await setUpModel(), await setUpModel({ logPrompts: true })];
    for (const { model } of [quiet, open]) await ask(model);
    expect(quiet.log).toEqual([]);
    expect(JSON.stringify(open.log)).toContain('为什么o1更慢');
    expect(open.log).toMatchObject([{ details: { purpose: 'answer', answer } }]);
  });
});

describe('a second try', () => {
  it.each<[string, Fault]>([
    ['a failing server', faults.internalError],
    ['a broken connection', faults.reset],
    ['a stream that ends before it begins', faults.endEarlyAfter(0)],
  ])('follows %s', async (_what, fault) => {
    const { model, endpoint } = await setUpModel();
    endpoint.fail(fault);
    expect(await whole(model)).toBe(answer);
    expect(endpoint.completions).toHaveLength(2);
  });

  it('is the last', async () => {
    const { model, endpoint } = await setUpModel();
    endpoint.fail(faults.internalError, always);
    await failureOf(model);
    expect(endpoint.completions).toHaveLength(2);
  });

  it.each<[string, Fault]>([
    ['something has come', faults.breakOffAfter(5)],
    ['the key is wrong', faults.unauthorized],
    ['the money is gone', faults.quotaSpent],
  ])('is not made when %s', async (_what, fault) => {
    const { model, endpoint } = await setUpModel();
    endpoint.fail(fault, always);
    await failureOf(model);
    expect(endpoint.completions).toHaveLength(1);
  });

  it('is not made when it would come too late', async () => {
    const { model, endpoint } = await setUpModel({ timeoutMs: 400 });
    endpoint.fail(faults.internalError, always);
    await failureOf(model);
    expect(endpoint.completions).toHaveLength(1);
  });
});

describe('silence', () => {
  it.each<[string, Fault]>([
    ['before the headers', faults.silenceBeforeHeaders(Number.POSITIVE_INFINITY)],
    ['after the headers', faults.silenceAfterHeaders(Number.POSITIVE_INFINITY)],
  ])('%s ends with the time of the question', async (_when, fault) => {
    const { model, endpoint, observed } = await setUpModel();
    endpoint.fail(fault, always);
    const began = Date.now();
    const error = await failureOf(model, { signal: timeIsUpAfter(200) });
    expect(Date.now() - began).toBeLessThan(1_000);
    expect(error).toMatchObject({ failure: 'timed-out', message: expect.stringContaining('LLM_TIMEOUT_SECONDS') as string });
    expect(observed.calls).toMatchObject([{ outcome: 'timed-out' }]);
    await endpoint.until(() => endpoint.underWay === 0);
    expect(endpoint.completions[0]?.ended).toBe('aborted-by-client');
  });

  it('within a stream ends it long before, so that time is left', async () => {
    const { model, endpoint } = await setUpModel({ timeoutMs: 600 });
    endpoint.fail(faults.stallAfter(5));
    const outcome = await ask(model, { signal: timeIsUpAfter(4_000) });
    expect(outcome).toMatchObject({ text: answer.slice(0, 5), error: { failure: 'timed-out' } });
    expect(String(outcome.error)).toContain('began to answer and then sent nothing');
    await endpoint.until(() => endpoint.underWay === 0);
  });

  it('is not what a slow writer is', async () => {
    const { model, endpoint } = await setUpModel({ timeoutMs: 300 });
    endpoint.respond(() => '{"a":1}'.repeat(4));
    endpoint.fail(faults.drip(20));
    expect(await whole(model)).toBe('{"a":1}'.repeat(4));
  });

  it('while others have their turn ends with the time of the question, too, and nothing is asked', async () => {
    const { model, endpoint } = await setUpModel({ concurrency: 1 });
    endpoint.fail(faults.stallAfter(5));
    const first = model.complete(request())[Symbol.asyncIterator]();
    await first.next();
    expect((await failureOf(model, { signal: timeIsUpAfter(50) })).failure).toBe('timed-out');
    await first.return?.();
    expect(await whole(model)).toBe(answer);
    expect(endpoint.completions).toHaveLength(2);
  });
});

describe('a program that stops', () => {
  it('ends the call, and leaves no request behind', async () => {
    const { model, endpoint, observed } = await setUpModel();
    const stop = new AbortController();
    endpoint.fail(faults.silenceAfterHeaders(Number.POSITIVE_INFINITY));
    const failing = failureOf(model, { signal: stop.signal });
    await endpoint.until(() => endpoint.completions[0]?.status);
    stop.abort();
    expect((await failing).message).toContain('cancelled');
    await endpoint.until(() => endpoint.underWay === 0);
    expect(observed.calls).toMatchObject([{ outcome: 'given-up' }]);
  });

  it('asks nothing any more', async () => {
    const { model, endpoint } = await setUpModel();
    expect((await failureOf(model, { signal: AbortSignal.abort() })).failure).toBe('timed-out');
    expect(endpoint.completions).toEqual([]);
  });
});

describe('so many at once', () => {
  it('are as many as the operator allows', async () => {
    const { model, endpoint } = await setUpModel({ concurrency: 2 });
    let [underWay, most] = [0, 0];
    endpoint.respond(async function* () {
      most = Math.max(most, ++underWay);
      yield '{"a":';
      await new Promise((resolve) => setTimeout(resolve, 20));
      underWay--;
      yield '1}';
    });
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => ask(model)));
    expect(outcomes.map(({ text }) => text)).toEqual(Array.from({ length: 6 }, () => '{"a":1}'));
    expect(most).toBe(2);
  });

  it('and twice as many that wait: who comes then is turned away at once, and the others are not', async () => {
    const { model, endpoint, observed } = await setUpModel({ concurrency: 2 });
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    endpoint.respond(async function* () {
      await opened;
      yield answer;
    });
    const taken = Array.from({ length: 6 }, () => ask(model));
    expect((await failureOf(model)).failure).toBe('busy');
    expect(observed.calls).toEqual([{ purpose: 'answer', outcome: 'busy' }]);
    open();
    expect((await Promise.all(taken)).map(({ text }) => text)).toEqual(Array.from({ length: 6 }, () => answer));
    expect(await whole(model)).toBe(answer);
  });
});

describe('the operator', () => {
  it('is told of a failure the first time it is met, and again once a call has been complete in between', async () => {
    const { model, endpoint, log } = await setUpModel();
    const told = (): number => log.filter(({ message }) => message.startsWith('A call of the language model has failed')).length;
    endpoint.fail(faults.proseInstead());
    endpoint.fail(faults.cutByLengthAfter(3), { times: 2 });
    await whole(model);
    await failureOf(model);
    await failureOf(model);
    expect(told()).toBe(1);
    await whole(model);
    endpoint.fail(faults.cutByLengthAfter(3));
    await failureOf(model);
    expect(told()).toBe(2);
  });
});
