import { clausesOf } from './clauses.js';
import { isSameDimension } from './number-units.js';
import { numbersIn, type StatedNumber } from './numbers-in.js';

/** What a number of a statement is to those of its quotation. */
export type NumberFinding =
  /** The same value, in the same unit as far as both are known. */
  | 'held'
  /** A sum, a difference, a ratio or a share of what the quotation states, or the count of a few things. */
  | 'derived'
  /** About one of these, and said to be no more. */
  | 'rounded'
  /** Only a number near it. */
  | 'near'
  /** The same value of something else: 12% for 12 days. */
  | 'other-unit'
  /** None of these. */
  | 'missing';

export interface ComparedNumber {
  readonly number: StatedNumber;
  readonly finding: NumberFinding;
  /** Nothing bears it out, be it rounded or reckoned: it is too exact to be a way of putting it, or the quotation has another number of that. */
  readonly isInvented: boolean;
}

/** How far a number may be from what it rounds, from what it is reckoned from, and from what it is mistaken for. */
const roundedWithin = 0.15;
const derivedWithin = 0.02;
const nearWithin = 0.12;
/** What people count themselves: both, the third of four. */
const mostCounted = 4;

const rounding =
  /约|左右|近|多|余|来|几|超|不到|不足|以上|以下|至少|至多|最多|(?<!\p{L})(?:about|around|roughly|nearly|almost|over|under|more|less|fewer|at least|at most|some|approximately|up to)(?!\p{L})/iu;

/**
 * Each number that a statement states, and what the quotation has of it. What only the question states is borne out by it where the quotation has no
 * other number of that unit: a question may be wrong ("is it ten times as much?"). All texts normalised (see `language`).
 */
export function compareNumbers(statement: string, quotation: string, question: string): ComparedNumber[] {
  const there = numbersIn(quotation);
  const asked = numbersIn(question);
  const reckoned = reckonedFrom([...new Set(there.filter(({ isLoose }) => !isLoose).flatMap(({ low, high }) => [low, high]))]);
  const isRounded = rounding.test(statement);
  return numbersIn(statement)
    .filter(({ isLoose }) => !isLoose)
    .map((number) => {
      const rivals = there.filter((other) => (!other.isLoose || other.low > 1) && measuresTheSame(number, other));
      const isAsked = rivals.length === 0 && asked.some((other) => isSameNumber(number, other));
      const finding = isAsked ? 'held' : findingOf(number, there, reckoned, isRounded);
      const written = statement.slice(number.start, number.end);
      // 三分之一, 九成: nobody who says so means it to the digit.
      const isCoarse = number.unit === 'share' && !/[%\d]|percent/u.test(written);
      const isUnknown = finding === 'missing' || (finding === 'near' && !isRounded && !isCoarse);
      const isExact = /\d{2}|\d[.,]\d/.test(written) || isDate(number);
      return { number, finding, isInvented: finding === 'other-unit' || (isUnknown && (isExact || rivals.length > 0)) };
    });
}

function findingOf(number: StatedNumber, there: readonly StatedNumber[], reckoned: readonly number[], isRounded: boolean): NumberFinding {
  const same = there.filter((other) => isSame(other.low, number.low) && isSame(other.high, number.high));
  if (same.some((other) => isSameKind(number, other))) return 'held';
  const isWithin = (share: number) => (value: number) => value !== 0 && Math.abs(value - number.low) <= share * Math.abs(value);
  const values = there.filter((other) => isSameKind(number, other)).flatMap(({ low, high }) => [low, high]);
  // A date is that month or year, or another one.
  if (!isDate(number)) {
    if (isRounded && [...values, ...reckoned].some(isWithin(roundedWithin))) return 'rounded';
    if (same.length === 0 && (reckoned.some(isWithin(derivedWithin)) || isCount(number, there))) return 'derived';
  }
  if (same.length > 0) return 'other-unit';
  return values.some(isWithin(nearWithin)) ? 'near' : 'missing';
}

/** English writes years without a unit. */
function isDate({ low, high, unit }: StatedNumber): boolean {
  return unit === 'year' || unit === 'month' || unit === 'decade' || (unit === undefined && low === high && low >= 1500 && low < 2100);
}

/** Where the unit is not known, 五种 may be another number of what 两种 counts. */
function measuresTheSame({ unit }: StatedNumber, other: StatedNumber): boolean {
  return isSameDimension(unit, other.unit) || (unit === undefined && other.unit === 'people');
}

/** Whether it only counts what the quotation tells of, and has not counted itself. */
function isCount({ low, high, unit }: StatedNumber, there: readonly StatedNumber[]): boolean {
  const counts = (one: StatedNumber['unit']): boolean => one === undefined || one === 'people' || one === 'ordinal';
  return (
    low === high &&
    low <= mostCounted &&
    Number.isInteger(low) &&
    counts(unit) &&
    !there.some((other) => other.low > 1 && other.high <= mostCounted && counts(other.unit))
  );
}

/** Sums, differences, ratios; what a share leaves, and in tenths. */
function reckonedFrom(values: readonly number[]): number[] {
  return values.flatMap((a, at) => [
    ...(a > 0 && a < 1 ? [1 - a, a * 10] : []),
    ...values.filter((_, other) => other !== at).flatMap((b) => [a + b, a - b, ...(b === 0 ? [] : [a / b, (a - b) / b])]),
  ]);
}

/** Whether two numbers are the same, as far as their units are known. */
export function isSameNumber(a: StatedNumber, b: StatedNumber): boolean {
  return isSame(a.low, b.low) && isSame(a.high, b.high) && isSameKind(a, b);
}

/** Nothing that is known of their units says that they count different things; 一项, "one of" measures nothing. */
function isSameKind(a: StatedNumber, b: StatedNumber): boolean {
  if (a.unit !== undefined && b.unit !== undefined) return a.unit === b.unit;
  if (a.unit !== b.unit && (a.isLoose || b.isLoose)) return false;
  return a.counter === undefined || b.counter === undefined || a.counter === b.counter;
}

/** But for the rounding of fractions. */
function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}

/**
 * Whether the clause of the quotation that the statement's matches best has another number of that unit, and not this one.
 *
 * @param matches as `StatementMatch.clauses`
 */
export function isOfAnotherClause(
  { number, finding }: ComparedNumber,
  statement: string,
  quotation: string,
  matches: readonly (readonly number[])[],
): boolean {
  const row = matches[clausesOf(statement).findIndex(({ start, end }) => number.start >= start && number.start < end)] ?? [];
  const best = clausesOf(quotation)[row.indexOf(Math.max(...row))];
  if (finding !== 'held' || best === undefined) return false;
  const beside = numbersIn(quotation.slice(best.start, best.end)).filter(({ isLoose }) => !isLoose);
  return beside.some(({ unit }) => unit !== undefined && unit === number.unit) && !beside.some((other) => isSameNumber(number, other));
}

/** Words that make a number a bound, before it or after it, and what grants that bound in the clause of the quotation with the same number. */
interface Bound {
  readonly before: RegExp;
  readonly after: RegExp;
  readonly granted: RegExp;
}

/** A word between, as in "at most about 5" or 不到约5. */
const between = String.raw`\s?(?:about |around |some |roughly |only |the |约|大约|仅|只有?|需要?|为|达|有|是|出现了?)?\s?$`;
const atMost: Bound = {
  before: new RegExp(
    String.raw`(?:最多|至多|不到|不足|少于|(?<!不)低于|短于|不超过|未满|(?<!\p{L})(?:at most|no more than|not more than|fewer than|less than|under|below|up to|within))(?:只|仅)?${between}`,
    'iu',
  ),
  after: /^\s?(?:以内|以下|之内|or (?:less|fewer))/iu,
  granted:
    /最[多迟]|至多|不到|不足|少于|低于|短于|超过|未满|[以之]?内|以下|破|仅|只|近|(?<!\p{L})(?:at most|no more than|fewer|less|under|below|up to|within|nearly|almost|only|just)(?!\p{L})/iu,
};
const atLeast: Bound = {
  before: new RegExp(
    String.raw`(?:至少|最少|起码|不少于|不低于|(?<!不)超过|多于|高于|长于|超出|逾|(?<!\p{L})(?:at least|no fewer than|no less than|(?<!(?:no|not) )more than|over|above|exceed(?:s|ed|ing)?|upwards of))${between}`,
    'iu',
  ),
  after: /^\s?(?:以上|之多|or more|余|多(?=[\p{Script=Han}]))/iu,
  granted:
    /[至最]少|起码|不少于|不低于|最低|起|超|过|破|多于|高于|长于|逾|以上|余|多(?!少|步|个?模态)|满|(?<!\p{L})(?:at least|minimum|no fewer|no less|more than|over|above|exceed(?:s|ed|ing)?|upwards)(?!\p{L})/iu,
};

/** A bound of the statement (at most 32 seconds) where the quotation has that very number and does not set it; `undefined` where there is none. */
export function unsupportedBound(statement: string, quotation: string): string | undefined {
  const there = numbersIn(quotation);
  for (const number of numbersIn(statement)) {
    if (number.isLoose || isDate(number)) continue;
    const around = there.filter((other) => isSameNumber(number, other)).map(({ start, end }) => clauseAround(quotation, start, end));
    for (const { before, after, granted } of [atMost, atLeast]) {
      const [word] = before.exec(statement.slice(0, number.start)) ?? after.exec(statement.slice(number.end)) ?? [];
      if (word !== undefined && around.length > 0 && !around.some((words) => granted.test(words)))
        return `${word.trim()} ${statement.slice(number.start, number.end)}`;
    }
  }
  return undefined;
}

/** The clause that the number is in; a comma within a number ends none. */
function clauseAround(text: string, start: number, end: number): string {
  const before =
    text
      .slice(0, start)
      .split(/[,。;:、!?](?!\d)/u)
      .at(-1) ?? '';
  const [after = ''] = text.slice(end).split(/[,。;:、!?](?!\d)/u);
  return before + text.slice(start, end) + after;
}
