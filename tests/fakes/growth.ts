import type { AnswerProgress } from '../../src/answering/index.js';
import { progressOf, type Answered, type Script } from './scripted-answer-service.js';

type Growing = NonNullable<Script['growing']>[string];

/** An answer that grows when a test lets it. */
export interface Growth {
  /** For `Script.growing`. */
  readonly growing: Growing;
  /** Lets it go on: to the next progress, and after the last to the answer. */
  grow(): void;
}

export function createGrowth(steps: readonly AnswerProgress[]): Growth {
  let reached = 0;
  const waiting: (() => void)[] = [];
  const until = (step: number): Promise<void> =>
    new Promise((resolve) => {
      if (step < reached) resolve();
      else waiting[step] = resolve;
    });
  return {
    growing: steps.map((progress, index) => ({ progress, until: () => until(index) })),
    grow: () => {
      waiting[reached]?.();
      reached++;
    },
  };
}

/** Statement by statement. */
export function statementByStatement(answer: Answered): Growth {
  return createGrowth(answer.statements.map((_, index) => progressOf(answer, index + 1)));
}

/** An answer of so many statements of its own, each with the article's words that it rests on. */
export function longAnswer(like: Answered, count: number, words = '灯塔重新亮起，是因为夜航的船多了。'): Answered {
  const [citation] = like.citations;
  if (citation === undefined) throw new Error('There is nothing to cite.');
  const statements = Array.from({ length: count }, (_, index) => ({ text: `第${index + 1}句：${words}`, citations: [1], emphasis: [] }));
  return { ...like, writtenBy: 'model', statements, citations: [citation] };
}
