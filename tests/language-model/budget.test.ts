import { describe, expect, it } from 'vitest';
import { createMemoryModelUsage, type ModelUsageStore } from '../../src/language-model/index.js';
import { countTokens, faults } from '../fakes/language-model/index.js';
import { createPassingTime } from './passing-time.js';
import { answer, ask, failureOf, setUpModel, whole, type ModelSetup } from './set-up.js';

const today = '2026-01-01';
const hour = 3_600;

interface BudgetSetup extends ModelSetup {
  readonly usage: ModelUsageStore;
  readonly pass: (seconds: number) => void;
}

async function setUp(
  budget: { readonly dailyTokens?: number; readonly callsPerHour?: number },
  usage = createMemoryModelUsage(),
): Promise<BudgetSetup> {
  const { clock, endpointClock, pass } = createPassingTime();
  const setup = await setUpModel({ budget: { callsPerHour: 1_000, ...budget }, usage, clock }, { clock: endpointClock });
  return { ...setup, usage, pass };
}

/** What one call of `request()` sets aside: its prompt, and 400 tokens at most. */
const setAside = 450;

describe("the day's tokens", () => {
  it('are written down as the endpoint reports them', async () => {
    const { model, usage, observed } = await setUp({});
    await ask(model);
    await model.close();
    const [{ prompt, completion } = { prompt: 0, completion: 0 }] = observed.tokens;
    expect(completion).toBe(countTokens(answer));
    expect(await usage.tokensOf(today)).toBe(prompt + completion);
  });

  it('are not asked beyond, and the operator is told once a day', async () => {
    const { model, endpoint, log, pass, usage } = await setUp({ dailyTokens: 1_000 });
    await usage.add(today, 600);
    for (let call = 0; call < 3; call++)
      expect(await failureOf(model)).toMatchObject({
        failure: 'over-budget',
        message: expect.stringContaining('LLM_DAILY_TOKENS') as string,
      });
    expect(endpoint.completions).toEqual([]);
    expect(log).toMatchObject([
      {
        level: 'warn',
        message: expect.stringMatching(/LLM_DAILY_TOKENS \(1000\) is reached: 600 tokens are spent.*midnight UTC/) as string,
      },
    ]);
    pass(24 * hour);
    expect(await whole(model)).toBe(answer);
    expect(log).toHaveLength(1);
  });

  it('outlive a restart', async () => {
    const first = await setUp({ dailyTokens: setAside + 20 });
    await ask(first.model);
    await first.model.close();
    const second = await setUp({ dailyTokens: setAside + 20 }, first.usage);
    expect((await failureOf(second.model)).failure).toBe('over-budget');
  });

  it('cannot be overshot by calls at the same time: each sets its share aside', async () => {
    const { model, endpoint } = await setUp({ dailyTokens: 2 * setAside });
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => ask(model)));
    expect(outcomes.filter(({ error }) => error === undefined)).toHaveLength(2);
    expect(endpoint.completions).toHaveLength(2);
  });

  it('are given back as far as they were not needed', async () => {
    const { model } = await setUp({ dailyTokens: setAside + 200 });
    for (let call = 0; call < 3; call++) expect(await whole(model)).toBe(answer);
  });

  it('count what was read and written of an answer that broke off', async () => {
    const { model, endpoint, usage } = await setUp({});
    endpoint.fail(faults.breakOffAfter(20));
    await failureOf(model);
    await model.close();
    const spent = await usage.tokensOf(today);
    expect(spent).toBeGreaterThan(30);
    expect(spent).toBeLessThan(120);
  });

  it('do not count a request that was refused', async () => {
    const { model, endpoint, usage } = await setUp({});
    endpoint.fail(faults.unauthorized);
    await failureOf(model);
    await model.close();
    expect(await usage.tokensOf(today)).toBe(0);
  });

  it('are counted by memory while they cannot be written down, and the operator is told', async () => {
    const failing: ModelUsageStore = {
      add: () => Promise.reject(new Error('The disk is full.')),
      tokensOf: () => Promise.reject(new Error('The disk is full.')),
    };
    const { model, log } = await setUp({ dailyTokens: setAside + 20 }, failing);
    expect(await whole(model)).toBe(answer);
    expect((await failureOf(model)).failure).toBe('over-budget');
    expect(log.map(({ message }) => message)).toEqual([
      expect.stringContaining('Cannot store what the language model costs'),
      expect.stringContaining('is reached'),
    ]);
  });
});

describe("a person's calls", () => {
  it('end at so many an hour, which the operator is told once, without the person', async () => {
    const { model, log, pass } = await setUp({ callsPerHour: 2 });
    const person = 'key-of-anna';
    for (let call = 0; call < 2; call++) await ask(model, { person });
    for (let call = 0; call < 3; call++) expect((await failureOf(model, { person })).failure).toBe('over-budget');
    expect(await whole(model, { person: 'key-of-ben' })).toBe(answer);
    expect(await whole(model)).toBe(answer);
    expect(log).toMatchObject([{ level: 'info', message: expect.stringContaining('LLM_CALLS_PER_HOUR (2)') as string }]);
    expect(JSON.stringify(log)).not.toContain(person);
    pass(hour);
    expect(await whole(model, { person })).toBe(answer);
  });

  it('are not used up by an endpoint that is not asked', async () => {
    const { model, endpoint, pass } = await setUp({ callsPerHour: 4 });
    const person = 'key-of-anna';
    endpoint.fail(faults.breakOffAfter(5), { times: 3 });
    for (let call = 0; call < 9; call++) await failureOf(model, { person });
    pass(30);
    expect(await whole(model, { person })).toBe(answer);
  });
});

describe('a call that is over budget', () => {
  it('is in the metrics, without a time', async () => {
    const { model, observed } = await setUp({ dailyTokens: 10 });
    await failureOf(model, { purpose: 'rewrite' });
    expect(observed.calls).toEqual([{ purpose: 'rewrite', outcome: 'over-budget' }]);
  });
});
