import type { Span } from '../corpus/index.js';
import type { StatementMatch } from './match-statement.js';
import { likenessTo, spelledIn } from './transcription.js';

/** The words of one name, as they stand in a statement. */
export interface NameWord extends Span {
  readonly text: string;
}

/**
 * How a name in other letters is recognised where it is not spelled: by what the embedding model makes of it, and by its sound. Neither does
 * alone. Names in the English questions of XQuAD, with the Chinese paragraph that has them (222), with another article's (235), and with people
 * that nobody has (282): at 3.5% of either kind of wrong names, the vectors' best tokens anywhere (.63) keep 61% of the right ones, in one place
 * 67%, with the sound 78%.
 */
const shareOfSound = 0.45;

/** What vectors and sound together have to come to. */
export interface Likeness {
  readonly together: number;
  /** What vectors alone have to come to: Microsoft, 微软 do not sound alike. */
  readonly alone: number;
}

export const acrossLanguages: Likeness = { together: 0.593, alone: 0.75 };
export const withinChinese: Likeness = { together: 0.68, alone: 0.78 };

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
  const whole = match.inOnePlace({ start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0 }, 'han');
  const sound = likenessTo(letters.join(''), around(quotation, whole));
  return (1 - shareOfSound) * weakest.match + shareOfSound * sound >= least.together;
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

const latinName = /\p{Script=Latin}[\p{Script=Latin}\p{M}'’-]*/gu;

/** Whether a name in Chinese characters stands in Latin letters in the quotation. */
export function standsInLatin(name: NameWord, quotation: string, match: StatementMatch, least: Likeness): boolean {
  const words = Array.from(quotation.matchAll(latinName), ([word]) => word.replace(/['’]s$/u, ''));
  const runs = words.flatMap((word, at) => [[word], ...(at > 0 ? [[words[at - 1] ?? '', word]] : [])]);
  const capitalised = runs.filter((run) => run.every((word) => /^\p{Lu}/u.test(word)));
  const characters = name.text.replace(/[·•]/gu, '');
  if (capitalised.some((run) => spelledIn(run, characters)?.end === characters.length)) return true;
  const { match: meaning } = match.inOnePlace(name, 'latin');
  if (meaning >= least.alone) return true;
  const sound = Math.max(0, ...capitalised.map((run) => likenessTo(run.join(''), characters, true)));
  return (1 - shareOfSound) * meaning + shareOfSound * sound >= least.together;
}
