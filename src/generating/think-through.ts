import { z } from 'zod';
import type { Candidate, ThinkingStep } from '../answering/index.js';
import type { CheckedStatements } from './checked-statements.js';
import { completeInTime } from './complete-in-time.js';
import { ModelError, type ModelRequest } from '../language-model/index.js';
import { isOwnQuestion, isShowableQuestion } from './own-question.js';
import { answerMessages, retryMessages, reviewMessages, shapes, splitMessages } from './prompt.js';
import { readWhole } from './read-completion.js';
import { distinctPassages, promptQuestion, writeInto, type Writing } from './writing.js';

/**
 * Bounds of a thorough answer: five calls of the model (split, write, review, retry, review again), these many passages and statements, and
 * three times the time of a short one.
 */
const maxQuestions = 4;
const passagesOfQuestion = 4;
const maxPassages = 14;
const maxStatements = 6;
const maxSplitTokens = 300;
const maxReviewTokens = 300;

const split = z.object({ questions: z.array(z.string()) });
const review = z.object({ verdicts: z.array(z.object({ number: z.coerce.number().pipe(z.int()), supported: z.boolean() })) });

/**
 * A thorough answer: the question is split, each part searched, the answer written from everything found, each statement checked by code
 * and reviewed by the model, and rejected ones attempted once more. When a later step fails, the statements accepted so far are kept.
 * @throws ModelError where nothing was written
 */
export async function thinkThrough(writing: Writing): Promise<CheckedStatements | 'not-in-passages'> {
  const steps = createSteps(writing);
  const questions = await takeApart(writing, steps);
  const passages = await lookUpAll(writing, questions, steps);
  const checked = writing.check(passages, maxStatements);
  steps.follow(checked);

  const answerable = await steps.during(
    (state) => ({ kind: 'write', state, statements: checked.statements.length }),
    (tell) => writeInto(checked, writing, { purpose: 'answer', messages: answerMessages(promptQuestion(writing, passages)) }, tell),
  );
  if (!answerable) return 'not-in-passages';
  try {
    await lookAgain(writing, checked, steps);
    const rejected = checked.takeRejected();
    if (rejected.length > 0) {
      const before = checked.statements.length;
      await steps.during(
        (state) => ({ kind: 'retry', state, statements: rejected.length }),
        (tell) => {
          const messages = retryMessages(promptQuestion(writing, passages), rejected);
          return writeInto(checked, writing, { purpose: 'retry', messages }, tell);
        },
      );
      if (checked.statements.length > before) await lookAgain(writing, checked, steps, before);
    }
  } catch (error) {
    // The statements stay: each has passed the checks of code.
    if (!(error instanceof ModelError)) throw error;
  }
  return checked;
}

/** The parts of the question, as the model splits it, where they add nothing to it; shown while they are searched. */
async function takeApart(writing: Writing, steps: Steps): Promise<readonly string[]> {
  const { question, understoodAs } = writing.composition;
  let questions: readonly string[] = [];
  await steps.during(
    (state) => ({ kind: 'split', state, questions }),
    async () => {
      try {
        const parts = await whole(
          writing,
          { purpose: 'split', messages: splitMessages(understoodAs), shape: shapes.split },
          maxSplitTokens,
          split,
          writing.splitting.signal,
        );
        questions = [...new Set(parts.questions.map((part) => part.trim()))]
          .filter((part) => isOwnQuestion(part, [question, understoodAs]) && isShowableQuestion(part))
          .slice(0, maxQuestions);
      } catch (error) {
        if (!(error instanceof ModelError) || writing.limit.signal.aborted) throw error;
      }
    },
  );
  return questions;
}

/** The best passages of the whole question, then those of every part that code judges answerable, then further ones of the whole. */
async function lookUpAll({ composition }: Writing, questions: readonly string[], steps: Steps): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  for (const question of questions) {
    let passages = 0;
    await steps.during(
      (state) => ({ kind: 'look-up', state, question, passages }),
      async () => {
        const { ranking, judgement } = await composition.lookUp(question);
        const answering = judgement === 'refuse' ? [] : ranking.candidates.slice(0, passagesOfQuestion);
        passages = answering.length;
        found.push(...answering);
      },
    );
  }
  const { candidates } = composition.ranking;
  return distinctPassages([...candidates.slice(0, passagesOfQuestion), ...found, ...candidates]).slice(0, maxPassages);
}

/**
 * The model reviews its statements with a different prompt; those that it finds unsupported are dropped. @param from earlier statements
 * were reviewed before
 */
async function lookAgain(writing: Writing, checked: CheckedStatements, steps: Steps, from = 0): Promise<void> {
  const { statements, citations } = checked;
  const looked = statements.slice(from).map(({ text, citations: [number] }) => ({
    text,
    quotation: citations.find((citation) => citation.number === number)?.quote ?? '',
  }));
  if (looked.length === 0) return;
  let dropped = 0;
  await steps.during(
    (state) => ({ kind: 'check', state, kept: looked.length - dropped, dropped }),
    async () => {
      const request = { purpose: 'review', messages: reviewMessages(looked), shape: shapes.review } as const;
      const { verdicts } = await whole(writing, request, maxReviewTokens, review);
      if (verdicts.length === 0) throw new ModelError('malformed', 'The model has looked at nothing again.');
      const refused = new Set(verdicts.flatMap(({ number, supported }) => (supported ? [] : [from + number - 1])));
      // From the last one, so that earlier numbers stay.
      for (const at of [...refused].filter((each) => each >= from && each < statements.length).sort((a, b) => b - a)) {
        checked.reject(at, 'read again, the quote does not say so');
        dropped++;
      }
    },
  );
}

function whole<Value>(
  { model, composition, limit }: Writing,
  request: Pick<ModelRequest, 'purpose' | 'messages' | 'shape'>,
  maxTokens: number,
  shape: z.ZodType<Value>,
  signal = limit.signal,
): Promise<Value> {
  return readWhole(completeInTime(model, { ...request, maxTokens, person: composition.person, signal }), shape);
}

type StepTold = ThinkingStep extends infer Step ? (Step extends ThinkingStep ? Omit<Step, 'id'> : never) : never;

/** The steps that are shown to the reader. */
interface Steps {
  /** Shows the statements so far from now on, too. */
  follow(checked: CheckedStatements): void;
  /** Reports the step as it begins, at each call of `tell`, and as it ends. */
  during<Result>(step: (state: ThinkingStep['state']) => StepTold, work: (tell: () => void) => Promise<Result>): Promise<Result>;
}

function createSteps({ composition: { language, judgement, onProgress } }: Writing): Steps {
  const steps: ThinkingStep[] = [];
  let checked: CheckedStatements | undefined;
  const tell = (): void =>
    onProgress({
      language,
      confidence: judgement === 'answer' ? 'high' : 'low',
      statements: checked?.statements ?? [],
      citations: checked?.citations ?? [],
      steps: [...steps],
    });
  return {
    follow: (statements) => {
      checked = statements;
    },
    during: async (step, work) => {
      const id = steps.length;
      const set = (state: ThinkingStep['state']): void => {
        steps[id] = { ...step(state), id };
        tell();
      };
      set('doing');
      try {
        const result = await work(() => set('doing'));
        set('done');
        return result;
      } catch (error) {
        // A failed step is not reported as done.
        steps.length = id;
        tell();
        throw error;
      }
    },
  };
}
