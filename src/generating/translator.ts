import { z } from 'zod';
import type { Translator } from '../answering/index.js';
import { detectLanguage, type Language } from '../language/index.js';
import { notAStatement, type NotAStatement } from './checks/statement-form.js';
import { completeInTime } from './complete-in-time.js';
import type { GeneratingDependencies } from './generative-composer.js';
import { ModelError } from '../language-model/index.js';
import { repeatsInstructions, shapes, translateMessages } from './prompt.js';
import { readWhole } from './read-completion.js';
import { createTimeLimit } from './time-limit.js';

const maxTranslationTokens = 1500;
/** The part of a question's time reserved for showing the answer. */
const reserveMs = 250;
const translated = z.object({ translations: z.array(z.object({ number: z.int(), text: z.string() })) });
/** A translation is longer than the Chinese text, but not many times. */
const longestShare = 6;
const longestBase = 80;
/** What a translation must not contain; an article's own words may contain other things that a statement may not. */
const kept: ReadonlySet<NotAStatement> = new Set(['too-long', 'line-break', 'question', 'fragment', 'instruction', 'about-itself']);

/**
 * Translates quotations for readers of another language. Translations are labelled, and only their form is checked: no link, mention, mark-
 * up or code, in the reader's language, of a plausible length. On any failure there is none.
 */
export function createTranslator({
  model,
  timeoutMs,
  stopping,
}: Pick<GeneratingDependencies, 'model' | 'timeoutMs' | 'stopping'>): Translator {
  return {
    async translate(texts, language, { person, askedAtMs }) {
      const limit = createTimeLimit(askedAtMs, timeoutMs - reserveMs, stopping);
      try {
        const messages = translateMessages(texts, language);
        const request = { purpose: 'translate', messages, shape: shapes.translate, maxTokens: maxTranslationTokens } as const;
        const { translations } = await readWhole(completeInTime(model, { ...request, person, signal: limit.signal }), translated);
        return texts.map((text, at) => {
          const found = translations
            .find(({ number }) => number === at + 1)
            ?.text.replace(/\s+/gu, ' ')
            .trim();
          return found !== undefined && isShowable(found, text, language) ? found : undefined;
        });
      } catch (error) {
        if (error instanceof ModelError) return texts.map(() => undefined);
        throw error;
      } finally {
        limit.end();
      }
    },
  };
}

function isShowable(translation: string, text: string, language: Language): boolean {
  const form = notAStatement(translation);
  if (translation === '' || (form !== undefined && !kept.has(form)) || repeatsInstructions(translation)) return false;
  const isInReadersLanguage = (detectLanguage(translation) === 'en') === (language === 'en');
  return isInReadersLanguage && translation.length <= longestBase + text.length * longestShare;
}
