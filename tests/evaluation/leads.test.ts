import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createAnswerService, readCalibration, type AnswerService } from '../../src/answering/index.js';
import { createClaimJudge } from '../../src/generating/index.js';
import { createRetriever } from '../../src/retrieval/index.js';
import { createBundledEmbedder } from '../embedding/bundled-embedder.js';
import { indexArticle, indexCorpus, type IndexedCorpus } from './indexed-article.js';

const ledQuestion = z.object({
  half: z.enum(['fit', 'test']),
  question: z.string(),
  /** `none`: asks for a reason, and takes nothing for granted that is not so. */
  lead: z.enum(['yes', 'no', 'otherwise', 'none']),
  document: z.string(),
});

function serviceOver({ embedder, index }: IndexedCorpus): AnswerService {
  const retriever = createRetriever({ embedder, index: () => index });
  return createAnswerService({
    ...{ retriever, index: () => index, calibration: readCalibration() },
    claims: createClaimJudge({ embedder }),
  });
}

async function leadTo(service: AnswerService, question: string): Promise<string | undefined> {
  const answer = await service.ask(question, { questions: [] }, { effort: 'least' });
  return answer.kind === 'answered' ? answer.lead : undefined;
}

describe('on questions about the twenty articles that ask for a yes or no, or take something for granted', () => {
  let corpus: IndexedCorpus;
  const given: { readonly half: string; readonly isRight: boolean; readonly line: string }[] = [];
  beforeAll(async () => {
    corpus = await indexCorpus(join(import.meta.dirname, 'articles'), await createBundledEmbedder());
    const service = serviceOver(corpus);
    const lines = (await readFile(join(import.meta.dirname, 'leads.jsonl'), 'utf8')).trim().split('\n');
    for (const line of lines) {
      const { half, question, lead } = ledQuestion.parse(JSON.parse(line));
      const said = await leadTo(service, question);
      if (said !== undefined) given.push({ half, isRight: said === lead, line: `${question} ${said}, not ${lead}` });
    }
  }, 300_000);
  afterAll(() => corpus.remove());

  // A wrong one is worse than none: what is not certain has none.
  it.each([
    ['fit', 10],
    ['test', 7],
  ])('at least 95%% of the leads are right (%s), and there are %i', (half, least) => {
    const ofHalf = given.filter((each) => each.half === half);
    const wrong = ofHalf.filter(({ isRight }) => !isRight);
    expect(wrong.length / ofHalf.length, wrong.map(({ line }) => line).join('\n')).toBeLessThanOrEqual(0.05);
    expect(ofHalf.length).toBeGreaterThanOrEqual(least);
  });
});

describe('on the sample article', () => {
  let article: IndexedCorpus;
  let service: AnswerService;
  beforeAll(async () => {
    article = await indexArticle();
    service = serviceOver(article);
  }, 120_000);
  afterAll(() => article.remove());

  it.each([
    ['o1比GPT-4o便宜吗？', 'no'],
    ['o1比GPT-4o贵吗？', 'yes'],
    ['Is o1 cheaper than GPT-4o?', 'no'],
    ['Scaling Law失效了吗？', 'no'],
    ['Scaling Law還有效嗎？', 'yes'],
    ['为什么o1比GPT-4o便宜？', 'otherwise'],
    ['為什麼o1這麼便宜', 'otherwise'],
    // Not told by the words, or no question of that kind.
    ['o1比GPT-4o快吗？', undefined],
    ['Mark Chen离开OpenAI了吗？', undefined],
    ['为什么o1比GPT-4o贵？', undefined],
    ['o1贵还是GPT-4o贵？', undefined],
    ['谁提出了思维链？', undefined],
  ])('%s %s', async (question, lead) => {
    expect(await leadTo(service, question)).toBe(lead);
  });
});
