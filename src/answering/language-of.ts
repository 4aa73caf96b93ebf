import { detectLanguage, hasOwnLanguage, type Language } from '../language/index.js';
import type { Conversation } from './answer.js';

/** The language to answer in: the reader's choice, else the question's own, else ("GPT-4o?") that of the last question that had one. */
export function languageOf(question: string, { language, questions }: Conversation): Language {
  if (language !== undefined) return language;
  const telling = hasOwnLanguage(question) ? question : questions.findLast(hasOwnLanguage);
  return detectLanguage(telling ?? question);
}
