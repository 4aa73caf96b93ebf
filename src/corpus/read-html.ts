import { Readability } from '@mozilla/readability';
import { decodeText } from './decode-text.js';
import { CorpusError, DamagedDocumentError } from './errors.js';
import type { FileToRead } from './file-to-read.js';
import { removeHidden } from './hidden-elements.js';
import { isElement, parseHtml, type HtmlDocument, type HtmlNode } from './html-node.js';
import { pageMetadata } from './html-metadata.js';
import { paragraphsOf } from './html-paragraphs.js';
import { layOut, type ArticleMetadata, type PublishedArticle } from './published-article.js';
import { namesIn, readByline } from './recognise-byline.js';
import { flowText } from './text-shape.js';

/** A page with more elements is a list of data, and would take minutes. */
const maxElements = 100_000;
/** The library takes time by the cube of the depth: 0.2 s at 200 elements in one another, 28 s at 1,000. Real pages have 30. */
const maxDepth = 200;
/** Where browsers look for the encoding that a page declares (HTML standard, "encoding sniffing"). */
const declarationBytes = 1024;

/** The article of a web page, without the page around it. */
export function readHtml(file: FileToRead): PublishedArticle {
  const html = decodeText(file.bytes, file.path, file.charset ?? declaredCharset(file.bytes));
  try {
    return readPage(html);
  } catch (error) {
    if (error instanceof CorpusError) throw error;
    throw new DamagedDocumentError(file.path, 'The web page cannot be taken apart: it is too large or too deeply nested', { cause: error });
  }
}

function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, declarationBytes)).toString('latin1');
  return /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/iu.exec(head)?.[1];
}

function readPage(html: string): PublishedArticle {
  // Fragments without <html> are common among saved articles; the parser needs the frame.
  const framed = /<html[\s>]/iu.test(html) ? html : `<!doctype html><html><head></head><body>${html}</body></html>`;
  const page = parseHtml(framed);
  // Before the library, which removes styles and keeps what they hid.
  removeHidden(page);
  const sourceUrl = canonicalAddress(page);
  const said = pageMetadata(page);
  const heading = flowText(page.querySelector('h1')?.textContent ?? '');
  const whole = page.body === null ? [] : paragraphsOf(page.body);
  // The library changes the page while it looks for the article, so everything else is read before.
  const isTooDeep = depthOf(page) > maxDepth;
  const article = isTooDeep ? null : new Readability(page, { maxElemsToParse: maxElements, serializer: (node): unknown => node }).parse();
  const found = isElement(article?.content) ? paragraphsOf(article.content) : [];
  // The library makes every first-level heading a second-level one.
  const paragraphs = found.map((paragraph) =>
    paragraph.level === 2 && paragraph.text === heading ? { ...paragraph, level: 1 } : paragraph,
  );
  const metadata: ArticleMetadata = {
    ...filled('title', titleOf(article?.title ?? '', heading)),
    ...said,
    ...(said.authors === undefined && authorsOf(article?.byline ?? '')),
    ...filled('publisher', article?.siteName),
    ...(sourceUrl !== undefined && { sourceUrl }),
  };
  return { ...layOut(paragraphs.length > 0 ? paragraphs : whole), metadata, furniture: [] };
}

/** The library's byline is often a whole line, with labels and dates. */
function authorsOf(byline: string): Pick<ArticleMetadata, 'authors' | 'date'> {
  const line = flowText(byline);
  const read = readByline(line);
  const authors = read?.authors ?? namesIn(line);
  return { ...(authors.length > 0 && { authors }), ...(read?.date !== undefined && { date: read.date }) };
}

/** The page's title without the name of the site, which many put behind it: the heading tells where it ends. */
function titleOf(pageTitle: string, heading: string): string {
  return pageTitle.trim() === '' || (heading !== '' && pageTitle.startsWith(heading)) ? heading : pageTitle;
}

function depthOf(root: HtmlNode): number {
  let depth = 0;
  let level: HtmlNode[] = [root];
  while (level.length > 0) {
    level = level.flatMap((node) => [...node.childNodes]);
    depth++;
  }
  return depth;
}

function canonicalAddress(page: HtmlDocument): string | undefined {
  const address =
    page.querySelector('link[rel="canonical"]')?.getAttribute('href') ??
    page.querySelector('meta[property="og:url"]')?.getAttribute('content');
  return address != null && URL.canParse(address) && /^https?:/iu.test(address) ? address : undefined;
}

function filled<Field extends string>(field: Field, value: string | null | undefined): Partial<Record<Field, string>> {
  const text = value?.replace(/\s+/gu, ' ').trim() ?? '';
  const record: Partial<Record<Field, string>> = {};
  if (text !== '') record[field] = text;
  return record;
}
