/** Numbers written in words: the values of Chinese numerals and of English number words. */

const hanDigits: ReadonlyMap<string, number> = new Map([
  ...Array.from('零一二三四五六七八九', (digit, value) => [digit, value] as const),
  ['〇', 0],
  ['两', 2],
]);
const hanScales: ReadonlyMap<string, number> = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1000],
  ['万', 1e4],
  ['亿', 1e8],
]);

/** A number or a range of numbers; `low` = `high` for a single one. */
export interface Amount {
  readonly low: number;
  readonly high: number;
}

/**
 * The value of Chinese numerals, simplified: 三十二, 五千四百亿, 二〇二三, 二点五; 三四 and 三四十 are ranges. `undefined` for what is no number:
 * 亿万, 千百.
 */
export function hanAmount(numerals: string): Amount | undefined {
  const [whole = '', fraction] = numerals.split('点');
  if (fraction !== undefined) {
    const value = Number(`${String(hanInteger(whole) ?? Number.NaN)}.${digitString(fraction) ?? 'x'}`);
    return Number.isNaN(value) ? undefined : single(value);
  }
  const pair = /^([一二两三四五六七八])([二两三四五六七八九])([十百千万亿]*)$/u.exec(numerals);
  if (pair !== null) {
    const [low, high] = [hanDigits.get(pair[1] ?? '') ?? 0, hanDigits.get(pair[2] ?? '') ?? 0];
    const scale = scaleOf(pair[3] ?? '');
    if (high === low + 1) return { low: low * scale, high: high * scale };
  }
  const value = hanInteger(numerals);
  return value === undefined ? undefined : single(value);
}

/** The product of 千, 万, 亿 …, as in 5400亿, 3百万; 1 for none. */
export function scaleOf(scales: string): number {
  return [...scales].reduce((product, scale) => product * (hanScales.get(scale) ?? 1), 1);
}

export function single(value: number): Amount {
  return { low: value, high: value };
}

function digitString(numerals: string): string | undefined {
  const digits = [...numerals].map((numeral) => hanDigits.get(numeral));
  return digits.includes(undefined) ? undefined : digits.join('');
}

function hanInteger(numerals: string): number | undefined {
  const digits = digitString(numerals);
  if (digits !== undefined) return Number(digits);
  if (/^[百千万亿]/u.test(numerals) && numerals.length > 1) return undefined;
  let total = 0;
  let section = 0;
  let digit: number | undefined;
  for (const numeral of numerals) {
    const scale = hanScales.get(numeral);
    if (scale === undefined) digit = hanDigits.get(numeral);
    else if (scale < 1e4) {
      section += (digit ?? 1) * scale;
      digit = undefined;
    } else {
      // 两万亿: what stands before 亿 counts as a whole.
      const before = section + (digit ?? 0);
      total = scale === 1e8 ? Math.max(total + before, 1) * scale : total + Math.max(before, 1) * scale;
      section = 0;
      digit = undefined;
    }
  }
  return total + section + (digit ?? 0);
}

const units =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const smallWords: ReadonlyMap<string, number> = new Map([
  ...units.map((word, value) => [word, value] as const),
  ...tens.map((word, at) => [word, (at + 2) * 10] as const),
]);
export const englishScales: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
  ['trillion', 1e12],
  ['dozen', 12],
]);
export const englishNumberWords: readonly string[] = [...smallWords.keys(), ...englishScales.keys()];

/** The value of English number words, lower case, as they follow one another: `thirty two`, `two and a half million`, `a hundred and five`. */
export function englishValue(words: readonly string[]): number {
  let total = 0;
  let current = 0;
  let hasNumber = false;
  for (const word of words) {
    const small = smallWords.get(word);
    const scale = englishScales.get(word);
    if (small !== undefined) current += small;
    else if (word === 'half') current += 0.5;
    else if (scale !== undefined && (scale === 100 || scale === 12)) current = (hasNumber ? current : 1) * scale;
    else if (scale !== undefined) {
      total += (hasNumber ? current : 1) * scale;
      current = 0;
    } else continue;
    hasNumber = true;
  }
  return total + current;
}

const ordinalUnits = 'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ');
/** first, second … twelfth. */
export const englishOrdinals: ReadonlyMap<string, number> = new Map(ordinalUnits.map((word, value) => [word, value]));

const months = 'january february march april may june july august september october november december'.split(' ');
/** january … december, and their abbreviations of three letters. */
export const englishMonths: ReadonlyMap<string, number> = new Map(
  months.flatMap((word, at) => [[word, at + 1] as const, [word.slice(0, 3), at + 1] as const]),
);

/** half, third, quarter … as what `a`, `one`, `two` … of them are. */
export const englishFractions: ReadonlyMap<string, number> = new Map([
  ['half', 2],
  ['halves', 2],
  ...['third', 'quarter', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'].flatMap((word, at) => [
    [word, at + 3] as const,
    [`${word}s`, at + 3] as const,
  ]),
]);
