import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureCorpusQuestions, type CorpusFigures } from '../../scripts/evaluation/measure-corpus-questions.js';
import { readSet } from '../../scripts/evaluation/read-set.js';
import { createAnswerService, readCalibration } from '../../src/answering/index.js';
import { createRetriever } from '../../src/retrieval/index.js';
import { indexArticle, type IndexedCorpus } from './indexed-article.js';

let article: IndexedCorpus;
let figures: CorpusFigures;
beforeAll(async () => {
  article = await indexArticle();
  const set = await readSet(join(import.meta.dirname, 'o1-questions.jsonl'));
  if (set.kind !== 'corpus-questions') throw new Error('o1-questions.jsonl is no set of questions about the corpus.');
  const { embedder, index } = article;
  const retriever = createRetriever({ embedder, index: () => index });
  const answers = createAnswerService({ retriever, index: () => index, calibration: readCalibration() });
  figures = await measureCorpusQuestions(set.questions, { embedder, index, retriever, answers });
}, 300_000);
afterAll(() => article.remove());

/** Every line of the report as the floor's message: whoever breaks one sees at once which questions it was. */
const misses = (): string => `\n${figures.misses.join('\n')}\n`;

describe('on the questions about the article', () => {
  it('the evidence stands in the first citation for 93%, in those shown for 98%', () => {
    expect(figures.inFirstCitation, misses()).toBeGreaterThanOrEqual(0.93);
    expect(figures.inCitations, misses()).toBeGreaterThanOrEqual(0.98);
  });

  it('at most 4% of the answerable ones are refused, and 20% refused or answered with a caution', () => {
    expect(figures.refused, misses()).toBeLessThanOrEqual(0.04);
    expect(figures.refused + figures.cautioned, misses()).toBeLessThanOrEqual(0.2);
  });

  it('every off-topic one is refused, and 70% of the near misses are refused or answered with a caution', () => {
    expect(figures.offTopicRefused, misses()).toBe(1);
    expect(figures.nearMissesWithoutCaution, misses()).toBeLessThanOrEqual(0.3);
  });

  it('every quotation is verbatim at its offsets', () => {
    expect(figures.verbatim).toBe(1);
  });
});
