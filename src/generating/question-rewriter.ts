import { z } from 'zod';
import type { QuestionRewriter } from '../answering/index.js';
import { completeInTime } from './complete-in-time.js';
import type { GeneratingDependencies } from './generative-composer.js';
import { ModelError } from '../language-model/index.js';
import { rewriteMessages, shapes } from './prompt.js';
import { isOwnQuestion } from './own-question.js';
import { readWhole } from './read-completion.js';
import { createTimeLimit } from './time-limit.js';

const maxRewriteTokens = 200;
/** A third of a question's time; the rest is for the answer. After that the question is understood by code alone. */
const shareOfTime = 1 / 3;
const rewritten = z.object({ question: z.string() });

/** Rewrites follow-ups as standalone questions by a language model; a wording that adds anything is rejected. */
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
        const pieces = completeInTime(model, { purpose: 'rewrite', messages: rewriteMessages(question, earlier), ...request });
        const standalone = (await readWhole(pieces, rewritten)).question.trim();
        // Repeating an earlier question would answer that one instead of the follow-up.
        const isAnother = !earlier.some((before) => before.trim() === standalone);
        return isAnother && isOwnQuestion(standalone, [...earlier, question]) ? standalone : undefined;
      } catch (error) {
        if (error instanceof ModelError) return undefined;
        throw error;
      } finally {
        limit.end();
      }
    },
  };
}
