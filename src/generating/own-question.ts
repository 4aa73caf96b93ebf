import { normaliseText } from '../language/index.js';
import { namesIn } from './checks/names-in.js';
import { numbersIn } from './checks/numbers-in.js';
import { repeatsInstructions } from './prompt.js';
import { notAStatement } from './checks/statement-form.js';

const maxQuestionCharacters = 300;
const endMark = /[?？\s]+$/u;

/**
 * Whether a model's wording of a question says only what the reader said: one line, no name and no number that was not said before. A question put
 * into a reader's mouth would be answered as if it were theirs.
 */
export function isOwnQuestion(question: string, said: readonly string[]): boolean {
  const text = question.trim();
  if (text === '' || text.length > maxQuestionCharacters || /[\n\r\u2028\u2029]/u.test(text)) return false;
  const known = normaliseText(said.join('\n')).toLowerCase();
  const knownNumbers = numbersIn(known);
  const normalised = normaliseText(text);
  return (
    namesIn(normalised)
      .filter(({ kind }) => kind === 'latin' || kind === 'han' || kind === 'organisation')
      .every((name) => holdsWord(known, name.text.toLowerCase())) &&
    numbersIn(normalised)
      .filter(({ isLoose }) => !isLoose)
      .every(({ low, high }) => knownNumbers.some((number) => number.low === low && number.high === high))
  );
}

/** Whether it may also be shown, as what is being looked up: no link, mark-up, mention, instruction, nor any word of ours. */
export function isShowableQuestion(question: string): boolean {
  return notAStatement(question.trim().replace(endMark, '')) === undefined && !repeatsInstructions(question);
}

/** A word in Latin letters has to stand there as a word: AI is not in "said". */
function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isLatin(text[at - 1], word[0]) && !isLatin(text[at + word.length], word.at(-1))) return true;
  }
  return false;
}

function isLatin(...characters: readonly (string | undefined)[]): boolean {
  return characters.every((character) => character !== undefined && /[\p{Script=Latin}\d]/u.test(character));
}
