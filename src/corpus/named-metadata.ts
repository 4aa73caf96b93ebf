import type { Language } from '../language/index.js';
import { isoDateOf } from './parse-date.js';
import type { ArticleMetadata } from './published-article.js';
import { namesIn } from './recognise-byline.js';

/**
 * Keys in use among site generators and publishers, lower case and without `-`, `_` and spaces; of several, the first one with a value
 * counts.
 */
const keys = {
  title: ['title', 'headline', '标题', '標題'],
  date: [
    'date',
    'published',
    'publishdate',
    'pubdate',
    'publisheddate',
    'publishedat',
    'publishedon',
    'datepublished',
    'posted',
    'created',
    'createdat',
    'createtime',
    '日期',
    '发布日期',
    '發布日期',
  ],
  updated: [
    'updated',
    'lastmod',
    'modified',
    'updatedat',
    'lastupdated',
    'lastupdate',
    'lastmodified',
    'lastmodifiedat',
    'datemodified',
    'updatetime',
    '更新',
    '更新日期',
  ],
  authors: ['authors', 'author', 'by', 'byline', 'writer', '作者'],
  tags: ['tags', 'tag', 'keywords', 'categories', 'category', '标签', '標籤', '分类', '分類'],
  number: ['issue', 'issuenumber', 'number', 'volume', 'vol', 'episode', '期号', '期號', '期数'],
  publisher: ['publisher', 'publication', 'sitename', '出版', '出品'],
  language: ['language', 'lang', 'locale'],
  sourceUrl: ['source', 'canonical', 'canonicalurl', 'originalurl', 'permalink', 'url'],
} as const;

export interface NamedMetadata {
  readonly metadata: ArticleMetadata;
  /** Keys whose values are not what they should be, and why. */
  readonly problems: readonly { readonly key: string; readonly reason: string }[];
}

/** What a record of named values (front matter, fields of a text) says of an article. Unknown keys are ignored. */
export function namedMetadata(record: Readonly<Record<string, unknown>>): NamedMetadata {
  const problems: { key: string; reason: string }[] = [];
  const values = new Map(Object.entries(record).map(([key, value]) => [key.toLowerCase().replace(/[-_\s]/gu, ''), { key, value }]));

  function first<Value>(names: readonly string[], read: (value: unknown) => Value | undefined, expected?: string): Value | undefined {
    for (const name of names) {
      const entry = values.get(name);
      if (entry === undefined || entry.value === null || entry.value === undefined || entry.value === '') continue;
      const value = read(entry.value);
      if (value !== undefined) return value;
      if (expected !== undefined) problems.push({ key: entry.key, reason: expected });
    }
    return undefined;
  }

  const title = first(keys.title, textOf, 'a title is a text');
  const date = first(keys.date, dateOf, 'this is not a date that can be read in one way only; write it as 2024-03-31');
  const updated = first(keys.updated, dateOf, 'this is not a date that can be read in one way only; write it as 2024-03-31');
  const authors = first(keys.authors, (value) => filledOr(peopleOf(value)), 'an author is a name, or a list of names');
  const tags = [...new Set(keys.tags.flatMap((name) => wordsOf(values.get(name)?.value)))];
  const number = first(keys.number, numberOf);
  const publisher = first(keys.publisher, textOf, 'a publisher is a text');
  const language = languageOf(first(keys.language, textOf) ?? '');
  const sourceUrl =
    first(['source'], addressOf, 'it must be an address that begins with http:// or https://') ?? first(keys.sourceUrl.slice(1), addressOf);
  return {
    metadata: {
      ...(title !== undefined && { title }),
      ...(authors !== undefined && { authors }),
      ...(publisher !== undefined && { publisher }),
      ...(date !== undefined && { date }),
      ...(updated !== undefined && { updated }),
      ...(tags.length > 0 && { tags }),
      ...(number !== undefined && { number }),
      ...(language !== undefined && { language }),
      ...(sourceUrl !== undefined && { sourceUrl }),
    },
    problems,
  };
}

/** Formats parse titles such as 1984 as numbers or dates. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === 'string' ? value.replace(/\s+/gu, ' ').trim() : '';
  return text === '' ? undefined : text;
}

function dateOf(value: unknown): string | undefined {
  // Docusaurus writes { date, author }.
  const plain = isRecord(value) ? value['date'] : value;
  const text = textOf(plain);
  return text === undefined ? undefined : isoDateOf(text);
}

function peopleOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((entry: unknown) => (isRecord(entry) ? peopleOf(entry) : oneName(entry)));
  if (isRecord(value)) return oneName(value['name'] ?? value['title']);
  const text = textOf(value);
  return text === undefined ? [] : namesIn(text).flatMap(oneName);
}

function oneName(value: unknown): string[] {
  const name = textOf(value)?.replace(/\s*<[^<>]*>$/u, '');
  return name === undefined || name === '' ? [] : [name];
}

function wordsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((entry: unknown) => textOf(entry)?.replace(/^[“”]|[“”]$/gu, '') ?? []);
  return (textOf(value) ?? '').split(/\s*[,，、;；]\s*/u).flatMap((word) => textOf(word) ?? []);
}

function numberOf(value: unknown): string | undefined {
  return /^(?:第|no\.?|vol\.?|#)?\s*(\d{1,5})\s*期?$/iu.exec(textOf(value) ?? '')?.[1];
}

function addressOf(value: unknown): string | undefined {
  const text = textOf(value) ?? '';
  return /^https?:\/\//iu.test(text) && URL.canParse(text) ? text : undefined;
}

/** A language tag as people write it. An unknown one is not an error: the language is then detected from the text. */
function languageOf(tag: string): Language | undefined {
  if (/^zh[-_](?:hant|tw|hk|mo)/iu.test(tag)) return 'zh-Hant';
  if (/^zh[-_](?:hans|cn|sg)/iu.test(tag)) return 'zh-Hans';
  return /^en\b/iu.test(tag) ? 'en' : undefined;
}

function filledOr(list: readonly string[]): readonly string[] | undefined {
  return list.length === 0 ? undefined : list;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
