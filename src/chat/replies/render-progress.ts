import type { AnswerProgress, ThinkingStep } from '../../answering/index.js';
import { clippedLine } from './clipped.js';
import { statementBlocks } from './render-answer.js';
import { paragraph, plain, type Reply, type ReplyBlock, type Run } from './reply.js';
import { textsFor } from '../texts/index.js';

const marks: Readonly<Record<ThinkingStep['state'], string>> = { done: '✓', doing: '…' };

/** A step is one line: what is looked up may be worded at length. */
const longestStep = 120;

export interface ProgressOptions {
  /** The answer's, once it is there. */
  readonly answerId: string;
  /** Whether it replaces an answer to the question before it was edited. */
  readonly edited: boolean;
}

/**
 * An answer in the making: the steps taken, and the statements so far with their marks. Quotations and buttons come with the answer itself.
 * `undefined` while there is nothing to show.
 */
export function renderProgress(progress: AnswerProgress, { answerId, edited }: ProgressOptions): Reply | undefined {
  const { language, steps, statements } = progress;
  const blocks: readonly ReplyBlock[] = [
    ...(steps.length === 0 ? [] : [{ kind: 'list' as const, items: latest(steps).map((step) => stepRuns(step, progress)) }]),
    // Only what a model writes grows.
    ...(statements.length === 0 ? [] : statementBlocks({ ...progress, writtenBy: 'model' })),
  ];
  if (blocks.length === 0) return undefined;
  const heading = edited ? [paragraph(textsFor(language).answer.questionEdited)] : [];
  return { placement: edited ? 'in-place' : 'message', language, blocks: [...heading, ...blocks], actions: [], answerId };
}

/** Each step as it was last told, in the order in which they were begun; without a question that could not be taken apart. */
function latest(steps: readonly ThinkingStep[]): readonly ThinkingStep[] {
  return [...new Map(steps.map((step) => [step.id, step])).values()].filter(
    (step) => step.kind !== 'split' || step.state === 'doing' || step.questions.length > 0,
  );
}

function stepRuns(step: ThinkingStep, { language }: AnswerProgress): readonly Run[] {
  return plain(`${marks[step.state]} ${clippedLine(textsFor(language).thinking.step(step), longestStep)}`);
}
