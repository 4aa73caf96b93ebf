import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureCorpusQuestions, type CorpusFigures } from '../../scripts/evaluation/measure-corpus-questions.js';
import { shareOf, totalOf } from '../../scripts/evaluation/measure-statements.js';
import { startMeasuredModel, type MeasuredModel, type ModelFigures } from '../../scripts/evaluation/measured-model.js';
import { readSet } from '../../scripts/evaluation/read-set.js';
import { createAnswerService, readCalibration } from '../../src/answering/index.js';
import { loadConfig } from '../../src/config.js';
import { createRetriever } from '../../src/retrieval/index.js';
import { indexArticle, type IndexedCorpus } from './indexed-article.js';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
let article: IndexedCorpus;
let model: MeasuredModel;
let answers: CorpusFigures;
let written: ModelFigures;

beforeAll(async () => {
  article = await indexArticle();
  model = await startMeasuredModel(loadConfig({}), silent);
  const { embedder, index } = article;
  const set = await readSet(join(import.meta.dirname, 'o1-questions.jsonl'));
  if (set.kind !== 'corpus-questions') throw new Error('o1-questions.jsonl is no set of questions about the corpus.');
  const retriever = createRetriever({ embedder, index: () => index });
  const service = createAnswerService({
    retriever,
    index: () => index,
    calibration: readCalibration(),
    ...(await model.writeWith(embedder)),
  });
  answers = await measureCorpusQuestions(set.questions, { embedder, index, retriever, answers: service });
  written = model.figures();
}, 300_000);
afterAll(async () => {
  await model.close();
  await article.remove();
});

/** `npm run evaluate -- --composer generative`, with the stand-in that spoils half of what it writes. */
describe('answers of a language model about the article', () => {
  it('are verbatim in their quotations, and refused as without it', () => {
    expect(answers.verbatim).toBe(1);
    expect(answers.offTopicRefused).toBe(1);
    expect(answers.nearMissesWithoutCaution).toBeLessThanOrEqual(0.3);
    expect(answers.refused).toBeLessThanOrEqual(0.04);
    expect(answers.smallTalkRecognised).toBe(1);
  });

  it('are in the model’s words where it writes in the language of the question', () => {
    expect(answers.writtenByModel).toBeGreaterThanOrEqual(0.6);
  });

  it('hold 95% of what the article supports among the statements shown, and none of the kinds that are spoilt gets through in more than a tenth', () => {
    const { shownHonest, flawedDropped } = written.standIn!;
    expect(shareOf(shownHonest)).toBeGreaterThanOrEqual(0.95);
    expect(totalOf(flawedDropped.values()).of).toBeGreaterThan(40);
    for (const [flaw, share] of flawedDropped) expect(shareOf(share), flaw).toBeGreaterThanOrEqual(0.9);
  });

  it('hold the source’s own words where the model slipped in quoting them', () => {
    expect(shareOf(written.standIn!.mended)).toBeGreaterThanOrEqual(0.75);
  });
});
