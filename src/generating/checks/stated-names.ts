import type { Span } from '../../corpus/index.js';
import { detectLanguage, normaliseText } from '../../language/index.js';
import type { MatchedToken, StatementMatch } from './match-statement.js';
import { latinWord, namesIn, sharedByNames, type StatedName } from './names-in.js';
import { compoundSurnames } from './surnames.js';
import { hasUniversity } from './transcription.js';
import { hasWellKnown } from './well-known-bodies.js';
import { acrossLanguages, standsInHan, standsInLatin, withinChinese, type Likeness } from './other-letters.js';

/** How well a name's words have to match the quotation where it is written in other letters there: the best token of each, on average. */
const leastMatchAcross = 0.563;
/** For an English sentence's first word, which is a name less often than not: Experiments for 实验 .70; Claude for nobody .32. */
const leastMatchOfOpening = 0.5;
/** 清华大学 for 复旦大学 .59; 铁路公司 for 铁路企业 is above. */
const leastMatchOfOrganisation = 0.8;
/** For what is built like a person's name: on 819 questions of CMRC 2018, DRCD and XQuAD .75 drops one more by mistake, and no more invented names. */
const leastMatchOfPerhaps = 0.7;

/** What became of a statement's names. */
export interface CheckedNames {
  /** One that neither the quotation nor the question has, be it as written, in the other script or in other letters. */
  readonly unsupported: string | undefined;
  /** Those that the quotation has in other letters. */
  readonly inOtherLetters: readonly Span[];
}

/** All texts normalised. @param match the statement's, with the quotation */
export function checkNames(statement: string, quotation: string, question: string, match: StatementMatch): CheckedNames {
  const written = [latinWordsOf(quotation), latinWordsOf(question)];
  const texts = [joined(quotation), joined(question)];
  const missing = namesIn(statement).filter((name) => !isWritten(name, written, texts));
  const isChinese = detectLanguage(statement) !== 'en' && detectLanguage(quotation) !== 'en';
  const inOtherLetters: Span[] = [];
  for (const names of runsOf(missing, statement)) {
    const known = wellKnownIn(names, `${quotation}\n${question}`);
    if (known === true) inOtherLetters.push(...names);
    if (known === false) return { unsupported: names.map(({ text }) => text).join(' '), inOtherLetters };
    if (known !== undefined) continue;
    // Nobody transcribes a model's number: GPT-3.5 is that, or another one.
    const isNumbered = names.some(({ kind, text }) => kind === 'latin' && /\d/.test(text));
    const stands = !isNumbered && standsInOtherLetters(names, quotation, match, isChinese ? withinChinese : acrossLanguages);
    if (stands) inOtherLetters.push(...names);
    else if (isNumbered || !isOtherwiseMeant(names, match.tokens, isChinese))
      return { unsupported: names.map(({ text }) => text).join(' '), inOtherLetters };
  }
  return { unsupported: undefined, inOtherLetters };
}

/** Of a name with a body of the list in it (Stanford, Peking University): whether the text has that; `undefined` of others. */
function wellKnownIn(names: readonly StatedName[], text: string): boolean | undefined {
  const found = names.map((name) => hasWellKnown(name.text.replace(/['’]s$/u, ''), text)).filter((has) => has !== undefined);
  return found.length === 0 ? undefined : found.every(Boolean);
}

function standsInOtherLetters(all: readonly StatedName[], quotation: string, match: StatementMatch, least: Likeness): boolean {
  const telling = all.filter(({ text }) => !sharedByNames.has(text.toLowerCase()));
  const names = telling.length > 0 ? telling : all;
  const isUniversity = all.some(({ text }) => text === 'University');
  const [first, ...others] = names;
  if (first === undefined) return false;
  if (!/\p{Script=Han}/u.test(first.text))
    return (isUniversity && others.length === 0 && hasUniversity(first.text, quotation)) || standsInHan(names, quotation, match, least);
  return others.length === 0 && standsInLatin(first, quotation, match, least);
}

/** Whether the quotation says in other words what is not certainly a name. */
function isOtherwiseMeant(names: readonly StatedName[], tokens: readonly MatchedToken[], isChinese: boolean): boolean {
  const least = leastMatchOf(names, isChinese);
  return least !== undefined && mean(names.map((name) => matchOf(name, tokens, isChinese))) >= least;
}

function isWritten({ text, kind }: StatedName, known: readonly ReadonlySet<string>[], texts: readonly string[]): boolean {
  if (kind !== 'latin' && kind !== 'opening') {
    const name = joined(text);
    const forms = kind === 'perhaps' ? [name, ...shorterNames(name)] : [name];
    return (
      texts.some((other) => forms.some((form) => other.includes(form))) ||
      texts.some((other) => shortFormsOf(name).some((short) => other.includes(short)))
    );
  }
  const whole = stem(text);
  if (known.some((words) => words.has(whole))) return true;
  const parts = partsOf(text);
  return known.some((words) => parts.every((part) => words.has(part)));
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
  if (kind === 'perhaps' || (kind === 'organisation' && isChinese)) return Math.min(...own.map(({ match }) => match));
  if (/\p{Script=Han}/u.test(text)) return mean(own.map(({ inLatin }) => inLatin));
  return Math.max(...own.map(({ match, inHan }) => (kind === 'opening' ? match : inHan)));
}

/** `undefined` for what is a name and nothing else. */
function leastMatchOf(names: readonly StatedName[], isChinese: boolean): number | undefined {
  const has = (wanted: StatedName['kind']): boolean => names.some(({ kind }) => kind === wanted);
  if (has('latin') || has('han')) return undefined;
  if (has('opening')) return leastMatchOfOpening;
  if (has('perhaps')) return isChinese ? leastMatchOfPerhaps : leastMatchAcross;
  return isChinese ? leastMatchOfOrganisation : leastMatchAcross;
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
