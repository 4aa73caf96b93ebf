import { isFunctionWord } from './function-words.js';
import { termsOf } from './words.js';

/** A term that a question is searched by. */
export interface QuestionWord {
  readonly term: string;
  /** How much it counts beside the others, in (0, 1]: function words little. */
  readonly weight: number;
  /** Whether it is, or is part of, what has to be found letter by letter: a name, a number, a version, an identifier. */
  readonly isName: boolean;
}

/** What is left of a term that function words make up. Nothing at all would find nothing for a question of only such words. */
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
