import type { Span } from '../../corpus/index.js';
import { detectLanguage, normaliseText, translationsOf, wordsOf } from '../../language/index.js';
import type { MatchedToken, StatementMatch } from './match-statement.js';
import { latinWord, namesIn, sharedByNames, type StatedName } from './names-in.js';
import { compoundSurnames } from './surnames.js';
import { acrossLanguages, standsInHan, standsInLatin, withinChinese, type Likeness } from './other-letters.js';
import { spelledIn } from './transcription.js';

/** How well a name's words have to match the quotation where it is written in other letters there: the best token of each, on average. */
const leastMatchAcross = 0.563;
/** For an English sentence's first word, which is a name less often than not: Experiments for 实验 .70; Claude for nobody .32. */
const leastMatchOfOpening = 0.5;
/** … and one that the dictionary does not know (Anthropic) more often. */
const leastMatchOfUnknownOpening = 0.6;
/** 清华大学 for 复旦大学 .59. */
const leastMatchOfKnown = 0.8;
/** For what is built like a person's name: on 819 questions of CMRC 2018, DRCD and XQuAD .75 drops one more by mistake, and no more invented names. */
const leastMatchOfPerhaps = 0.7;

/** What became of a statement's names. */
export interface CheckedNames {
  /** One that neither the quotation nor the question has, be it as written, in the other script or in other letters. */
  readonly unsupported: string | undefined;
  /** Such a one that may be no name (an English sentence's first word), or that of somebody whom the quotation only points at (他, she, our). */
  readonly doubtful: string | undefined;
  /** Those that the quotation has in other letters. */
  readonly inOtherLetters: readonly Span[];
}

/**
 * All texts normalised.
 *
 * @param match the statement's, with the quotation
 * @param around what the quotation stands in, where that is known
 */
export function checkNames(
  statement: string,
  quotation: string,
  question: string,
  match: StatementMatch,
  around: string | undefined,
): CheckedNames {
  const missing = namesIn(statement).filter((name) => !isWritten(name, quotation) && !isWritten(name, question));
  const languages = languagesOf(statement, quotation);
  const isAnotherNamed = namesIn(quotation).some((name) => name.kind !== 'opening' && !isWritten(name, statement));
  const inOtherLetters: Span[] = [];
  let doubtful: string | undefined;
  for (const names of runsOf(missing, statement)) {
    const isThere = isInOtherLetters(names, quotation, match, languages);
    if (isThere === true) inOtherLetters.push(...names);
    if (isThere === true || (isThere === undefined && isOtherwiseMeant(names, match.tokens, languages))) continue;
    const unsupported = names.map(({ text }) => text).join(' ');
    const isWord = names.every(({ kind, text }) => kind === 'opening' && translationsOf(text).length > 0);
    const isCertain = isThere === false || (!isWord && names.some(({ kind }) => kind !== 'perhaps'));
    const isNowhere = around !== undefined && !isNamedIn(names, around);
    const isPointedAt = !isAnotherNamed && pronoun.test(quotation) && !isNowhere;
    const isExchanged = (isAnotherNamed || isNowhere) && names.some(({ kind }) => kind === 'perhaps');
    if (credited.test(statement.slice(0, names[0]?.start)) || isExchanged || (isCertain && !isPointedAt))
      return { unsupported, doubtful, inOtherLetters };
    doubtful ??= unsupported;
  }
  return { unsupported: undefined, doubtful, inOtherLetters };
}

/** Before a name whose words something is said to be. */
const credited = /(?:据|按照?|依照?|照)\s?$|(?<!\p{L})according to (?:the )?$/iu;
const pronoun = /[他她我咱]|(?<!\p{L})(?:he|him|his|she|her|i|me|my|we|us|ours?)(?!\p{L})/iu;

type Languages = 'across' | 'chinese' | 'english';

function languagesOf(statement: string, quotation: string): Languages {
  const [isEnglish, isThere] = [statement, quotation].map((text) => detectLanguage(text) === 'en');
  return isEnglish !== isThere ? 'across' : isEnglish === true ? 'english' : 'chinese';
}

/** Whether the quotation has a name in other letters; `undefined` where that is not certain either way. */
function isInOtherLetters(
  names: readonly StatedName[],
  quotation: string,
  match: StatementMatch,
  languages: Languages,
): boolean | undefined {
  const isThere = languages === 'across' ? isTranslated(names, quotation) : undefined;
  if (isThere !== undefined) return isThere;
  // Nobody transcribes a model's number: GPT-3.5 is that, or another one.
  if (names.some(({ kind, text }) => kind === 'latin' && /\d/.test(text))) return false;
  const telling = names.filter(({ text }) => !sharedByNames.has(text.toLowerCase()));
  return standsInOtherLetters(
    telling.length > 0 ? telling : names,
    quotation,
    match,
    languages === 'chinese' ? withinChinese : acrossLanguages,
  )
    ? true
    : undefined;
}

function standsInOtherLetters(names: readonly StatedName[], quotation: string, match: StatementMatch, least: Likeness): boolean {
  const [first, ...others] = names;
  if (first === undefined) return false;
  if (!/\p{Script=Han}/u.test(first.text)) return standsInHan(names, quotation, match, least);
  return others.length === 0 && standsInLatin(first, quotation, match, least);
}

/** Whether a text has a name as written, spelled or translated. */
function isNamedIn(names: readonly StatedName[], text: string): boolean {
  const words = names.map((name) => name.text.replace(/['’]s$/u, ''));
  return names.every((name) => isWritten(name, text)) || spelledIn(words, text) !== undefined || isTranslated(names, text) === true;
}

/**
 * Whether the quotation has a name's translation: BMW, 宝马. `undefined` where the dictionary does not know all of the name, or knows so many
 * translations that it is a word like any other.
 */
function isTranslated(names: readonly StatedName[], quotation: string): boolean | undefined {
  const [known, ...others] = translationsOf(names.map(({ text }) => text.replace(/['’]s$/u, '')).join(' '));
  if (known === undefined || others.length > 0 || known.terms.length < names.length) return undefined;
  const there = new Set(wordsOf(quotation));
  const isThere = known.alternatives.some((terms) => terms.every((term) => there.has(term)));
  return isThere || known.alternatives.length <= mostTranslationsOfName ? isThere : undefined;
}
/** Stanford has three in CC-CEDICT, Harvard one; Machine, Running and Generation a dozen. */
const mostTranslationsOfName = 3;

/** Whether the quotation says in other words what is not certainly a name. */
function isOtherwiseMeant(names: readonly StatedName[], tokens: readonly MatchedToken[], languages: Languages): boolean {
  const isChinese = languages === 'chinese';
  const least = leastMatchOf(names, isChinese);
  return least !== undefined && mean(names.map((name) => matchOf(name, tokens, isChinese))) >= least;
}

function isWritten({ text, kind }: StatedName, other: string): boolean {
  if (kind === 'latin' || kind === 'opening') {
    const words = latinWordsOf(other);
    return words.has(stem(text)) || partsOf(text).every((part) => words.has(part));
  }
  const name = joined(text);
  const there = joined(other);
  const forms = [name, ...shortFormsOf(name), ...(kind === 'perhaps' ? shorterNames(name) : [])];
  return forms.some((form) => there.includes(form));
}

/** Where it is not certain how far a name goes: 司马光撰 is 司马光. */
function shorterNames(name: string): string[] {
  return name.length > (compoundSurnames.has(name.slice(0, 2)) ? 3 : 2) ? [name.slice(0, -1)] : [];
}

/** 北京大学: 北大; 麻省理工学院: 麻省理工. */
function shortFormsOf(name: string): string[] {
  const university = /^(\p{Script=Han})\p{Script=Han}+大学$/u.exec(name);
  const plain = name.replace(/(?:大学|学院|公司|集团|银行)$/u, '');
  return [...(plain.length >= 2 && plain !== name ? [plain] : []), ...(university === null ? [] : [`${university[1] ?? ''}大`])];
}

/** Names that follow one another with only a space between are one name. */
function runsOf(names: readonly StatedName[], text: string): StatedName[][] {
  const runs: StatedName[][] = [];
  for (const name of names) {
    const last = runs.at(-1)?.at(-1);
    if (last !== undefined && name.start >= last.end && text.slice(last.end, name.start) === ' ') runs.at(-1)?.push(name);
    else runs.push([name]);
  }
  return runs;
}

/** Latin letters are looked for among Chinese ones, and the other way round: what is in the same script would be written the same. */
function matchOf({ kind, text, start, end }: StatedName, tokens: readonly MatchedToken[], isChinese: boolean): number {
  const own = tokens.filter((token) => token.end > start && token.start < end);
  if (own.length === 0) return -1;
  if (kind === 'perhaps' || (kind === 'known' && isChinese)) return Math.min(...own.map(({ match }) => match));
  if (/\p{Script=Han}/u.test(text)) return mean(own.map(({ inLatin }) => inLatin));
  return Math.max(...own.map(({ match, inHan }) => (kind === 'opening' ? match : inHan)));
}

/** `undefined` for what is a name and nothing else. */
function leastMatchOf(names: readonly StatedName[], isChinese: boolean): number | undefined {
  const has = (wanted: StatedName['kind']): boolean => names.some(({ kind }) => kind === wanted);
  if (has('latin') || has('han')) return undefined;
  if (has('opening')) return names.some(({ text }) => translationsOf(text).length > 0) ? leastMatchOfOpening : leastMatchOfUnknownOpening;
  if (has('perhaps')) return isChinese ? leastMatchOfPerhaps : leastMatchAcross;
  return isChinese ? leastMatchOfKnown : leastMatchAcross;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A text's words in Latin letters and the parts of compound ones (o1-preview: o1, preview), without plural endings. */
function latinWordsOf(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(latinWord)).flatMap(([word]) => [stem(word), ...partsOf(word)]));
}

function partsOf(word: string): string[] {
  return word
    .split(/[-·&'’]/u)
    .filter((part) => part !== '')
    .map(stem);
}

function stem(word: string): string {
  const lower = word.toLowerCase().replace(/['’]s$/u, '');
  return /[a-z]{3}s$/.test(lower) && !/ss$/.test(lower) ? lower.slice(0, -1) : lower;
}

function joined(text: string): string {
  return normaliseText(text)
    .toLowerCase()
    .replace(/[\s·•“”"]/gu, '');
}
