import { describe, expect, it, vi } from 'vitest';
import { faults, type FakeLanguageModel, type Fault } from '../fakes/language-model/index.js';
import { createPassingTime, type PassingTime } from './passing-time.js';
import { answer, ask, failureOf, request, setUpModel, whole, timeIsUpAfter, type ModelSetup } from './set-up.js';

const always = { times: Number.POSITIVE_INFINITY };

interface TimedSetup extends ModelSetup {
  readonly time: PassingTime;
}

async function setUp(changes: { readonly timeoutMs?: number } = {}): Promise<TimedSetup> {
  const time = createPassingTime();
  const options = { clock: time.clock, timeoutMs: 30_000, ...changes };
  return { time, ...(await setUpModel(options, { clock: time.endpointClock })) };
}

async function failThrice({ model }: ModelSetup): Promise<void> {
  for (let call = 0; call < 3; call++) await failureOf(model);
}

const asked = (endpoint: FakeLanguageModel): number => endpoint.completions.length;

describe('an endpoint that has failed three times in a row', () => {
  it.each<[string, Fault]>([
    ['breaking off', faults.breakOffAfter(5)],
    ['refusing the key', faults.unauthorized],
    ['not knowing the model', faults.unknownModel('qwen2.5:7b')],
    ['sending what is no text', faults.invalidUtf8After(5)],
  ])('by %s is not asked for 30 seconds, and then tried', async (_how, fault) => {
    const setup = await setUp();
    const { model, endpoint, time } = setup;
    endpoint.fail(fault, always);
    await failThrice(setup);
    expect(await failureOf(model)).toMatchObject({ failure: 'paused', message: expect.stringContaining('another 30 s') as string });
    expect([asked(endpoint), model.isPaused()]).toEqual([3, true]);
    time.pass(29);
    expect((await failureOf(model)).failure).toBe('paused');
    time.pass(1);
    endpoint.clearFaults();
    expect(await whole(model)).toBe(answer);
    expect([asked(endpoint), model.isPaused()]).toEqual([4, false]);
  });

  it.each([
    ['back a year', -365],
    ['ahead a year', 365],
  ])('is tried after 30 seconds, though the clock was set %s', async (_how, days) => {
    const setup = await setUp();
    const { model, endpoint, time } = setup;
    endpoint.fail(faults.unauthorized, always);
    await failThrice(setup);
    vi.setSystemTime(Date.now() + days * 86_400_000);
    expect((await failureOf(model)).failure).toBe('paused');
    time.pass(30);
    vi.setSystemTime(Date.now() + days * 86_400_000);
    endpoint.clearFaults();
    expect(await whole(model)).toBe(answer);
  });

  it('by refusing connections or failing inside is not asked either', async () => {
    const setup = await setUp();
    const { model, endpoint, time } = setup;
    await endpoint.refuseConnections();
    for (const [call] of Array.from({ length: 3 }).entries()) {
      const failing = failureOf(model);
      // The second try.
      await endpoint.until(() => time.waiting() === 1, { what: `a second try of call ${call}` });
      time.pass(1);
      expect((await failing).failure).toBe('unreachable');
    }
    expect((await failureOf(model)).failure).toBe('paused');
    await endpoint.acceptConnections();
  });

  it('by being silent until the time was up is not asked either', async () => {
    const { model, endpoint } = await setUpModel({ timeoutMs: 300 });
    endpoint.fail(faults.silenceBeforeHeaders(Number.POSITIVE_INFINITY), always);
    for (let call = 0; call < 3; call++) await failureOf(model, { signal: timeIsUpAfter(150) });
    expect((await failureOf(model)).failure).toBe('paused');
    await endpoint.until(() => endpoint.underWay === 0);
  });

  it('is left alone for longer each time, up to five minutes', async () => {
    const setup = await setUp();
    const { model, endpoint, time } = setup;
    endpoint.fail(faults.breakOffAfter(5), always);
    await failThrice(setup);
    for (const seconds of [30, 60, 120, 240, 300, 300]) {
      time.pass(seconds - 1);
      expect((await failureOf(model)).failure).toBe('paused');
      time.pass(1);
      expect((await failureOf(model)).failure).toBe('broken-stream');
    }
  });

  it('is tried by one call only, and the others do not wait for it', async () => {
    const setup = await setUp();
    const { model, endpoint, time } = setup;
    endpoint.fail(faults.breakOffAfter(5), { times: 3 });
    await failThrice(setup);
    time.pass(30);
    endpoint.fail(faults.stallAfter(5));
    const trying = model.complete(request())[Symbol.asyncIterator]();
    await trying.next();
    expect((await failureOf(model)).failure).toBe('paused');
    expect(asked(endpoint)).toBe(4);
    await trying.return?.();
  });

  it('stays left alone when the try was given up by us', async () => {
    const setup = await setUp();
    const { model, endpoint, time } = setup;
    endpoint.fail(faults.breakOffAfter(5), { times: 3 });
    await failThrice(setup);
    time.pass(30);
    const stop = new AbortController();
    endpoint.fail(faults.silenceAfterHeaders(Number.POSITIVE_INFINITY));
    const trying = failureOf(model, { signal: stop.signal });
    await endpoint.until(() => asked(endpoint) === 4);
    stop.abort();
    await trying;
    expect(model.isPaused()).toBe(true);
  });

  it('is spoken of at the first failure, once when it is left, with the reason, and once when it is back', async () => {
    const setup = await setUp();
    const { model, endpoint, time, log } = setup;
    endpoint.fail(faults.unauthorized, { times: 4 });
    await failThrice(setup);
    for (let call = 0; call < 3; call++) await failureOf(model);
    time.pass(30);
    await failureOf(model);
    time.pass(60);
    await ask(model);
    expect(log.map(({ level, message }) => [level, message])).toEqual([
      ['warn', expect.stringMatching(/A call .* has failed.*LLM_API_KEY/)],
      ['warn', expect.stringMatching(/3 calls in a row have failed.*LLM_API_KEY/)],
      ['info', 'The language model answers again.'],
    ]);
  });
});

describe('an endpoint is still asked', () => {
  it('when failures are not in a row', async () => {
    const { model, endpoint } = await setUp();
    for (let round = 0; round < 4; round++) {
      endpoint.fail(faults.breakOffAfter(5), { times: 2 });
      for (let call = 0; call < 2; call++) await failureOf(model);
      expect(await whole(model)).toBe(answer);
    }
  });

  it.each<[string, Fault]>([
    ['answers were cut', faults.cutByLengthAfter(5)],
    ['the request was refused', faults.refused(400, 'Something else')],
  ])('when %s, which is not its fault', async (_what, fault) => {
    const { model, endpoint } = await setUp();
    endpoint.fail(fault, always);
    for (let call = 0; call < 5; call++) expect((await failureOf(model)).failure).not.toBe('paused');
  });

  it('when calls were given up because the program stops, or had no time to be answered', async () => {
    const { model, endpoint, time } = await setUp();
    endpoint.fail(faults.silenceAfterHeaders(Number.POSITIVE_INFINITY), { times: 8 });
    for (let call = 1; call <= 4; call++) {
      const stop = new AbortController();
      const failing = failureOf(model, { signal: stop.signal });
      await endpoint.until(() => asked(endpoint) === call);
      time.pass(15);
      stop.abort();
      await failing;
      await failureOf(model, { signal: AbortSignal.abort() });
    }
    for (let call = 0; call < 4; call++) await failureOf(model, { signal: timeIsUpAfter(30) });
    expect(await whole(model)).toBe(answer);
  });
});

describe('an endpoint that wants to be left alone', () => {
  it('is asked again as soon as it said, where the question has the time', async () => {
    const { model, endpoint, time } = await setUp();
    endpoint.fail(faults.tooManyRequests(10));
    const asking = whole(model);
    await endpoint.until(() => time.waiting() === 1);
    time.pass(10);
    expect(await asking).toBe(answer);
    expect([asked(endpoint), endpoint.impatientRequests]).toEqual([2, []]);
  });

  it('fails the question at once where it has not, and is not asked by others until then', async () => {
    const { model, endpoint, time, log } = await setUp();
    endpoint.fail(faults.tooManyRequests(20));
    expect((await failureOf(model)).failure).toBe('rate-limited');
    time.pass(19);
    expect(await failureOf(model)).toMatchObject({ failure: 'paused', message: expect.stringContaining('another 1 s') as string });
    time.pass(1);
    expect(await whole(model)).toBe(answer);
    expect([asked(endpoint), endpoint.impatientRequests]).toEqual([2, []]);
    expect(log).toHaveLength(1);
  });

  it('may say so with a date', async () => {
    const { model, endpoint, time } = await setUp();
    endpoint.fail(faults.tooManyRequests(new Date(time.clock.now() + 60_000)));
    await failureOf(model);
    time.pass(59);
    expect((await failureOf(model)).failure).toBe('paused');
    time.pass(1);
    expect(await whole(model)).toBe(answer);
  });

  it('is given ten seconds where it does not say how long', async () => {
    const { model, endpoint, time } = await setUp();
    endpoint.fail(faults.tooManyRequests());
    const asking = whole(model);
    await endpoint.until(() => time.waiting() === 1);
    time.pass(9);
    expect(asked(endpoint)).toBe(1);
    time.pass(1);
    expect(await asking).toBe(answer);
  });

  it('is given five minutes where its account is empty', async () => {
    const { model, endpoint, time } = await setUp();
    endpoint.fail(faults.quotaSpent);
    await failureOf(model);
    time.pass(299);
    expect(await failureOf(model)).toMatchObject({ failure: 'paused', message: expect.stringContaining('Top it up') as string });
    time.pass(1);
    expect(await whole(model)).toBe(answer);
  });
});
