import type { Span } from '../../corpus/index.js';
import type { StatementMatch } from './match-statement.js';
import { hasAbbreviated } from './well-known-bodies.js';
import { isPinyinName, likenessTo, spelledIn } from './transcription.js';

/** The words of one name, as they stand in a statement. */
export interface NameWord extends Span {
  readonly text: string;
}

/**
 * How a name in other letters is recognised where it is not spelled: by what the embedding model makes of it, and by its sound. Neither does
 * alone. Names in the English questions of XQuAD, with the Chinese paragraph that has them (222), with another article's (235), and with people
 * that nobody has (282): at 3.5% of either kind of wrong names, each word's best token anywhere finds 47% of the right ones, all tokens in one
 * place 60%, with the sound 78%.
 */
const shareOfSound = 0.45;

/** What vectors and sound together have to come to. */
export interface Likeness {
  readonly together: number;
  /** What vectors alone have to come to: Microsoft, 微软 (.85) do not sound alike. Amazon for 微软 .68. */
  readonly alone: number;
}

/** In four letters much sounds like anything: with .65 pass 15 of 23 right ones and none of 30 wrong ones, without it 16 and 2. */
const shortest = 5;
const addedForShort = 0.057;

export const acrossLanguages: Likeness = { together: 0.593, alone: 0.75 };
/** In a Chinese sentence everything matches better: 75 of 154 right names pass, 5 of another paragraph, and of 154 invented ones none. */
export const withinChinese: Likeness = { together: 0.68, alone: 0.78 };

/** BMW .67, WTO .63; NYU for 麻省理工 .63, AAA for nobody .53, CIA for 联邦调查局 .52. */
const leastOfInitials = 0.62;

/** Ban Ki-moon, 潘基文 .74; Hong Yi-chung for 江国豪 .60. */
const leastSoundOfHyphenated = 0.7;

/** How much of the text around the place that the vectors point at is listened to. */
const earshot = 4;

/** Whether a name in Latin letters stands in Chinese ones in the quotation. */
export function standsInHan(words: readonly NameWord[], quotation: string, match: StatementMatch, least: Likeness): boolean {
  const letters = words.map(({ text }) => text.replace(/['’]s$/u, ''));
  if (spelledIn(letters, quotation) !== undefined) return true;
  // Yifu Lin, whom English knows as Justin Yifu Lin.
  if (letters.length > 2 && spelledIn(letters.slice(1), quotation) !== undefined) return true;
  const places = words.map((word) => match.inOnePlace(word, 'han'));
  const [weakest] = [...places].sort((a, b) => a.match - b.match);
  if (weakest === undefined || weakest.match < 0) return false;
  if (weakest.match >= least.alone) return true;
  const [only = '', ...others] = letters;
  // Initials have no sound of their own.
  if (others.length === 0 && /^\p{Lu}{2,4}$/u.test(only)) return weakest.match >= leastOfInitials || hasAbbreviated(only, quotation);
  if (isPinyinName(letters)) return false;
  const whole = match.inOnePlace({ start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0 }, 'han');
  const sound = likenessTo(letters.join(''), around(quotation, whole));
  // Taiwan's and Korea's names: nearly pinyin, and as short.
  if (letters.length === 2 && /^\p{Lu}\p{L}+-\p{L}+$/u.test(letters[1] ?? '') && sound < leastSoundOfHyphenated) return false;
  const added = letters.join('').length < shortest ? addedForShort : 0;
  return (1 - shareOfSound) * weakest.match + shareOfSound * sound >= least.together + added;
}

function around(text: string, { start, end }: Span): string {
  let from = start;
  let to = end;
  while (from > 0 && start - from < earshot && isHan(text[from - 1])) from--;
  while (to < text.length && to - end < earshot && isHan(text[to])) to++;
  return text.slice(from, to);
}

function isHan(character = ''): boolean {
  return /[\p{Script=Han}·•]/u.test(character);
}

/** Whether a name in Chinese characters stands in Latin letters in the quotation. */
export function standsInLatin(name: NameWord, quotation: string, match: StatementMatch, least: Likeness): boolean {
  const characters = name.text.replace(/[·•]/gu, '');
  const names = latinNamesOf(quotation);
  if (names.some(({ words }) => isSpelled(words, characters))) return true;
  const place = match.inOnePlace(name, 'latin');
  if (place.match >= least.alone) return true;
  const near = names.filter(({ start, end }) => start < place.end + earshot && end > place.start - earshot);
  const sound = Math.max(0, ...near.map(({ words }) => likenessTo(words.join(''), characters, true)));
  return (1 - shareOfSound) * place.match + shareOfSound * sound >= least.together;
}

/** Words with a capital, alone and with the one before. */
function latinNamesOf(text: string): (Span & { readonly words: readonly string[] })[] {
  const words = Array.from(text.matchAll(latinName), ({ 0: word, index }) => ({
    text: word.replace(/['’]s$/u, ''),
    start: index,
    end: index + word.length,
  })).filter(({ text: word }) => /^\p{Lu}/u.test(word));
  return words.flatMap((word, at) => {
    const before = words[at - 1];
    const alone = { words: [word.text], start: word.start, end: word.end };
    return before !== undefined && before.end + 1 === word.start
      ? [alone, { words: [before.text, word.text], start: before.start, end: word.end }]
      : [alone];
  });
}

function isSpelled(words: readonly string[], characters: string): boolean {
  const found = spelledIn(words, characters);
  return found?.start === 0 && found.end === characters.length;
}

const latinName = /\p{Script=Latin}[\p{Script=Latin}\p{M}'’-]*/gu;
