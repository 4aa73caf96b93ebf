import { setImmediate } from 'node:timers/promises';
import type { Candidate, Composition } from '../answering/index.js';
import type { CheckedStatements } from './checked-statements.js';
import { completeInTime } from './complete-in-time.js';
import { ModelError, type LanguageModel, type ModelMessage } from '../language-model/index.js';
import { shapes, type PromptQuestion } from './prompt.js';
import { readAnswer } from './read-completion.js';
import type { TimeLimit } from './time-limit.js';

/** Six statements with their quotations in Chinese are about 750 tokens. */
const maxAnswerTokens = 1000;

/** What writing an answer needs. */
export interface Writing {
  readonly model: LanguageModel;
  readonly composition: Composition;
  readonly limit: TimeLimit;
  /** For the steps before the answer. */
  readonly splitting: TimeLimit;
  readonly titleOf: (candidate: Candidate) => string;
  /** Checks statements against these passages. */
  check(passages: readonly Candidate[], maxStatements: number): CheckedStatements;
}

/**
 * Lets the model write, and checks each statement as it arrives. @returns whether the model says that the passages answer. @throws
 * ModelError
 */
export async function writeInto(
  checked: Pick<CheckedStatements, 'offer'>,
  { model, composition, limit }: Writing,
  request: { readonly purpose: 'answer' | 'retry'; readonly messages: readonly ModelMessage[] },
  onTaken: () => void,
): Promise<boolean> {
  const { person } = composition;
  const wanted = { ...request, shape: shapes.answer, maxTokens: maxAnswerTokens, person, signal: limit.signal };
  let answerable = true;
  let hasTaken = false;
  let hasOffered = false;
  for await (const part of readAnswer(completeInTime(model, wanted))) {
    if (part.kind === 'answerable') answerable = part.answerable;
    hasOffered ||= part.kind === 'statement';
    // Without an answer there are no statements.
    if (part.kind !== 'statement' || !answerable) continue;
    // Checks take time, and many statements may arrive at once, so other work gets its turn in between.
    await setImmediate();
    if (await checked.offer(part.statement)) {
      hasTaken = true;
      onTaken();
    }
  }
  if (answerable && !hasOffered)
    throw new ModelError('malformed', 'The model calls the question answered, and states nothing that could be read.');
  // Accepted and shown statements are an answer, whatever the model says afterwards.
  return answerable || hasTaken;
}

export function promptQuestion({ composition, titleOf }: Writing, passages: readonly Candidate[]): PromptQuestion {
  const { question, understoodAs, language } = composition;
  return {
    ...{ question, understoodAs, language },
    passages: passages.map((candidate, at) => {
      const { section, text } = candidate.passage;
      return { number: at + 1, title: titleOf(candidate), ...(section === undefined ? {} : { section }), text };
    }),
  };
}

export function distinctPassages(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...new Map(candidates.map((candidate) => [candidate.passage.id, candidate])).values()];
}
