import type { Span } from '../../corpus/index.js';
import { normaliseText } from '../../language/index.js';
import { counterAfter, currencyBefore, unitAfter, type NumberUnit } from './number-units.js';
import {
  englishFractions,
  englishMonths,
  englishNumberWords,
  englishOrdinals,
  englishScales,
  englishValue,
  hanAmount,
  scaleOf,
  single,
  type Amount,
} from './numerals.js';

/** A number that a text states: a value, or a range (三四倍). */
export interface StatedNumber extends Amount, Span {
  /** Unknown where the text does not say, or says it in words that are not known here. */
  readonly unit: NumberUnit | undefined;
  /** Where the unit is not known: the Chinese word that stands after the number, which another number may not have another of. */
  readonly counter: string | undefined;
  /** Says hardly more than that there is something: one, 一个, both, the first. It may bear a statement out, and need not be borne out itself. */
  readonly isLoose: boolean;
}

interface Reading extends Amount {
  readonly end: number;
  readonly unit?: NumberUnit | undefined;
  readonly isLoose?: boolean;
  /** The number's last scale (3到4万): what stands before it in a range is meant in the same. */
  readonly scale?: number;
}

type Reader = (text: string, at: number) => Reading | undefined;

const letters = String.raw`\p{Script=Latin}`;
/** Up to a year that was written without a space: Chen2018年. */
const latinToken = new RegExp(
  String.raw`[${letters}\d](?:(?!(?<=[${letters}])(?:19|20)\d\d年)(?:[${letters}\p{M}\d]|[-.,'’·_/:+](?=[${letters}\d])))*`,
  'uy',
);
const plainDigits = /(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?/y;
/** 0123 and 01 are names or codes. */
const code = /^0\d/;

/**
 * The numbers that a text states, in Chinese (either script) and English, in digits and in words, in order.
 * Digits within names (GPT-4o, o1, 3.5-turbo, Claude 3) are names. Offsets are into the text's normalised form (see `language`).
 */
export function numbersIn(text: string): StatedNumber[] {
  const normalised = normaliseText(text);
  const lower = normalised.toLowerCase();
  // Where lower case changes lengths (Turkish İ), upper case is read as names alone.
  const reading = lower.length === normalised.length ? lower : normalised;
  const numbers: StatedNumber[] = [];
  let at = 0;
  while (at < reading.length) {
    const found = readNumber(reading, at, normalised);
    if (found === undefined) {
      latinToken.lastIndex = at;
      at = latinToken.test(reading) ? latinToken.lastIndex : at + 1;
      continue;
    }
    const { low, high, unit, end, isLoose = false } = found;
    numbers.push({
      low,
      high,
      unit,
      counter: unit === undefined && !isLoose ? counterAfter(reading, end) : undefined,
      isLoose,
      start: at,
      end,
    });
    at = Math.max(end, at + 1);
  }
  return numbers;
}

function readNumber(text: string, at: number, asWritten: string): Reading | undefined {
  const special = readShare(text, at) ?? readEnglishSpecial(text, at, asWritten);
  if (special !== undefined) return special;
  const first = readAmount(text, at, asWritten);
  if (first === undefined) return undefined;
  const whole = withRange(text, first, asWritten);
  if (whole.unit !== undefined) return whole;
  const approximate = /[余多来]?/uy;
  approximate.lastIndex = whole.end;
  approximate.test(text);
  const unit = unitAfter(text, approximate.lastIndex, whole.low);
  const isShare = unit?.unit === 'share';
  return {
    low: isShare ? whole.low / 100 : whole.low,
    high: isShare ? whole.high / 100 : whole.high,
    unit: unit?.unit ?? currencyBefore(text, at),
    end: unit?.end ?? whole.end,
    // 一倍, one percent and one billion say something; 一个, one person do not.
    isLoose: whole.isLoose === true && (unit === undefined || unit.unit === 'people' || /[这那同每哪某]$/u.test(text.slice(0, at))),
  };
}

const rangeMark = /(?:\s?[-~到至、]\s?|\s(?:to|or)\s)/uy;

/** 三到四, 3-4, three to four, 三、四: both ends; the scale of the second is the first's, too. */
function withRange(text: string, first: Reading, asWritten: string): Reading {
  rangeMark.lastIndex = first.end;
  if (first.low !== first.high || first.unit !== undefined || !rangeMark.test(text)) return first;
  const isList = text[first.end] === '、';
  const second = readAmount(text, rangeMark.lastIndex, asWritten);
  if (second === undefined || second.low !== second.high) return first;
  const low = first.scale === undefined && second.scale !== undefined ? first.low * second.scale : first.low;
  if (low >= second.low || (isList && second.low !== low + 1)) return first;
  return { ...second, low, isLoose: false };
}

/** A plain number without its unit. */
function readAmount(text: string, at: number, asWritten: string): Reading | undefined {
  return readHan(text, at) ?? readEnglishWords(text, at) ?? readDigits(text, at, asWritten);
}

const hanNumerals = /第?[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?/uy;
/** Words that are written with numerals and count nothing. */
const noHanNumber = /(?:十分(?![之钟])|万一|千万(?=[不别要记])|百度|三星(?!期)|一一|千百|万千|亿万|三番五次|四面八方|五花八门)/uy;
/** What a lone numeral has to stand before to be a number: 三位, 五月; 统一, 三思, 四川 are none. */
const countedBy =
  /[余多来]?(?:[个位名种倍秒年月日天次人家项款条成元岁层步点轮代本篇部台门只张座辆支场份件届期段句级类大分小周度米吨克杯首颗组队所座片章者]|星期|公里|毫秒|微秒|美元|百分点)/uy;

function readHan(text: string, at: number): Reading | undefined {
  if (matchesAt(noHanNumber, text, at)) return undefined;
  if (text[at] === '双') return { ...single(2), end: at + 1, isLoose: true };
  const numerals = matchAt(hanNumerals, text, at);
  if (numerals === undefined) return undefined;
  const end = at + numerals.length;
  if (numerals.startsWith('第')) {
    const amount = hanAmount(numerals.slice(1));
    return amount === undefined ? undefined : { ...amount, end, unit: 'ordinal', isLoose: amount.low === 1 };
  }
  const amount = hanAmount(numerals);
  if (amount === undefined) return undefined;
  const isLone = numerals.length === 1 || (numerals.length === 2 && amount.low !== amount.high);
  if (isLone && !/^[百千万亿]/u.test(numerals) && !matchesAt(countedBy, text, end) && !isFirstOfRange(text, end)) return undefined;
  if (numerals.length === 1 && /^[百千万亿]/u.test(numerals) && text[end] !== '倍') return undefined;
  // 两者 and 二者 name what was spoken of; they count nothing new.
  const isLoose = amount.high === 1 || (/^[两二]$/u.test(numerals) && /^[者方]/u.test(text.slice(end)));
  const scales = /[十百千万亿]+$/u.exec(numerals)?.[0];
  return { ...amount, end, isLoose, ...(scales !== undefined && numerals.length > 1 ? { scale: scaleOf(scales) } : {}) };
}

function isFirstOfRange(text: string, end: number): boolean {
  return /^(?:[、到至~-])[一二两三四五六七八九十]/u.test(text.slice(end, end + 2));
}

/** 百分之五, 三分之一, 六成, 九成六, 一半, 半数; 翻倍. */
const readShare: Reader = (text, at) => {
  const parts = matchAt(/(?:百|[二三四五六七八九十\d]+)分之[零〇一二两三四五六七八九十百点.\d]+/uy, text, at);
  if (parts !== undefined) {
    const [whole = '', part = ''] = parts.split('分之');
    const [denominator, numerator] = [plainValue(whole), plainValue(part)];
    if (denominator === undefined || numerator === undefined) return undefined;
    return { ...single(numerator / denominator), unit: 'share', end: at + parts.length };
  }
  const tenths = matchAt(/[一二两三四五六七八九]成(?![功为立本果员长就熟分型都语交绩份千上])[一二三四五六七八九半]?/uy, text, at);
  if (tenths !== undefined) {
    const hundredths = tenths[2] === '半' ? 5 : (plainValue(tenths.slice(2)) ?? 0);
    return { ...single(((plainValue(tenths.slice(0, 1)) ?? 0) * 10 + hundredths) / 100), unit: 'share', end: at + tenths.length };
  }
  const half = matchAt(/一半|半数|过半|减半/uy, text, at);
  if (half !== undefined) return { ...single(1 / 2), unit: 'share', end: at + half.length };
  const doubled = matchAt(/翻倍|翻番|翻了一[番倍]|加倍/uy, text, at);
  return doubled === undefined ? undefined : { ...single(2), unit: 'times', end: at + doubled.length };
};

function plainValue(numerals: string): number | undefined {
  if (numerals === '百') return 100;
  if (/^[\d.]+$/.test(numerals)) return Number(numerals);
  return hanAmount(numerals)?.low;
}

const numberWord = englishNumberWords.join('|');
const englishWords = new RegExp(
  String.raw`(?:(?:a|an)[\s-](?=hundred|thousand|million|billion|trillion|dozen)|half a[\s-](?=million|billion|trillion|dozen))?(?:${numberWord})(?:(?:[\s-]|\sand\s)(?:a\s)?(?:${numberWord}|(?<=and a\s)half))*(?!\p{L})`,
  'uy',
);

const readEnglishWords: Reader = (text, at) => {
  if (isLetter(text[at - 1])) return undefined;
  const words = matchAt(englishWords, text, at);
  if (words === undefined) return undefined;
  const parts = words.split(/[\s-]+/);
  // hundred, thousand and dozen alone are no numbers: several thousand.
  if (parts.length === 1 && englishScales.has(words)) return undefined;
  const value = englishValue(parts);
  const end = at + words.length;
  const scale = englishScales.get(parts.at(-1) ?? '');
  return { ...single(value), end, isLoose: words === 'one', ...(scale === undefined ? {} : { scale }) };
};

/** twice, double, both; the second, 21st; a third, half, two-thirds; February. */
function readEnglishSpecial(text: string, at: number, asWritten: string): Reading | undefined {
  if (isLetter(text[at - 1])) return undefined;
  const times = matchAt(/(?:twice|thrice|doubl(?:e[sd]?|ing)|tripl(?:e[sd]?|ing)|quadrupl(?:e[sd]?|ing))(?!\p{L})/uy, text, at);
  if (times !== undefined) {
    const value = /^(?:tw|d)/.test(times) ? 2 : /^t/.test(times) ? 3 : 4;
    return { ...single(value), unit: 'times', end: at + times.length };
  }
  const two = matchAt(/(?:both|a pair|a couple)(?!\p{L})/uy, text, at);
  if (two !== undefined) return { ...single(2), end: at + two.length, isLoose: true };
  return readEnglishFraction(text, at) ?? readEnglishOrdinal(text, at) ?? readMonth(text, at, asWritten);
}

const readEnglishFraction: Reader = (text, at) => {
  const half = matchAt(
    /(?:(?:a|one)[\s-])?half(?![\s-]?(?:true|way|hearted|time|a (?:million|billion|trillion|dozen))|\p{L})|halv(?:e[sd]?|ing)(?!\p{L})/uy,
    text,
    at,
  );
  if (half !== undefined) return { ...single(1 / 2), unit: 'share', end: at + half.length };
  const outOf = matchAt(
    /(?:one|two|three|four|five|six|seven|eight|nine|\d) (?:out of|in)(?: every)? (?:three|four|five|six|seven|eight|nine|ten|10)\b(?! \d)/uy,
    text,
    at,
  );
  if (outOf !== undefined) {
    const [part = '', ...whole] = outOf.split(' ');
    return { ...single(wordOrDigits(part) / wordOrDigits(whole.at(-1) ?? '')), unit: 'share', end: at + outOf.length };
  }
  const parts = matchAt(
    /(?:a|one|two|three|four|five)[\s-](?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)s?(?!\p{L})/uy,
    text,
    at,
  );
  if (parts === undefined) return undefined;
  const [count = '', part = ''] = parts.split(/[\s-]/);
  // "a third model" counts; only "a third of the models" and "a third." are shares.
  if (count === 'a' && !/^\s*(?:of\b|as\b|[.,;:!?)]|$)/.test(text.slice(at + parts.length))) return undefined;
  const numerator = count === 'a' ? 1 : englishValue([count]);
  return { ...single(numerator / (englishFractions.get(part) ?? 1)), unit: 'share', end: at + parts.length };
};

function wordOrDigits(text: string): number {
  return /^\d/.test(text) ? Number(text) : englishValue([text]);
}

const readEnglishOrdinal: Reader = (text, at) => {
  const inDigits = matchAt(/\d+(?:st|nd|rd|th)(?![\p{L}\d])/uy, text, at);
  if (inDigits !== undefined) {
    const value = Number.parseInt(inDigits, 10);
    return { ...single(value), unit: 'ordinal', end: at + inDigits.length, isLoose: value === 1 };
  }
  const word = matchAt(/[a-z]+/uy, text, at) ?? '';
  const value = englishOrdinals.get(word);
  if (value === undefined || isLetter(text[at + word.length])) return undefined;
  if (word === 'second' && /(?:\ba|\bper|\bone|\beach|\bevery)[\s-]$/.test(text.slice(0, at))) return undefined;
  return { ...single(value), unit: 'ordinal', end: at + word.length, isLoose: value <= 1 };
};

function readMonth(text: string, at: number, asWritten: string): Reading | undefined {
  const word = matchAt(/[a-z]+/uy, text, at) ?? '';
  const value = englishMonths.get(word === 'sept' ? 'sep' : word);
  const end = at + word.length;
  if (value === undefined || isLetter(text[end]) || !/\p{Lu}/u.test(asWritten[at] ?? '')) return undefined;
  // May, March and the abbreviations are words and names, too: they are months beside a year, a day or what leads up to a date.
  const isPlain = word.length > 3 && word !== 'march';
  const besideDate =
    /^\.?,?\s\d/.test(text.slice(end)) ||
    /(?:\b(?:in|on|by|since|until|till|from|last|this|next|early|mid|late|of)|\d(?:st|nd|rd|th)?)[\s-]$/.test(text.slice(0, at));
  return isPlain || besideDate ? { ...single(value), unit: 'month', end } : undefined;
}

/** What turns digits and letters into a number all the same: 540B parameters, 10k, 32s, 3x, a 32-second wait. */
const suffixes: ReadonlyMap<string, number> = new Map([
  ['k', 1e3],
  ['m', 1e6],
  ['mn', 1e6],
  ['b', 1e9],
  ['bn', 1e9],
  ['tn', 1e12],
]);

function readDigits(text: string, at: number, asWritten: string): Reading | undefined {
  if (!isDigit(text[at]) || isDigit(text[at - 1])) return undefined;
  const digits = matchAt(plainDigits, text, at) ?? '';
  if (code.test(digits) || isPartOfName(text, at, digits, asWritten)) return undefined;
  let end = at + digits.length;
  const value = Number(digits.replaceAll(',', ''));
  const hanScale = matchAt(/\s?[十百千万亿]+/uy, text, end);
  if (hanScale !== undefined) {
    const scale = scaleOf(hanScale.trim());
    return { ...single(value * scale), end: end + hanScale.length, scale };
  }
  const word = matchAt(/[\s-](?:hundred|thousand|million|billion|trillion|dozen)(?!\p{L})/uy, text, end);
  if (word !== undefined) {
    const scale = englishScales.get(word.slice(1)) ?? 1;
    return { ...single(value * scale), end: end + word.length, scale };
  }
  const suffix = matchAt(/(?:k|mn?|bn?|tn)(?![\p{Script=Latin}\d])/uy, text, end);
  const scale = suffixes.get(suffix ?? '');
  if (suffix !== undefined) end += suffix.length;
  return { ...single(value * (scale ?? 1)), end, isLoose: false, ...(scale === undefined ? {} : { scale }) };
}

const unitWord =
  /-(?:second|minute|hour|day|week|month|year|person|member|people|fold|times?|percent|point|page|part|dollar|million|billion|thousand|trillion|strong|odd|step|core|bit|\d)/uy;
const suffixOfNumber = /(?:k|mn?|bn?|tn|s|x|st|nd|rd|th)(?![\p{Script=Latin}\d])/uy;
/** A name and its version, with a space between: Claude 3.5, iPhone 15. A sentence's first word, months and prepositions are no names. */
const namedBefore =
  /(?<![\p{L}\p{N}])(?!(?:In|On|At|By|Of|To|The|A|An|And|Or|But|For|From|With|Only|About|Over|Under|Nearly|Almost|Some|All|Its|Around|Until|Since|After|Before|More|Less|At|Of|Just|January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\s)\p{Lu}[\p{Script=Latin}\d]*\s$/u;
const version = /^\d{1,2}(?:\.\d{1,2})?$/;

function isPartOfName(text: string, at: number, digits: string, asWritten: string): boolean {
  const before = text[at - 1] ?? '';
  const end = at + digits.length;
  if (isLetter(before)) return !/(?:19|20)\d\d年/u.test(text.slice(at, at + 5));
  if (/[-.·_/]/u.test(before) && isLetter(text[at - 2])) return true;
  if (isLetter(text[end])) return !matchesAt(suffixOfNumber, text, end);
  if (text[end] === '-' && isLetter(text[end + 1])) return !matchesAt(unitWord, text, end);
  // 01模型 and 3.5 after GPT-: taken above. What is left is the version after a name, unless something is counted.
  if (!version.test(digits) || !namedBefore.test(asWritten.slice(Math.max(0, at - 40), at))) return false;
  return unitAfter(text, end, Number(digits)) === undefined && !/^\s?(?:%|[a-z]{3,}s\b|[十百千万亿个])/u.test(text.slice(end));
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /\p{Script=Latin}/u.test(character);
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  return matchAt(pattern, text, at) !== undefined;
}
