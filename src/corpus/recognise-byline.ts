import { datesIn, type FoundDate } from './parse-date.js';
import { columnsOf } from './text-shape.js';

export interface Byline {
  readonly authors: readonly string[];
  readonly publisher?: string;
  /** Where the article was republished from: its publisher, unless another line names one. */
  readonly source?: string;
  /** ISO 8601. */
  readonly date?: string;
  readonly updated?: string;
  /** The line is nothing but a date. */
  readonly isBareDate?: boolean;
}

type Role = 'author' | 'publisher' | 'source' | 'other';

const roles: readonly (readonly [role: Role, labels: string])[] = [
  [
    'author',
    '作者|撰文|撰稿|撰稿人|文|文字|记者|記者|本报记者|本報記者|特约记者|特約記者|采写|採寫|文/图|文／图|authors?|written by|words by|reporters?',
  ],
  ['publisher', '出品|出品方|发布|發布|發佈|出版|发布者|發布者|published by|publisher'],
  ['source', '来源|來源|文章来源|文章來源|稿源|转自|轉自|source'],
  [
    'other',
    '编辑|編輯|责编|責編|责任编辑|責任編輯|主编|主編|编审|編審|审核|審核|校对|校對|监制|監製|监制人|翻译|翻譯|译者|譯者|编译|編譯|图片|圖片|摄影|攝影|图|图源|图片来源|圖片來源|排版|美编|美編|' +
      'editors?|edited by|translators?|translated by|photo(?:s|graphs)? by|photographers?',
  ],
];

const separator = '\\s*[|｜丨∣︱:：]\\s*';
const labelled = new RegExp(`(?<![\\p{L}\\p{N}])(?:${roles.map(([, labels]) => labels).join('|')})${separator}`, 'giu');
const startsLabelled = new RegExp(`^[\\s(（【\\[]*(?:${roles.map(([, labels]) => labels).join('|')})${separator}\\S`, 'iu');

/** Up to four names of up to four words, as "By Jane Doe and J. K. Smith" has them. */
const name = "\\p{Lu}[\\p{L}.'’-]*(?:\\s+(?:(?:de|van|von|der|bin|al|la|le|di)\\s+)*\\p{Lu}[\\p{L}.'’-]*){1,3}";
const byNames = new RegExp(
  `^[Bb][Yy]\\s+(${name}(?:(?:\\s*,\\s*|\\s+and\\s+|\\s*&\\s*|\\s*,\\s*and\\s+)${name}){0,3})(?:\\s*[|,–—-]\\s*(\\p{Lu}[^.!?]{1,40}))?$`,
  'u',
);

/** A byline names people and organisations; a sentence that begins with such a word is longer, or ends like a sentence. */
const maxColumns = 120;

/** What a byline such as 作者 | 张三 or "By Jane Doe" says, or undefined for any other line. */
export function readByline(line: string): Byline | undefined {
  const text = line.trim();
  if (columnsOf(text) > maxColumns || /[。！？!?；;]|\p{L}{3}\.$/u.test(text)) return undefined;
  const dates = datesIn(text);
  if (dates.length === 0) return readPeople(text);
  return readDated(text, dates);
}

const changedLabel =
  /(?:编辑于|編輯於|更新于|更新於|更新时间|更新時間|更新日期|最后更新|最後更新|最后修改|最後修改|修改时间|修改於|修改于|(?:last\s+)?(?:updated|modified|edited|revised)(?:\s+(?:on|at))?)\s*[:：]?\s*$/iu;
const publishedLabel =
  /(?:发布于|發佈於|發布於|发表于|發表於|发布时间|發布時間|发表时间|發表時間|发布日期|發布日期|发布|發布|日期|时间|時間|撰写于|写于|寫於|刊于|(?:first\s+)?(?:published|posted|released|written|created)(?:\s+(?:on|at))?|pub(?:lication)?\s+date|date(?:d)?|on)\s*[:：]?\s*$/iu;
/** What accompanies names and dates: separators, time of day, reading time, counters. */
const beside =
  /(?:阅读|閱讀|浏览|瀏覽|字数|字數|约|約)?\s*[:：]?\s*\d+\s*(?:次|字|分钟|分鐘|人|min(?:ute)?s?(?:\s+read)?|words|views)|\d{1,2}:\d{2}(?::\d{2})?/giu;
const separators = '[\\s|｜丨∣︱·•,，、/／()（）【】\\[\\]—–-]';
const edges = new RegExp(`^${separators}+|${separators}+$`, 'gu');

/** A byline with dates: without them and their labels, the rest must be a byline or empty. */
function readDated(text: string, dates: readonly FoundDate[]): Byline | undefined {
  let rest = '';
  let from = 0;
  let date: string | undefined;
  let updated: string | undefined;
  let isLabelled = false;
  for (const found of dates) {
    if (found.start < from) continue;
    const before = text.slice(from, found.start);
    const withoutLabel = before.replace(changedLabel, '');
    if (withoutLabel === before) {
      const label = publishedLabel.exec(before);
      if (label !== null) isLabelled = true;
      rest += label === null ? before : before.slice(0, label.index);
      date ??= found.date;
    } else {
      isLabelled = true;
      rest += withoutLabel;
      updated ??= found.date;
    }
    from = found.end;
  }
  const left = (rest + text.slice(from)).replace(beside, '').replace(edges, '');
  const people = left === '' ? { authors: [] } : readPeople(left);
  if (people === undefined) return undefined;
  return {
    ...people,
    ...(date !== undefined && { date }),
    ...(updated !== undefined && { updated }),
    ...(left === '' && !isLabelled && { isBareDate: true }),
  };
}

function readPeople(text: string): Byline | undefined {
  const by = byNames.exec(text);
  if (by !== null) return { authors: namesIn(by[1] ?? ''), ...(by[2] !== undefined && { source: by[2].trim() }) };
  if (!startsLabelled.test(text)) return undefined;
  return readLabels(text);
}

/** One line may hold several labels: 作者：张三 编辑：李四. */
function readLabels(text: string): Byline {
  const found = [...text.matchAll(labelled)];
  const authors: string[] = [];
  let publisher: string | undefined;
  let source: string | undefined;
  found.forEach((match, at) => {
    const value = trimmedValue(text.slice(match.index + match[0].length, found[at + 1]?.index));
    if (value === '') return;
    switch (roleOf(match[0])) {
      case 'author':
        authors.push(...namesIn(value));
        break;
      case 'publisher':
        publisher ??= value;
        break;
      case 'source':
        source ??= value;
        break;
      case 'other':
        break;
    }
  });
  return { authors, ...(publisher !== undefined && { publisher }), ...(source !== undefined && { source }) };
}

function roleOf(label: string): Role {
  const word = label.replace(new RegExp(`${separator}$`, 'u'), '').trim();
  return roles.find(([, labels]) => new RegExp(`^(?:${labels})$`, 'iu').test(word))?.[0] ?? 'other';
}

function trimmedValue(value: string): string {
  const trimmed = value.replace(/^[\s/／|｜、，,(（【[]+|[\s/／|｜、，,]+$/gu, '');
  // A closing bracket belongs to the value where it has the opening one: 张三（花名：三丰）.
  return /[(（【[]/u.test(trimmed) ? trimmed : trimmed.replace(/[\s)）】\]]+$/u, '');
}

/** Names in a list: 张三、李四, "Jane Doe and John Roe", 张三 李四 (but "Jane Doe" is one name). */
export function namesIn(list: string): string[] {
  return list
    .replace(/\s+/gu, ' ')
    .replace(/^ ?by /iu, '')
    .split(/ ?[、，,;；/／&|｜] ?| (?:and|和|与|與|及) |(?<=\p{Script=Han}) (?=\p{Script=Han})/iu)
    .map((part) => part.replace(/^(?:and|和|与|與) /iu, '').trim())
    .filter((part) => part !== '');
}
