import { z } from 'zod';
import type { QuestionRewriter } from '../answering/index.js';
import { normaliseText } from '../language/index.js';
import type { GeneratingDependencies } from './generative-composer.js';
import { ModelError } from './language-model.js';
import { namesIn } from './names-in.js';
import { numbersIn } from './numbers-in.js';
import { rewriteMessages, shapes } from './prompt.js';
import { readWhole } from './read-completion.js';
import { createTimeLimit } from './time-limit.js';

const maxRewriteTokens = 200;
/** A third of a question's time: the answer is what the rest is for, and without this the question is understood by code. */
const shareOfTime = 1 / 3;
const maxQuestionCharacters = 300;
const rewritten = z.object({ question: z.string() });

/** Follow-ups in words that stand alone, by a language model; what it adds of its own is not taken. */
export function createQuestionRewriter({
  model,
  timeoutMs,
  stopping,
}: Pick<GeneratingDependencies, 'model' | 'timeoutMs' | 'stopping'>): QuestionRewriter {
  return {
    rewrite: async (question, earlier, { person, askedAtMs }) => {
      const limit = createTimeLimit(askedAtMs, timeoutMs * shareOfTime, stopping);
      try {
        const request = { shape: shapes.rewrite, maxTokens: maxRewriteTokens, person, signal: limit.signal };
        const pieces = model.complete({ purpose: 'rewrite', messages: rewriteMessages(question, earlier), ...request });
        const { question: standalone } = await readWhole(pieces, rewritten);
        return isRewriting(standalone, [...earlier, question]) ? standalone.trim() : undefined;
      } catch (error) {
        if (error instanceof ModelError) return undefined;
        throw error;
      } finally {
        limit.end();
      }
    },
  };
}

/** One line, and no name or number that was not said before: a question put into a reader's mouth would be answered as if it were theirs. */
export function isRewriting(standalone: string, said: readonly string[]): boolean {
  const text = standalone.trim();
  if (text === '' || text.length > maxQuestionCharacters || /[\n\r\u2028\u2029]/u.test(text)) return false;
  const known = normaliseText(said.join('\n')).toLowerCase();
  const knownNumbers = numbersIn(known);
  const normalised = normaliseText(text);
  return (
    namesIn(normalised)
      .filter(({ kind }) => kind === 'latin' || kind === 'han' || kind === 'organisation')
      .every((name) => known.includes(name.text.toLowerCase())) &&
    numbersIn(normalised)
      .filter(({ isLoose }) => !isLoose)
      .every(({ low, high }) => knownNumbers.some((number) => number.low === low && number.high === high))
  );
}
