/** Dates as people and programs write them, as ISO 8601; an ambiguous date (03/04/2024) is ignored. */

const months = new Map(
  'january february march april may june july august september october november december'
    .split(' ')
    .flatMap((name, at): [string, number][] => [
      [name, at + 1],
      [name.slice(0, 3), at + 1],
    ])
    .concat([['sept', 9]]),
);
const monthName =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const weekday = '(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\\.?,?\\s+)?';
const time = '(?:[T\\s]\\s*\\d{1,2}:\\d{2}(?::\\d{2})?(?:[.,]\\d+)?\\s*(?:Z|[AaPp]\\.?[Mm]\\.?|GMT|UTC|CST|[+-]\\d{2}:?\\d{2})?)?';

/** Year, month and day of the formats that are not ambiguous; the day may be missing where `isWhole` is not asked for. */
const patterns: readonly {
  readonly source: string;
  readonly isWhole: boolean;
  readonly parts: (match: readonly string[]) => (string | number | undefined)[];
}[] = [
  { source: `(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})(?!\\d)${time}`, isWhole: true, parts: ([, y, m, d]) => [y, m, d] },
  {
    source: `(\\d{4})\\s*年\\s*(\\d{1,2})\\s*月\\s*(\\d{1,2})\\s*[日号號](?:\\s*(?:[星周週][期一二三四五六日天]{1,2}))?(?:\\s*\\d{1,2}:\\d{2}(?::\\d{2})?)?`,
    isWhole: true,
    parts: ([, y, m, d]) => [y, m, d],
  },
  {
    source: `${weekday}(${monthName})\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})(?!\\d)${time}`,
    isWhole: true,
    parts: ([, m, d, y]) => [y, monthOf(m), d],
  },
  {
    source: `${weekday}(\\d{1,2})(?:st|nd|rd|th)?\\s+(${monthName}),?\\s+(\\d{4})(?!\\d)${time}`,
    isWhole: true,
    parts: ([, d, m, y]) => [y, monthOf(m), d],
  },
  { source: '(\\d{4})\\s*年\\s*(\\d{1,2})\\s*月', isWhole: false, parts: ([, y, m]) => [y, m] },
  { source: `(${monthName}),?\\s+(\\d{4})(?!\\d)`, isWhole: false, parts: ([, m, y]) => [y, monthOf(m)] },
  { source: '(\\d{4})[-/.](\\d{1,2})(?![\\d/.-])', isWhole: false, parts: ([, y, m]) => [y, m] },
  { source: "(?:D:)?(\\d{4})(\\d{2})(\\d{2})(?:\\d{6}[Z+\\-\\d']*)?", isWhole: false, parts: ([, y, m, d]) => [y, m, d] },
  { source: '(\\d{4})年?', isWhole: false, parts: ([, y]) => [y] },
];
const wholly = patterns.map(({ source, parts }) => ({ pattern: new RegExp(`^${source}$`, 'iu'), parts }));
const within = patterns
  .filter(({ isWhole }) => isWhole)
  .map(({ source, parts }) => ({ pattern: new RegExp(`(?<![\\p{L}\\d/.-])${source}(?![\\d-])`, 'giu'), parts }));

/** A date that is the whole of a text (a field's value), as `2024-03-03`, `2024-03` or `2024`; its time of day and zone are left out. */
export function isoDateOf(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 60) return undefined;
  for (const { pattern, parts } of wholly) {
    const match = pattern.exec(trimmed);
    const date = match === null ? undefined : iso(parts(match));
    if (date !== undefined) return date;
  }
  return undefined;
}

export interface FoundDate {
  readonly date: string;
  readonly start: number;
  readonly end: number;
}

/** The dates with a day in a line, in order. */
export function datesIn(line: string): FoundDate[] {
  return within
    .flatMap(({ pattern, parts }) =>
      [...line.matchAll(pattern)].flatMap((match): FoundDate[] => {
        const date = iso(parts(match));
        return date === undefined ? [] : [{ date, start: match.index, end: match.index + match[0].length }];
      }),
    )
    .sort((a, b) => a.start - b.start);
}

function monthOf(name: string | undefined): number | undefined {
  return months.get((name ?? '').toLowerCase().replace(/\.$/u, ''));
}

/** No article of a corpus was published outside of these years. */
const firstYear = 1800;
const lastYear = 2199;

function iso([year, month, day]: readonly (string | number | undefined)[]): string | undefined {
  const [y, m, d] = [Number(year), month === undefined ? undefined : Number(month), day === undefined ? undefined : Number(day)];
  if (!(y >= firstYear && y <= lastYear)) return undefined;
  if (m === undefined) return String(y);
  if (!(m >= 1 && m <= 12)) return undefined;
  const yearMonth = `${y}-${String(m).padStart(2, '0')}`;
  if (d === undefined) return yearMonth;
  return d >= 1 && d <= new Date(Date.UTC(y, m, 0)).getUTCDate() ? `${yearMonth}-${String(d).padStart(2, '0')}` : undefined;
}
