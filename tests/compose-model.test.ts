import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAnswerService, readCalibration, type Answer, type AnswerService } from '../src/answering/index.js';
import { composeAnswering, type AnsweringParts } from '../src/compose.js';
import { composeModel, type ModelOptions, type ModelParts } from '../src/compose-model.js';
import { loadConfig } from '../src/config.js';
import { faults, startFakeLanguageModel, type Fault, type FakeLanguageModel } from './fakes/language-model/index.js';

const corpusFolder = join(import.meta.dirname, '..', 'corpus');
const question = 'o1为什么更贵？';
/** The shortest that the configuration allows, for an endpoint that fails. */
const timeoutSeconds = 2;
/** What a busy machine may take besides; what the limit ends would last for ever. */
const slackSeconds = 0.7;
/** For one that does not, on a machine that is busy. */
const enoughSeconds = '60';

let folder = '';
let parts: AnsweringParts;
let endpoint: FakeLanguageModel;
const opened: ModelParts[] = [];
const logged: { readonly details: object; readonly message: string }[] = [];
const write = (details: object, message: string): void => void logged.push({ details, message });
const log = { info: write, warn: write, error: write };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-compose-model-'));
  parts = await composeAnswering(loadConfig({ DATA_DIR: folder, CORPUS_DIR: corpusFolder }), { buildIfStale: true, log });
  endpoint = await startFakeLanguageModel();
});
afterEach(async () => {
  endpoint.clearFaults();
  logged.length = 0;
  for (const model of opened.splice(0)) await model.close();
});
afterAll(async () => {
  await endpoint.close();
  await parts.close();
  await rm(folder, { recursive: true, force: true });
});

/** The program's answers with the model of the endpoint, from new: no pause of an earlier test lasts. */
async function withModel(
  variables: Readonly<Record<string, string>> = {},
  options: ModelOptions = {},
): Promise<{ readonly answers: AnswerService; readonly model: ModelParts }> {
  const { languageModel } = loadConfig({
    LLM_BASE_URL: endpoint.baseUrl,
    LLM_MODEL: 'qwen2.5:7b',
    LLM_TIMEOUT_SECONDS: enoughSeconds,
    ...variables,
  });
  const model = await composeModel(languageModel!, { ...options, embedder: parts.embedder, log });
  opened.push(model);
  const { composer, rewriter } = model;
  const { retriever, index } = parts;
  return { model, answers: createAnswerService({ retriever, index, calibration: readCalibration(), composer, rewriter, canThink: true }) };
}

const ask = (answers: AnswerService, asked = question, earlier: readonly string[] = []): Promise<Answer> =>
  answers.ask(asked, { questions: earlier });
const authorOf = (answer: Answer): string => (answer.kind === 'answered' ? (answer.writtenBy ?? 'sources') : answer.kind);

describe('with a language model', () => {
  it('answers are in its words, and each rests on words of the article', async () => {
    const answer = await ask((await withModel()).answers);
    expect(answer).toMatchObject({ kind: 'answered', writtenBy: 'model' });
    if (answer.kind !== 'answered') return;
    expect(answer.statements.length).toBeGreaterThan(0);
    for (const { citations } of answer.statements) expect(citations.length).toBeGreaterThan(0);
    for (const { document, start, end, quote } of answer.citations)
      expect(parts.index().documentText(document)?.slice(start, end)).toBe(quote);
  });

  it('what the articles do not say is refused without asking it', async () => {
    const before = endpoint.requests.length;
    expect(authorOf(await ask((await withModel()).answers, '今天的天气怎么样？'))).toBe('not-in-sources');
    expect(endpoint.requests).toHaveLength(before);
  });

  it('a follow-up is put into words that stand alone by it', async () => {
    const before = endpoint.completions.length;
    expect(authorOf(await ask((await withModel()).answers, '为什么它更慢？', [question]))).toBe('model');
    expect(endpoint.completions.slice(before).length).toBe(2);
  });

  it('what is shown while typing does not ask it', async () => {
    const before = endpoint.requests.length;
    const answer = await (await withModel()).answers.ask(question, { questions: [] }, { effort: 'least' });
    expect(authorOf(answer)).toBe('sources');
    expect(endpoint.requests).toHaveLength(before);
  });

  it('its calls, tokens and statements are told, without a word of what was asked', async () => {
    const told: unknown[] = [];
    const { answers } = await withModel(
      {},
      {
        emit: (event) => void told.push(event),
      },
    );
    await ask(answers);
    expect(told).toContainEqual({ kind: 'model-called', purpose: 'answer', outcome: 'complete', seconds: expect.any(Number) as number });
    expect(told).toContainEqual({ kind: 'tokens-spent', prompt: expect.any(Number) as number, completion: expect.any(Number) as number });
    expect(told).toContainEqual(expect.objectContaining({ kind: 'statement-checked', outcome: 'kept' }));
    expect(JSON.stringify(logged)).not.toContain('更贵');
  });

  it('what was asked and answered is logged where the operator wants it', async () => {
    await ask((await withModel({ LLM_LOG_PROMPTS: 'yes' })).answers);
    expect(JSON.stringify(logged)).toContain(question);
    expect(logged.map(({ message }) => message)).toContain('Checked a statement of the language model.');
  });

  it('the day’s tokens are counted before and after', async () => {
    let spent = 99_990;
    const usage = {
      tokensOf: () => Promise.resolve(spent),
      add: (_day: string, tokens: number) => Promise.resolve(void (spent += tokens)),
    };
    const before = endpoint.requests.length;
    const { answers } = await withModel({ LLM_DAILY_TOKENS: '100000' }, { usage });
    expect(authorOf(await ask(answers))).toBe('sources');
    expect(endpoint.requests).toHaveLength(before);
    expect(logged.map(({ message }) => message).join()).toContain('LLM_DAILY_TOKENS (100000) is reached');
  });

  it('a budget that no call fits into is called so', async () => {
    expect(authorOf(await ask((await withModel({ LLM_DAILY_TOKENS: '100' })).answers))).toBe('sources');
    expect(logged.map(({ message }) => message).join()).toContain('LLM_DAILY_TOKENS (100) is less than one call may cost');
  });

  it('a program that stops answers at once in the article’s words', async () => {
    const { answers, model } = await withModel({ LLM_TIMEOUT_SECONDS: '600' });
    endpoint.fail(faults.silenceAfterHeaders(Number.POSITIVE_INFINITY));
    const underWay = ask(answers);
    await endpoint.until(() => endpoint.underWay === 1);
    model.stop();
    expect(authorOf(await underWay)).toBe('sources');
  });
});

/** Whatever befalls an endpoint, until the end of the test. */
const befalling: readonly (readonly [string, Fault])[] = [
  ['401', faults.unauthorized],
  ['404, an unknown model', faults.unknownModel('qwen2.5:7b')],
  ['429 with a time to wait', faults.tooManyRequests(30)],
  ['429 without one', faults.tooManyRequests()],
  ['429, out of credit', faults.quotaSpent],
  ['500', faults.internalError],
  ['502 with a page', faults.badGateway],
  ['503', faults.unavailable],
  ['a connection that breaks', faults.reset],
  ['a stream that stalls', faults.stallAfter(60)],
  ['a stream that breaks off', faults.breakOffAfter(60)],
  ['a stream that ends early', faults.endEarlyAfter(60)],
  ['an event that is no JSON', faults.malformedJsonAfter(60)],
  ['an error within the stream', faults.errorEventAfter(60)],
  ['invalid UTF-8', faults.invalidUtf8After(60)],
  ['an answer cut by length', faults.cutByLengthAfter(60)],
  ['an answer withheld', faults.withheldByFilterAfter(60)],
  ['an answer without structure', faults.proseInstead()],
  ['30 s of silence before anything', faults.silenceBeforeHeaders(30_000)],
  ['30 s of silence after the headers', faults.silenceAfterHeaders(30_000)],
];

describe('where the endpoint fails by', () => {
  it.each(befalling)('%s, readers get the article’s own sentences in time', async (_, fault) => {
    const { answers } = await withModel({ LLM_TIMEOUT_SECONDS: String(timeoutSeconds) });
    endpoint.fail(fault, { times: Number.POSITIVE_INFINITY });
    const began = performance.now();
    const answer = await ask(answers);
    expect((performance.now() - began) / 1000).toBeLessThan(timeoutSeconds + slackSeconds);
    expect(answer).toEqual(await answers.ask(question, { questions: [] }, { effort: 'least' }));
    expect(authorOf(answer)).toBe('sources');
    expect(endpoint.impatientRequests).toEqual([]);
  });

  it('a refused connection, readers get the article’s own sentences, and the model’s again once it is back', async () => {
    const { answers } = await withModel();
    await endpoint.refuseConnections();
    expect(authorOf(await ask(answers))).toBe('sources');
    await endpoint.acceptConnections();
    expect(authorOf(await ask(answers))).toBe('model');
  });

  it('being dead, it costs no reader’s time after the third', async () => {
    const { answers, model } = await withModel({ LLM_TIMEOUT_SECONDS: String(timeoutSeconds) });
    endpoint.fail(faults.silenceBeforeHeaders(30_000), { times: Number.POSITIVE_INFINITY });
    await Promise.all([ask(answers), ask(answers), ask(answers)]);
    await expect.poll(() => model.isPaused()).toBe(true);
    const before = endpoint.requests.length;
    expect(authorOf(await ask(answers))).toBe('sources');
    expect(endpoint.requests).toHaveLength(before);
  });

  it('a thorough question is answered in time, too', async () => {
    const { answers } = await withModel({ LLM_TIMEOUT_SECONDS: String(timeoutSeconds) });
    endpoint.fail(faults.silenceBeforeHeaders(30_000), { times: Number.POSITIVE_INFINITY });
    const began = performance.now();
    const answer = await answers.ask(question, { questions: [] }, { effort: 'thorough' });
    expect((performance.now() - began) / 1000).toBeLessThan(3 * timeoutSeconds + slackSeconds);
    expect(authorOf(answer)).toBe('sources');
  });

  it('answers that are no JSON, the operator is told once, and what to do', async () => {
    const told: string[] = [];
    const { answers } = await withModel(
      {},
      {
        emit: (event) => {
          if (event.kind === 'model-called') told.push(event.outcome);
          if (event.kind === 'answer-malformed') told.push('malformed');
        },
      },
    );
    endpoint.fail(faults.proseInstead(), { times: 2 });
    await ask(answers);
    await ask(answers);
    expect(told).toEqual(['complete', 'malformed', 'complete', 'malformed']);
    expect(logged.filter(({ message }) => message.includes('not the JSON that was asked for'))).toHaveLength(1);
    expect(logged.at(-1)?.message).toContain('LLM_MODEL');
  });
});
