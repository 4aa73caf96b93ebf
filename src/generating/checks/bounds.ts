import { isSameNumber } from './bindings.js';
import { numbersIn } from './numbers-in.js';

/** Words that make a number a bound, before it or after it. */
interface Bound {
  readonly before: RegExp;
  readonly after: RegExp;
  /** What says so in the quotation, in the clause with the same number. */
  readonly granted: RegExp;
}

/** A word between, as in "at most about 5" or 不到约5. */
const between = String.raw`\s?(?:about |around |some |roughly |only |the |约|大约|仅|只有?|需要?|为|达|有|是|出现了?)?\s?$`;

const upper: Bound = {
  before: new RegExp(
    String.raw`(?:最多|至多|不到|不足|少于|低于|短于|不超过|未满|(?<!\p{L})(?:at most|no more than|not more than|fewer than|less than|under|below|up to|within))(?:只|仅)?${between}`,
    'iu',
  ),
  after: /^\s?(?:以内|以下|之内|or (?:less|fewer))/iu,
  granted:
    /最多|至多|不到|不足|少于|低于|短于|不超过|未满|以内|以下|之内|仅|只|近|(?<!\p{L})(?:at most|no more than|fewer|less|under|below|up to|within|nearly|almost|only|just)(?!\p{L})/iu,
};

const lower: Bound = {
  before: new RegExp(
    String.raw`(?:至少|最少|起码|不少于|不低于|超过|多于|高于|长于|超出|逾|(?<!\p{L})(?:at least|no fewer than|no less than|more than|over|above|exceed(?:s|ed|ing)?|upwards of))${between}`,
    'iu',
  ),
  after: /^\s?(?:以上|之多|or more|余|多(?=[\p{Script=Han}]))/iu,
  granted:
    /至少|最少|起码|不少于|不低于|超过|超出|多于|高于|长于|逾|以上|余|多(?!少|步|个?模态)|(?<!\p{L})(?:at least|no fewer|no less|more than|over|above|exceed(?:s|ed|ing)?|upwards)(?!\p{L})/iu,
};

/** A bound of the statement (at most 32 seconds) that its quotation does not set; `undefined` where there is none. Both normalised. */
export function unsupportedBound(statement: string, quotation: string): string | undefined {
  const there = numbersIn(quotation);
  for (const number of numbersIn(statement)) {
    if (number.isLoose) continue;
    for (const { before, after, granted } of [upper, lower]) {
      const [word] = before.exec(statement.slice(0, number.start)) ?? after.exec(statement.slice(number.end)) ?? [];
      if (word === undefined) continue;
      const same = there.filter((other) => isSameNumber(number, other));
      const around = same.map(({ start, end }) => clauseAround(quotation, start, end));
      if (!(same.length > 0 ? around : [quotation]).some((words) => granted.test(words)))
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
