import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { AnswerService } from '../../src/answering/index.js';
import type { BareModel } from './bare-model.js';
import { median, percentile, timed } from './figures.js';

export interface AnswerTimes {
  readonly questions: number;
  readonly rounds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly bareP50: number;
  readonly bareP95: number;
}

const questionLine = z.object({ question: z.string() });

/** The article's questions of the evaluation. */
export async function articleQuestions(): Promise<string[]> {
  const lines = await readFile(new URL('../../tests/evaluation/o1-questions.jsonl', import.meta.url), 'utf8');
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => questionLine.parse(JSON.parse(line)).question);
}

/**
 * Times answers and bare forward passes of the same questions in turns, so that whatever else the machine does slows both. One round more than
 * measured goes before, and is thrown away.
 */
export async function measureAnswers(
  answers: AnswerService,
  bare: BareModel,
  questions: readonly string[],
  rounds: number,
): Promise<AnswerTimes> {
  const asked = questions.map((question) => ({ question, inputs: bare.questionInputs(question) }));
  const answerTimes: number[] = [];
  const bareTimes: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    for (const [at, { question, inputs }] of asked.entries()) {
      const answer = async (): Promise<number> => timed(() => answers.ask(question, { questions: [] }));
      const forward = async (): Promise<number> => timed(() => bare.run(inputs));
      // Neither always comes second, when the processor's caches hold the other's weights.
      const isAnswerFirst = (at + round) % 2 === 0;
      const first = await (isAnswerFirst ? answer : forward)();
      const second = await (isAnswerFirst ? forward : answer)();
      if (round === 0) continue;
      answerTimes.push(isAnswerFirst ? first : second);
      bareTimes.push(isAnswerFirst ? second : first);
    }
  }
  return {
    questions: questions.length,
    rounds,
    p50: median(answerTimes),
    p95: percentile(answerTimes, 0.95),
    bareP50: median(bareTimes),
    bareP95: percentile(bareTimes, 0.95),
  };
}
