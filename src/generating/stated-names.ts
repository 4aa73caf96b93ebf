import { detectLanguage, normaliseText } from '../language/index.js';
import type { MatchedToken } from './match-statement.js';
import { latinWord, namesIn, sharedByNames, type StatedName } from './names-in.js';

/**
 * How well a name's words have to match the quotation (the best token of each, on average) where it is written in other letters there: Google,
 * 谷歌. On names in the English questions of XQuAD, 83% of those that the Chinese paragraph has are at or above it, and 4% of those that only
 * another article has (225 and 237 names).
 */
const leastMatchAcross = 0.563;
/** The same within a Chinese text, where everything matches better: Google .87, Altman .84; 英特尔 for 英伟达 .69, Jeff Dean for nobody .61. */
const leastMatchInChinese = 0.72;
/** For who says or does something, in the words of the quotation or in others: 研究者 for 研究员 .75, 谷歌 for OpenAI .56, 欧盟 for 她 .39. */
const leastMatchOfAgent = 0.6;
/** For an English sentence's first word, which is a name less often than not: Experiments for 实验 .70; Claude for nobody .32. */
const leastMatchOfOpening = 0.5;
/** 清华大学 for 复旦大学 .59; 铁路公司 for 铁路企业 is above. */
const leastMatchOfOrganisation = 0.7;

/**
 * A name of the statement that neither the quotation nor the question has, be it as written or in the other script; `undefined` where there is
 * none. All texts normalised.
 *
 * @param tokens the statement's, as matched with the quotation
 */
export function unsupportedName(
  statement: string,
  quotation: string,
  question: string,
  tokens: readonly MatchedToken[],
): string | undefined {
  const known = [latinWordsOf(quotation), latinWordsOf(question)];
  const texts = [joined(quotation), joined(question)];
  const missing = namesIn(statement).filter((name) => !isWritten(name, known, texts));
  const isChinese = detectLanguage(statement) !== 'en' && detectLanguage(quotation) !== 'en';
  for (const names of runsOf(missing, statement)) {
    const telling = names.filter(({ text }) => !sharedByNames.has(text.toLowerCase()));
    const matches = (telling.length > 0 ? telling : names).map((name) => matchOf(name, tokens, isChinese));
    const least = leastMatchOf(names, isChinese);
    // Nobody transcribes a model's number: GPT-3.5 is that, or another one.
    const isNumbered = names.some(({ kind, text }) => kind === 'latin' && /\d/.test(text));
    if (isNumbered || mean(matches) < least) return names.map(({ text }) => text).join(' ');
  }
  return undefined;
}

function isWritten({ text, kind }: StatedName, known: readonly ReadonlySet<string>[], texts: readonly string[]): boolean {
  if (kind !== 'latin' && kind !== 'opening') {
    const name = joined(text);
    return (
      texts.some((other) => other.includes(name)) ||
      (kind !== 'quoted' && texts.some((other) => shortFormsOf(name).some((short) => other.includes(short))))
    );
  }
  const whole = stem(text);
  if (known.some((words) => words.has(whole))) return true;
  const parts = partsOf(text);
  return known.some((words) => parts.every((part) => words.has(part)));
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
  if ((kind === 'agent' || kind === 'organisation') && isChinese) return Math.min(...own.map(({ match }) => match));
  if (/\p{Script=Han}/u.test(text)) return mean(own.map(({ inLatin }) => inLatin));
  return Math.max(...own.map(({ match, inHan }) => (kind === 'opening' ? match : inHan)));
}

function leastMatchOf(names: readonly StatedName[], isChinese: boolean): number {
  const has = (wanted: StatedName['kind']): boolean => names.some(({ kind }) => kind === wanted);
  if (has('opening')) return leastMatchOfOpening;
  if (!isChinese) return leastMatchAcross;
  if (has('organisation')) return leastMatchOfOrganisation;
  return has('agent') ? leastMatchOfAgent : leastMatchInChinese;
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
    .replace(/[\s·•]/gu, '');
}
