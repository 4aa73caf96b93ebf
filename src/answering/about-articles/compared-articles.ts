import { normaliseText } from '../../language/index.js';
import type { IndexedDocument } from '../../search-index/index.js';

const comparing =
  /不同|不一样|区别|差别|差异|变化|变了|改了|对比|比较|相比|\b(?:chang(?:e[sd]?|ing)|differ(?:s|ent|ences?)?|compar(?:e|ed|ing|ison)|vs\.?|versus)(?!\p{L})/iu;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const chineseMonths = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];

/** ISO dates first, then 2024年3月, 3月, March 2024, and bare numbers, which are an issue's. */
const references =
  /(?<iso>\d{4}-\d{1,2}(?:-\d{1,2})?)|(?:(?<year>\d{4})年)?(?<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月(?:(?<day>\d{1,2})[日号])?|\b(?<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?: (?<nameYear>\d{4}))?\b|(?<number>\d+(?:\.\d+)*)/giu;

/**
 * The two articles that a question compares by date or issue number, in its order; `undefined` where it compares none, or where a date or
 * number belongs to no article, or to several.
 */
export function articlesCompared(
  question: string,
  documents: readonly IndexedDocument[],
): readonly [IndexedDocument, IndexedDocument] | undefined {
  const text = normaliseText(question);
  if (!comparing.test(text)) return undefined;
  const named = [...text.matchAll(references)].map(({ groups = {} }) => documents.filter((document) => isMeant(groups, document)));
  const [one, other, ...more] = named;
  const [first, second] = [one?.[0], other?.[0]];
  const areSingle = one?.length === 1 && other?.length === 1 && more.length === 0;
  return areSingle && first !== undefined && second !== undefined && first !== second ? [first, second] : undefined;
}

function isMeant(groups: Readonly<Record<string, string | undefined>>, { number, date = '' }: IndexedDocument): boolean {
  const { iso, year, month, day, name, nameYear, number: issue } = groups;
  if (issue !== undefined) return number === issue;
  const [dateYear = '', dateMonth = '', dateDay = ''] = date.split('-');
  const isSame = (asked: string | undefined, there: string): boolean =>
    asked === undefined || Number(asked) === Number(there || Number.NaN);
  if (iso !== undefined) {
    const [isoYear, isoMonth, isoDay] = iso.split('-');
    return isSame(isoYear, dateYear) && isSame(isoMonth, dateMonth) && isSame(isoDay, dateDay);
  }
  if (name !== undefined) return isSame(nameYear, dateYear) && Number(dateMonth) === months.indexOf(name.toLowerCase()) + 1;
  const chinese = chineseMonths.indexOf(month ?? '');
  return isSame(year, dateYear) && isSame(chinese < 0 ? month : String(chinese + 1), dateMonth) && isSame(day, dateDay);
}
