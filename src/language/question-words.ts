import { isFunctionWord } from './function-words.js';
import { termsOf } from './words.js';

/** A term that a question is searched by. */
export interface QuestionWord {
  readonly term: string;
  /** Its weight among the others, in (0, 1]; low for function words. */
  readonly weight: number;
  /** Whether it is, or is part of, something that must match exactly: a name, a number, a version, an identifier. */
  readonly isName: boolean;
}

/** The weight of function words. With 0, a question of only such words would find nothing. */
const functionWordWeight = 0.2;

/** The distinct terms of a question. */
export function questionWordsOf(text: string): QuestionWord[] {
  const words = new Map<string, QuestionWord>();
  for (const { term, words: made, isName } of termsOf(text)) {
    const functional = made.filter(isFunctionWord).length / made.length;
    const weight = 1 - functional * (1 - functionWordWeight);
    const known = words.get(term);
    if (known === undefined || known.weight < weight) words.set(term, { term, weight, isName: isName && functional === 0 });
  }
  return [...words.values()];
}
