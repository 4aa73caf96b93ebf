import type { Span } from '../../corpus/index.js';
import type { StatementMatch } from './match-statement.js';
import { isPinyinName, spelledIn } from './transcription.js';

/** The words of one name, as they stand in a statement. */
export interface NameWord extends Span {
  readonly text: string;
}

/**
 * What the vectors have to come to of a name that is neither spelled nor in the dictionary: together: Altman, 奥特曼; alone: of what looks like
 * pinyin or initials as well. In a Chinese sentence everything matches better.
 */
export interface Likeness {
  readonly ofForeign: number;
  readonly ofAny: number;
}
export const acrossLanguages: Likeness = { ofForeign: 0.593, ofAny: 0.75 };
export const withinChinese: Likeness = { ofForeign: 0.68, ofAny: 0.78 };
/** BMW .67, WTO .63; NYU for 麻省理工 .63, AAA for nobody .53, CIA for 联邦调查局 .52. */
const leastOfInitials = 0.62;

/** Whether a name in Latin letters stands in Chinese ones in the quotation. */
export function standsInHan(words: readonly NameWord[], quotation: string, match: StatementMatch, least: Likeness): boolean {
  const letters = words.map(({ text }) => text.replace(/['’]s$/u, ''));
  if (spelledIn(letters, quotation) !== undefined) return true;
  // Yifu Lin, whom English knows as Justin Yifu Lin.
  if (letters.length > 2 && spelledIn(letters.slice(1), quotation) !== undefined) return true;
  const weakest = Math.min(...words.map((word) => match.inOnePlace(word, 'han')));
  if (weakest >= least.ofAny) return true;
  const [only = '', ...others] = letters;
  if (others.length === 0 && /^\p{Lu}{2,4}$/u.test(only)) return weakest >= leastOfInitials;
  return !isPinyinName(letters) && weakest >= least.ofForeign;
}

/** Whether a name in Chinese characters stands in Latin letters in the quotation. */
export function standsInLatin(name: NameWord, quotation: string, match: StatementMatch, least: Likeness): boolean {
  const characters = name.text.replace(/[·•]/gu, '');
  return latinNamesOf(quotation).some((words) => isSpelled(words, characters)) || match.inOnePlace(name, 'latin') >= least.ofForeign;
}

/** Words with a capital, alone and with the one before. */
function latinNamesOf(text: string): (readonly string[])[] {
  const words = Array.from(text.matchAll(latinName), ({ 0: word }) => word.replace(/['’]s$/u, ''));
  return words.flatMap((word, at) => [[word], [words[at - 1] ?? '', word]]);
}

function isSpelled(words: readonly string[], characters: string): boolean {
  const found = spelledIn(words, characters);
  return found?.start === 0 && found.end === characters.length;
}

const latinName = /\p{Lu}[\p{Script=Latin}\p{M}'’-]*/gu;
