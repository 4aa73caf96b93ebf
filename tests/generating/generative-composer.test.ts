import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, AnswerProgress } from '../../src/answering/index.js';
import type { StatementOutcome } from '../../src/generating/index.js';
import { ModelError, type LanguageModel, type ModelFailure } from '../../src/language-model/index.js';
import { createMemoryModelUsage } from '../../src/language-model/index.js';
import { createLanguageModel } from '../../src/language-model/language-model.js';
import { systemClock } from '../../src/operations/index.js';
import { indexArticle, type IndexedCorpus } from '../evaluation/indexed-article.js';
import { createFakeWriter, faults, startFakeLanguageModel, type Fault, type FakeLanguageModel } from '../fakes/language-model/index.js';
import { answeredOf, serviceWith, watched } from './article.js';
import { answerOf, cannotAnswer, createScriptedModel, type Line, slackMs } from './scripted-model.js';

/** Answered with confidence, with a caution, and not at all, whoever composes. */
const sure = 'o1预览版比GPT-4o贵多少？';
const doubtful = 'GPT-5什么时候发布？';
const refused = '明天会下雨吗？';

let article: IndexedCorpus;
beforeAll(async () => {
  article = await indexArticle();
});
afterAll(() => article.remove());

const price: readonly [number, string, string] = [1, '而o1预览版模型成本比GPT-4o贵三四倍', 'o1预览版的成本是GPT-4o的三四倍。'];
const seconds: readonly [number, string, string] = [2, 'o1-preview响应时间达32秒,而GPT-4o仅需3秒', 'o1-preview的响应时间达32秒。'];
const untrue: readonly [number, string, string] = [1, '而o1预览版模型成本比GPT-4o贵三四倍', 'o1预览版的成本是GPT-4o的五六倍。'];

const extractive = (question: string): Promise<Answer> => serviceWith(article).ask(question, { questions: [] });
const asked = (model: LanguageModel, question = sure): Promise<Answer> => serviceWith(article, model).ask(question, { questions: [] });

/** Every citation is a slice of the article, and every statement has one. */
function expectCited(answer: Pick<AnswerProgress, 'statements' | 'citations'>): void {
  answer.citations.forEach(({ number, quote, start, end, document }, at) => {
    expect(number).toBe(at + 1);
    expect(article.index.documentText(document)!.slice(start, end)).toBe(quote);
  });
  for (const { citations } of answer.statements) {
    expect(citations).not.toEqual([]);
    for (const number of citations) expect(answer.citations[number - 1]).toBeDefined();
  }
}

describe('an answer in a model’s words', () => {
  it('has the statements that are borne out, each with the article’s own words', async () => {
    const answer = answeredOf(await asked(createScriptedModel({ answer: answerOf([price, untrue, seconds]) })));
    expect(answer).toMatchObject({ writtenBy: 'model', confidence: 'high', language: 'zh-Hans' });
    expect(answer.statements.map(({ text }) => text)).toEqual([price[2], seconds[2]]);
    expectCited(answer);
  });

  it('shows the words of the article, whatever the model says it quotes', async () => {
    const misquoted = answerOf([[1, '而o1预览版的模型成本要比GPT-4o贵三四倍', price[2]]]);
    const answer = answeredOf(await asked(createScriptedModel({ answer: misquoted })));
    expect(answer.writtenBy).toBe('model');
    expect(answer.citations[0]!.quote).toContain('而o1预览版模型成本比GPT-4o贵三四倍');
    expectCited(answer);
  });

  it('has a caution where the question was answered with one', async () => {
    const gpt5 = answerOf([[1, 'OpenAI目前正在着力构建下一代规模更大的模型GPT-5', 'OpenAI正在构建规模更大的下一代模型GPT-5。']]);
    expect(await asked(createScriptedModel({ answer: gpt5 }), doubtful)).toMatchObject({ writtenBy: 'model', confidence: 'low' });
  });

  it('has at most four statements', async () => {
    const many = answerOf(
      Array.from({ length: 9 }, (_, at) => [price[0], price[1], `o1预览版的成本是GPT-4o的三四倍${'。'.repeat(at)}${'啊'.repeat(at)}`]),
    );
    expect(answeredOf(await asked(createScriptedModel({ answer: many }))).statements).toHaveLength(4);
  });

  it('grows in the chat: what is shown is what the final answer begins with', async () => {
    const model = createScriptedModel({ answer: answerOf([price, untrue, price, seconds]) }, { pieceLength: 3 });
    const { answer, progress } = await watched(serviceWith(article, model), sure);
    const { statements, citations } = answeredOf(answer);
    expect(progress.map((each) => each.statements.length)).toEqual([1, 2]);
    for (const each of progress) {
      expectCited(each);
      expect(each).toMatchObject({ confidence: 'high', language: 'zh-Hans', steps: [] });
      expect(each.statements).toEqual(statements.slice(0, each.statements.length));
      expect(each.citations).toEqual(citations.slice(0, each.citations.length));
    }
  });

  it('tells whoever counts what became of each statement', async () => {
    const outcomes: StatementOutcome[] = [];
    const model = createScriptedModel({ answer: answerOf([price, untrue, price, [1, '', 'x']]) });
    await serviceWith(article, model, { emit: (event) => void (event.kind === 'statement-checked' && outcomes.push(event.outcome)) }).ask(
      sure,
      { questions: [] },
    );
    expect(outcomes).toEqual(['kept', 'number', 'duplicate', 'quotation']);
  });

  it('is asked for once, from at most eight passages', async () => {
    const model = createScriptedModel({ answer: answerOf([price]) });
    await asked(model);
    expect(model.purposes).toEqual(['answer']);
    const { passages } = JSON.parse(model.requests[0]!.messages[1]!.content) as { passages: unknown[] };
    expect(passages).toHaveLength(8);
  });

  it('has the best passages of each half of a double question in front', async () => {
    const model = createScriptedModel({ answer: answerOf([]) });
    await asked(model, 'Jason Wei是谁，PaLM有多少参数？');
    const { passages } = JSON.parse(model.requests[0]!.messages[1]!.content) as { passages: { text: string }[] };
    const found = passages
      .slice(0, 6)
      .map(({ text }) => text)
      .join('\n');
    expect(found).toContain('思维链的提出者Jason Wei');
    expect(found).toContain('5400亿参数');
  });
});

describe('the article’s own sentences are the answer', () => {
  const failures: readonly ModelFailure[] = [
    ...(['unreachable', 'unauthorized', 'unknown-model', 'rate-limited', 'server-error', 'refused'] as const),
    ...(['broken-stream', 'malformed', 'cut-off', 'timed-out', 'paused', 'over-budget'] as const),
  ];

  it.each(failures)('where the model fails as %s, be it at once or after a statement that was borne out', async (failure) => {
    const then = new ModelError(failure, 'It does not work.');
    for (const says of ['', answerOf([price]).slice(0, -1)]) {
      expect(await asked(createScriptedModel({ answer: { says, then } }))).toEqual(await extractive(sure));
    }
  });

  it.each<[string, string]>([
    ['nothing holds', answerOf([untrue, [1, 'nothing of the kind', 'It is so.']])],
    ['nothing is stated', answerOf([])],
    ['there is no structure', 'o1预览版的成本是GPT-4o的三四倍。'],
    ['it is cut short', answerOf([price]).slice(0, -3)],
  ])('where %s', async (_, says) => {
    expect(await asked(createScriptedModel({ answer: says }))).toEqual(await extractive(sure));
  });

  it('with a caution, where code is sure that they answer and the model says that they do not', async () => {
    const sources = answeredOf(await extractive(sure));
    expect(sources.confidence).toBe('high');
    expect(await asked(createScriptedModel({ answer: cannotAnswer }))).toEqual({ ...sources, confidence: 'low' });
  });
});

describe('a refusal', () => {
  it('comes of the model’s word where code is not sure, with the nearest passages', async () => {
    expect(answeredOf(await extractive(doubtful)).confidence).toBe('low');
    const answer = await asked(createScriptedModel({ answer: cannotAnswer }), doubtful);
    expect(answer.kind).toBe('not-in-sources');
    expect(answer.kind === 'not-in-sources' && answer.nearest.length).toBe(3);
  });

  it('of code’s is no matter for the model: it is not asked', async () => {
    const model = createScriptedModel({});
    for (const effort of ['short', 'thorough'] as const) {
      expect((await serviceWith(article, model).ask(refused, { questions: [] }, { effort })).kind).toBe('not-in-sources');
    }
    expect(model.requests).toEqual([]);
  });
});

describe('the time', () => {
  it.each<Line['then']>(['silence', 'deaf silence'])(
    'that the model may take is bounded: through %s the reader has an answer within it',
    async (then) => {
      for (const says of ['', answerOf([price]).slice(0, -2)]) {
        const model = createScriptedModel({ answer: { says, then: then! } });
        const began = performance.now();
        const answer = await serviceWith(article, model, { timeoutMs: 500 }).ask(sure, { questions: [] });
        expect(performance.now() - began).toBeLessThan(500 + slackMs);
        expect(answer).toEqual(await extractive(sure));
      }
    },
  );

  it('is three times as long for a thorough answer', async () => {
    const model = createScriptedModel({ split: '{"questions":[]}', answer: { says: '', then: 'silence' } });
    const began = performance.now();
    const answer = await serviceWith(article, model, { timeoutMs: 400 }).ask(sure, { questions: [] }, { effort: 'thorough' });
    const took = performance.now() - began;
    expect(took).toBeGreaterThan(400);
    expect(took).toBeLessThan(1200 + slackMs);
    expect(answer).toEqual(await extractive(sure));
  });

  it.each([
    ['prose', 'o1 is more expensive because it thinks.'],
    ['another JSON', '{"answer":"o1"}'],
    ['statements that are none', '{"answerable":true,"statements":{"text":"o1"}}'],
  ])('is told of by who counts, where the model writes %s', async (_, says) => {
    const told: string[] = [];
    const service = serviceWith(article, createScriptedModel({ answer: says }), {
      emit: (event) => void (event.kind === 'answer-malformed' && told.push(event.error.failure)),
    });
    expect(await service.ask(sure, { questions: [] })).toEqual(await extractive(sure));
    expect(told).toEqual(['malformed']);
  });

  it('ends when the program stops, and the reader has an answer all the same', async () => {
    const stopping = new AbortController();
    const model = createScriptedModel({ answer: () => (stopping.abort(), { says: '', then: 'silence' }) });
    expect(await serviceWith(article, model, { stopping: stopping.signal }).ask(sure, { questions: [] })).toEqual(await extractive(sure));
  });
});

describe('against an endpoint', () => {
  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });

  async function endpointModel(timeoutMs: number): Promise<{ readonly endpoint: FakeLanguageModel; readonly model: LanguageModel }> {
    const endpoint = await startFakeLanguageModel();
    const model = createLanguageModel({
      ...{ baseUrl: endpoint.baseUrl, model: 'qwen2.5:7b', concurrency: 2, timeoutMs, logPrompts: false },
      ...{ budget: { callsPerHour: 1000 }, usage: createMemoryModelUsage(), clock: systemClock },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    opened.push(model, endpoint);
    return { endpoint, model };
  }

  it('an honest writer is believed, in either script', async () => {
    const { endpoint, model } = await endpointModel(10_000);
    const writer = createFakeWriter();
    endpoint.respond(writer.respond);
    for (const question of [sure, 'o1預覽版比GPT-4o貴多少？']) {
      const answer = answeredOf(await serviceWith(article, model, { timeoutMs: 10_000 }).ask(question, { questions: [] }));
      expect(answer.writtenBy).toBe('model');
      expectCited(answer);
    }
    expect(writer.notUnderstood).toEqual([]);
  });

  it.each<[string, Fault]>([
    ['a code fence', faults.codeFence],
    ['prose', faults.proseAround],
    ['thinking', faults.thinkPreamble()],
  ])('an answer with %s around it is read', async (_, fault) => {
    const { endpoint, model } = await endpointModel(10_000);
    endpoint.fail(fault);
    expect(await serviceWith(article, model).ask(sure, { questions: [] })).toMatchObject({ kind: 'answered', writtenBy: 'model' });
  });

  it.each<[string, Fault]>([
    ['refuses with 500', faults.internalError],
    ['stalls', faults.stallAfter(60)],
    ['breaks off', faults.breakOffAfter(60)],
    ['cuts the answer by length', faults.cutByLengthAfter(60)],
    ['answers without structure', faults.proseInstead()],
    ['is silent', faults.silenceAfterHeaders(Infinity)],
  ])('that %s, the reader has the article’s own sentences in time', async (_, fault) => {
    const { endpoint, model } = await endpointModel(1500);
    endpoint.fail(fault, { times: Infinity });
    const began = performance.now();
    const answer = await serviceWith(article, model, { timeoutMs: 1500 }).ask(sure, { questions: [] });
    expect(performance.now() - began).toBeLessThan(1500 + slackMs);
    expect(answer).toEqual(await extractive(sure));
  });
});
