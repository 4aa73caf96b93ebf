import type { HtmlDocument, HtmlElement } from './html-node.js';
import { namedMetadata } from './named-metadata.js';
import { isoDateOf } from './parse-date.js';
import type { ArticleMetadata } from './published-article.js';

/** Names that pages give their metadata (Open Graph, Dublin Core, schema.org and habit), by what they say. */
const metaNames = {
  published: [
    'article:published_time',
    'og:article:published_time',
    'datepublished',
    'pubdate',
    'publishdate',
    'publish_date',
    'dc.date.issued',
    'dcterms.issued',
    'dc.date',
    'dcterms.date',
    'citation_publication_date',
    'parsely-pub-date',
    'date',
  ],
  modified: ['article:modified_time', 'og:updated_time', 'datemodified', 'dcterms.modified', 'last-modified', 'revised'],
  author: ['author', 'article:author', 'dc.creator', 'dcterms.creator', 'citation_author', 'parsely-author', 'byl'],
  keywords: ['article:tag', 'keywords', 'news_keywords'],
} as const;

/** How many entries of a page's JSON-LD are looked at; deeper or later ones are not about the article. */
const maxEntries = 200;

/** What a page's head, its JSON-LD and its `<time>` elements say of the article. */
export function pageMetadata(page: HtmlDocument): Pick<ArticleMetadata, 'date' | 'updated' | 'authors' | 'tags'> {
  const metas = new Map<string, string[]>();
  for (const meta of page.querySelectorAll('meta')) {
    const name = (meta.getAttribute('property') ?? meta.getAttribute('name') ?? meta.getAttribute('itemprop') ?? '').toLowerCase();
    const content = meta.getAttribute('content')?.trim() ?? '';
    if (name !== '' && content !== '') metas.set(name, [...(metas.get(name) ?? []), content]);
  }
  const said = (names: readonly string[]): readonly string[] =>
    names.map((name) => metas.get(name)).find((values) => values !== undefined) ?? [];
  // An author given as an address is a link to a page about them.
  const authors = said(metaNames.author).filter((author) => !/^https?:/iu.test(author));
  const linked = linkedData(page);
  const {
    date,
    updated,
    authors: people,
    tags,
  } = namedMetadata({
    date: firstDate([...said(metaNames.published), linked['datePublished'], publicationTime(page)]),
    updated: firstDate([...said(metaNames.modified), linked['dateModified']]),
    author: authors.length > 1 ? authors : (authors[0] ?? linked['author'] ?? ''),
    tags: said(metaNames.keywords).length > 1 ? said(metaNames.keywords) : (said(metaNames.keywords)[0] ?? ''),
  }).metadata;
  return {
    ...(date !== undefined && { date }),
    ...(updated !== undefined && { updated }),
    ...(people !== undefined && { authors: people }),
    ...(tags !== undefined && { tags }),
  };
}

function firstDate(values: readonly unknown[]): string | undefined {
  return values.flatMap((value) => (typeof value === 'string' ? (isoDateOf(value) ?? []) : []))[0];
}

/** The entry of the page's JSON-LD that has a publication date. */
function linkedData(page: HtmlDocument): Readonly<Record<string, unknown>> {
  for (const script of page.querySelectorAll('script[type="application/ld+json"]')) {
    const entries: unknown[] = [jsonOf(script)];
    for (let at = 0; at < entries.length && at < maxEntries; at++) {
      const entry = entries[at];
      if (Array.isArray(entry)) entries.push(...(entry as readonly unknown[]).slice(0, maxEntries));
      else if (typeof entry === 'object' && entry !== null) {
        if ('datePublished' in entry) return { ...entry };
        if ('@graph' in entry) entries.push(entry['@graph']);
      }
    }
  }
  return {};
}

function jsonOf(script: HtmlElement): unknown {
  try {
    return JSON.parse(script.textContent ?? '');
  } catch (error) {
    // A page with broken JSON-LD is read like a page without.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The `<time>` that is marked as the publication's, else the article's only one: several belong to comments and other articles. */
function publicationTime(page: HtmlDocument): string | undefined {
  const marked = page.querySelector('time[itemprop="datePublished"], time[pubdate]');
  const times = [...page.querySelectorAll('article time[datetime], main time[datetime]')];
  const time = marked ?? (new Set(times.map((element) => element.getAttribute('datetime'))).size === 1 ? times[0] : undefined);
  return time?.getAttribute('datetime') ?? time?.textContent?.trim();
}
