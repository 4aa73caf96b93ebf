/** What a number counts or measures, as far as that can be told in Chinese and English alike. */
export type NumberUnit =
  /** 百分之五, five percent, a third, 一半; the value is the fraction. */
  | 'share'
  /** 三倍, three times, threefold. */
  | 'times'
  /** 第二, the second. */
  | 'ordinal'
  /** 2023年: the year of that number. 三年: `years`. */
  | 'year'
  /** 1990年代, the 1990s. */
  | 'decade'
  | 'years'
  /** 7月, July: the month of the year. 七个月: `months`. */
  | 'month'
  | 'months'
  | 'weeks'
  | 'days'
  | 'hours'
  | 'minutes'
  | 'seconds'
  | 'milliseconds'
  | 'microseconds'
  | 'people'
  | 'dollars'
  | 'yuan'
  | 'euros'
  | 'pounds'
  | 'yen';

type Units = ReadonlySet<NumberUnit | undefined>;
export const durations: Units = new Set([
  'years',
  'months',
  'weeks',
  'days',
  'hours',
  'minutes',
  'seconds',
  'milliseconds',
  'microseconds',
]);
export const moneys: Units = new Set(['dollars', 'yuan', 'euros', 'pounds', 'yen']);
const ratios: Units = new Set(['share', 'times']);

/** Whether two units measure the same: both a time, both money. */
export function isSameDimension(a: NumberUnit | undefined, b: NumberUnit | undefined): boolean {
  return a === b || [durations, moneys, ratios].some((units) => units.has(a) && units.has(b));
}

/** What a Chinese number counts by when it has no unit: 枚, 条, 面. The general ones stand for one another. */
const counter = /\s?(?![个项种类款大名位多余来几的是和与至到])(\p{Script=Han})/uy;

export function counterAfter(text: string, at: number): string | undefined {
  counter.lastIndex = at;
  return counter.exec(text)?.[1];
}

/** After a number, in normalised lower-case text; the first that fits. A dash before an English one: a 32-second wait. */
const unitsAfter: readonly (readonly [RegExp, NumberUnit])[] = [
  [/\s?(?:个?百分点|%)|[\s-]?percent(?:age)?(?: points?)?\b|\s?per cent\b/y, 'share'],
  [/\s?倍|[\s-]?(?:times|fold)\b|[x×](?![\p{L}\d])/uy, 'times'],
  [/\s?世纪/y, 'ordinal'],
  [/\s?年代|s\b(?<=\b\d{3}0s)/y, 'decade'],
  [/\s?个月|[\s-]months?\b/y, 'months'],
  [/\s?月/y, 'month'],
  [/\s?(?:周?年|岁)|[\s-]years?\b/y, 'years'],
  [/\s?(?:周|个?星期)|[\s-]weeks?\b/y, 'weeks'],
  [/\s?天|[\s-]days?\b/y, 'days'],
  [/\s?(?:个?小时|个?钟头)|[\s-]hours?\b/y, 'hours'],
  [/\s?分钟|[\s-]min(?:ute)?s?\b/y, 'minutes'],
  [/\s?毫秒|[\s-]?(?:ms|milliseconds?)\b/y, 'milliseconds'],
  [/\s?微秒|[\s-]?(?:μs|microseconds?)\b/y, 'microseconds'],
  [/\s?秒|[\s-]?s(?:ec(?:ond)?s?)?\b/y, 'seconds'],
  [/\s?(?:美元|美金)|[\s-](?:us |u\.s\. )?dollars?\b|\s?usd\b/y, 'dollars'],
  [/\s?欧元|[\s-]euros?\b|\s?eur\b/y, 'euros'],
  [/\s?英镑|[\s-]pounds?\b|\s?gbp\b/y, 'pounds'],
  [/\s?日元|[\s-]yen\b|\s?jpy\b/y, 'yen'],
  [/\s?(?:元|块钱|人民币)|[\s-]yuan\b|\s?(?:rmb|cny)\b/y, 'yuan'],
  [/\s?(?:个人|人|位|名(?!之?列|义|副))|[\s-](?:people|persons?)\b/y, 'people'],
];

const currencySigns: ReadonlyMap<string, NumberUnit> = new Map([
  ['$', 'dollars'],
  ['€', 'euros'],
  ['£', 'pounds'],
  ['¥', 'yuan'],
]);

/** From this value on, 年 after a number makes it a year's number. */
const leastYear = 1000;

export interface UnitFound {
  readonly unit: NumberUnit;
  readonly end: number;
}

/** The unit that stands at `at`, right after a number of that value. */
export function unitAfter(text: string, at: number, value: number): UnitFound | undefined {
  for (const [pattern, unit] of unitsAfter) {
    pattern.lastIndex = at;
    if (pattern.test(text)) return { unit: unit === 'years' && value >= leastYear ? 'year' : unit, end: pattern.lastIndex };
  }
  return undefined;
}

/** The currency whose sign stands before a number that starts at `at`. */
export function currencyBefore(text: string, at: number): NumberUnit | undefined {
  return currencySigns.get(text[at - 1] ?? '');
}
