import {
  createAnswerService,
  readCalibration,
  type Answer,
  type AnswerProgress,
  type AnswerService,
  type AskOptions,
  type Cite,
  type Composition,
} from '../../src/answering/index.js';
import type { GeneratingDependencies } from '../../src/generating/generative-composer.js';
import { createGenerativeComposer, createQuestionRewriter } from '../../src/generating/index.js';
import type { LanguageModel } from '../../src/language-model/index.js';
import { createRetriever } from '../../src/retrieval/index.js';
import type { Embedder } from '../../src/embedding/index.js';
import type { PassageIndex } from '../../src/search-index/index.js';
import type { IndexedCorpus } from '../evaluation/indexed-article.js';

type Answered = Extract<Answer, { kind: 'answered' }>;

/** Long enough for whatever has to be done within it; who tests the limit sets a shorter one. */
const ampleMs = 30_000;

/** The answer service as it is with a language model; without one, answers are the article's own sentences. */
export function serviceWith(
  { index, embedder }: IndexedCorpus,
  model?: LanguageModel,
  changes: Partial<Omit<GeneratingDependencies, 'model' | 'embedder'>> = {},
): AnswerService {
  const parts = { retriever: createRetriever({ embedder, index: () => index }), index: () => index, calibration: readCalibration() };
  if (model === undefined) return createAnswerService(parts);
  const dependencies = { model, embedder, timeoutMs: ampleMs, stopping: new AbortController().signal, ...changes };
  return createAnswerService({
    ...parts,
    composer: createGenerativeComposer(dependencies),
    rewriter: createQuestionRewriter(dependencies),
    canThink: true,
  });
}

/** An answer with all that was shown while it was made. */
export async function watched(
  service: AnswerService,
  question: string,
  options: Omit<AskOptions, 'onProgress'> = {},
  earlier: readonly string[] = [],
): Promise<{ readonly answer: Answer; readonly progress: readonly AnswerProgress[] }> {
  const progress: AnswerProgress[] = [];
  const onProgress = (each: AnswerProgress): void => void progress.push(each);
  const answer = await service.ask(question, { questions: earlier }, { ...options, onProgress });
  return { answer, progress };
}

/** @throws where it is none */
export function answeredOf(answer: Answer): Answered {
  if (answer.kind !== 'answered') throw new Error(`It is not answered: ${answer.kind}`);
  return answer;
}

/** What a composer is given for a question about the article. @throws where the question is refused */
export async function compositionOf(
  { index, embedder }: { readonly index: PassageIndex; readonly embedder: Embedder },
  question: string,
): Promise<{ readonly cite: Cite; readonly composition: Composition }> {
  let given: { cite: Cite; composition: Composition } | undefined;
  const service = createAnswerService({
    ...{ retriever: createRetriever({ embedder, index: () => index }), index: () => index, calibration: readCalibration() },
    composer: (cite) => ({
      compose: async (composition) => {
        given = { cite, composition };
        return { kind: 'not-in-passages' };
      },
    }),
  });
  await service.ask(question, { questions: [] });
  if (given === undefined) throw new Error(`It is refused: ${question}`);
  return given;
}
