import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Composition } from '../../src/answering/index.js';
import type { OfferedStatement } from '../../src/generating/index.js';
import { ModelError, type LanguageModel } from '../../src/language-model/index.js';
import { createTimeLimit } from '../../src/generating/time-limit.js';
import { distinctPassages, promptQuestion, writeInto, type Writing } from '../../src/generating/writing.js';
import { indexArticle, type IndexedCorpus } from '../evaluation/indexed-article.js';
import { compositionOf } from './article.js';
import { answerOf, createScriptedModel, type Line } from './scripted-model.js';

let article: IndexedCorpus;
let composition: Composition;
beforeAll(async () => {
  article = await indexArticle();
  composition = (await compositionOf(article, 'o1预览版比GPT-4o贵多少？')).composition;
});
afterAll(() => article.remove());

const request = { purpose: 'answer', messages: [{ role: 'user', content: '{}' }] } as const;
const three: readonly (readonly [number, string, string])[] = [
  [1, 'a', 'one'],
  [2, 'b', 'two'],
  [3, 'c', 'three'],
];

interface Written {
  readonly answerable: boolean;
  readonly offered: readonly OfferedStatement[];
  /** How many had been offered whenever one was taken. */
  readonly takenAt: readonly number[];
}

async function write(says: string | Line, takes: (offered: OfferedStatement) => boolean = () => true): Promise<Written> {
  const offered: OfferedStatement[] = [];
  const takenAt: number[] = [];
  const checked = {
    offer: async (statement: OfferedStatement) => {
      offered.push(statement);
      return takes(statement);
    },
  };
  const answerable = await writeInto(
    checked,
    writingWith(createScriptedModel({ answer: says })),
    request,
    () => void takenAt.push(offered.length),
  );
  return { answerable, offered, takenAt };
}

function writingWith(model: LanguageModel): Writing {
  const limit = createTimeLimit(performance.now(), 20_000, new AbortController().signal);
  return {
    ...{
      model,
      composition: { ...composition, person: 'anna' },
      limit,
      splitting: limit,
      titleOf: ({ passage }) => `title of ${passage.document}`,
    },
    check: () => {
      throw new Error('Nothing is to be checked here.');
    },
  };
}

describe('what a model writes', () => {
  it('is offered statement by statement, and told of whenever one is taken', async () => {
    const written = await write(answerOf(three), ({ text }) => text !== 'two');
    expect(written.offered.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    expect(written.takenAt).toEqual([1, 3]);
    expect(written.answerable).toBe(true);
  });

  it('is nothing where the model says that the passages do not answer, even if it goes on', async () => {
    expect(await write(answerOf(three, false))).toEqual({ answerable: false, offered: [], takenAt: [] });
  });

  it('stays an answer where the model takes it back once it has been borne out', async () => {
    const takenBack = `{"statements":${JSON.stringify([{ passage: 1, quote: 'a', text: 'one' }])},"answerable":false}`;
    expect((await write(takenBack)).answerable).toBe(true);
    expect((await write(takenBack, () => false)).answerable).toBe(false);
  });

  it('fails as the model fails, with what came before offered', async () => {
    const brokenOff = new ModelError('broken-stream', 'The stream broke off.');
    const offered: string[] = [];
    const checked = { offer: async ({ text }: OfferedStatement) => offered.push(text) > 0 };
    const model = createScriptedModel({ answer: { says: answerOf(three).slice(0, -12), then: brokenOff } });
    await expect(writeInto(checked, writingWith(model), request, () => undefined)).rejects.toBe(brokenOff);
    expect(offered).toEqual(['one', 'two']);
  });

  it('is asked for with who asks, in the shape that is wanted, with a bound', async () => {
    const model = createScriptedModel({ answer: '{"answerable":false,"statements":[]}' });
    await writeInto({ offer: async () => true }, writingWith(model), request, () => undefined);
    expect(model.requests).toMatchObject([{ ...request, person: 'anna', shape: { name: 'answer' }, maxTokens: 1000 }]);
  });
});

describe('what the model is given', () => {
  it('is the question, and the passages with numbers from 1, their titles and sections', () => {
    const { candidates } = composition.ranking;
    const asked = promptQuestion(writingWith(createScriptedModel({})), candidates.slice(0, 3));
    expect(asked).toMatchObject({ question: composition.question, understoodAs: composition.understoodAs, language: 'zh-Hans' });
    expect(asked.passages.map(({ number, text }) => [number, text])).toEqual(
      candidates.slice(0, 3).map(({ passage }, at) => [at + 1, passage.text]),
    );
    expect(asked.passages[0]!.title).toBe('title of openai-o1.txt');
    expect(asked.passages.map(({ section }) => section)).toEqual(candidates.slice(0, 3).map(({ passage }) => passage.section));
  });

  it('has no passage twice, and each where it came first', () => {
    const [a, b, c] = composition.ranking.candidates;
    expect(distinctPassages([a!, b!, { ...a! }, c!, b!]).map(({ passage }) => passage.id)).toEqual(
      [a!, b!, c!].map(({ passage }) => passage.id),
    );
  });
});
