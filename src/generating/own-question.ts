import { normaliseText } from '../language/index.js';
import { namesIn } from './checks/names-in.js';
import { numbersIn } from './checks/numbers-in.js';
import { repeatsInstructions } from './prompt.js';
import { notAStatement } from './checks/statement-form.js';

const maxQuestionCharacters = 300;
const endMark = /[?？\s]+$/u;

/**
 * Whether a model's wording of a question adds nothing to what the reader said: one line, no new name or number. An invented question would
 * be answered as if the reader had asked it.
 */
export function isOwnQuestion(question: string, said: readonly string[]): boolean {
  const text = question.trim();
  if (text === '' || text.length > maxQuestionCharacters || /[\n\r\u2028\u2029]/u.test(text)) return false;
  const known = normaliseText(said.join('\n')).toLowerCase();
  const knownNumbers = numbersIn(known);
  const normalised = normaliseText(text);
  return (
    namesIn(normalised)
      .filter(({ kind }) => kind === 'latin' || kind === 'han' || kind === 'known')
      .every((name) => holdsWord(known, name.text.toLowerCase())) &&
    numbersIn(normalised)
      .filter(({ isLoose }) => !isLoose)
      .every(({ low, high }) => knownNumbers.some((number) => number.low === low && number.high === high))
  );
}

/** Whether it may also be shown as a step of the search: no link, mark-up, mention or instruction, and nothing from the prompt. */
export function isShowableQuestion(question: string): boolean {
  return notAStatement(question.trim().replace(endMark, '')) === undefined && !repeatsInstructions(question);
}

/** A word in Latin letters must match as a whole word: AI is not in "said". */
function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isLatin(text[at - 1], word[0]) && !isLatin(text[at + word.length], word.at(-1))) return true;
  }
  return false;
}

function isLatin(...characters: readonly (string | undefined)[]): boolean {
  return characters.every((character) => character !== undefined && /[\p{Script=Latin}\d]/u.test(character));
}
