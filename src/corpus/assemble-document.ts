import { detectLanguage } from '../language/index.js';
import type { Block, BlockKind, SourceDocument } from './document.js';
import { EmptyDocumentError } from './errors.js';
import type { PublishedArticle, PublishedLine } from './published-article.js';
import { readByline, type Byline } from './recognise-byline.js';
import { isFurniture } from './recognise-furniture.js';
import { recogniseHeadings } from './recognise-headings.js';
import { recogniseItems } from './recognise-items.js';
import { pathMetadata } from './path-metadata.js';
import { columnsOf, endsWithStop, hasLetters } from './text-shape.js';

export interface DocumentIdentity {
  readonly path: string;
  readonly sha256: string;
  /** The title where the article has none. */
  readonly name: string;
  readonly fetchedFrom?: string;
}

interface Line extends PublishedLine {
  readonly text: string;
}

/** How many lines from either end of an article are searched for bylines and furniture. */
const edgeLines = 12;
/** How far down a line that is only a date counts as the article's date. */
const dateLines = 5;
const maxTitleColumns = 100;
/**
 * Title, heading and a table's columns are put in front of each of their passages when it is embedded, searched and cited. A longer text is
 * treated as text, whatever its format calls it.
 */
const maxOverPassage = 1000;

/**
 * Recognises what each line of an article is, and removes page furniture.
 * @throws EmptyDocumentError where no text is left.
 */
export function assembleDocument(article: PublishedArticle, identity: DocumentIdentity): SourceDocument {
  const published = article.lines.map((line) => asPublished(line, article.text.slice(line.start, line.end)));
  const dropped = furnitureAmong(published);
  const { text, lines } = withoutLines(article.text, published, dropped);
  if (lines.every((line) => !/[\p{L}\p{N}]/u.test(line.text))) {
    throw new EmptyDocumentError(identity.path, `The file holds no text${dropped.size > 0 ? ' apart from page furniture' : ''}`);
  }
  const bylines = bylinesAmong(lines);
  const titleAt = titleLine(lines, bylines, article.metadata.title);
  const kinds = kindsOf(lines, bylines, titleAt);
  const blocks = lines.flatMap((line, at): Block[] => {
    const kind = kinds[at] ?? 'paragraph';
    // Rules of asterisks and dashes stay in the text, but make no block; code is kept as it is.
    if (kind !== 'code' && !/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(line.text)) return [];
    const { start, end, level, isTableHeader, page, pageBreaks } = line;
    return [
      {
        start,
        end,
        kind,
        ...(level !== undefined && { level }),
        ...(isTableHeader !== undefined && { isTableHeader }),
        ...(page !== undefined && { page }),
        ...(pageBreaks !== undefined && { pageBreaks }),
      },
    ];
  });
  const said = [...bylines.values()];
  const { metadata } = article;
  const authors = metadata.authors ?? unique([...said.flatMap((byline) => byline.authors), ...introducedAuthors(lines)]);
  const publisher = metadata.publisher ?? firstOf(said, 'publisher') ?? firstOf(said, 'source');
  const sourceUrl = metadata.sourceUrl ?? identity.fetchedFrom;
  const title =
    metadata.title?.slice(0, maxOverPassage) ?? (titleAt === undefined ? identity.name : (lines[titleAt]?.text ?? identity.name));
  const named = pathMetadata(identity.path, title);
  const date = metadata.date ?? firstOf(said, 'date') ?? named.date;
  const updated = metadata.updated ?? firstOf(said, 'updated');
  const number = metadata.number ?? named.number;
  return {
    path: identity.path,
    title,
    authors,
    ...(publisher !== undefined && { publisher }),
    ...(date !== undefined && { date }),
    // An article that was never changed may give the same date twice.
    ...(updated !== undefined && updated !== date && { updated }),
    ...(metadata.tags !== undefined && { tags: metadata.tags }),
    ...(number !== undefined && { number }),
    language: metadata.language ?? detectLanguage(text),
    ...(sourceUrl !== undefined && { sourceUrl }),
    text,
    blocks,
    sha256: identity.sha256,
    furniture: [...article.furniture, ...published.filter((_, at) => dropped.has(at)).map((line) => line.text)],
    ...(article.warnings !== undefined && article.warnings.length > 0 && { warnings: article.warnings }),
  };
}

function asPublished(line: PublishedLine, text: string): Line {
  if (text.length <= maxOverPassage) return { ...line, text };
  const { kind, level: _, isTableHeader: __, ...rest } = line;
  return { ...rest, ...(kind !== undefined && kind !== 'heading' && { kind }), text };
}

/** The unbroken run of furniture at either end; bylines within the run stay, and at the beginning the title. */
function furnitureAmong(lines: readonly Line[]): ReadonlySet<number> {
  const dropped = new Set<number>();
  const drop = (edge: readonly number[], titles: number): void => {
    let titlesLeft = titles;
    for (const at of edge) {
      const line = lines[at];
      if (line === undefined) return;
      if (!isStructure(line) && isFurniture(line.text)) dropped.add(at);
      else if (readByline(line.text) === undefined && (titlesLeft-- === 0 || !looksLikeTitle(line.text))) return;
    }
  };
  const edge = Array.from({ length: Math.min(edgeLines, lines.length) }, (_, at) => at);
  drop(edge, 1);
  drop(
    edge.map((at) => lines.length - 1 - at),
    0,
  );
  return dropped;
}

function withoutLines(text: string, lines: readonly Line[], dropped: ReadonlySet<number>): { text: string; lines: Line[] } {
  const kept: Line[] = [];
  let result = '';
  let copiedTo = 0;
  lines.forEach((line, at) => {
    const next = lines[at + 1]?.start ?? text.length;
    if (dropped.has(at)) {
      result += text.slice(copiedTo, line.start);
      copiedTo = next;
      return;
    }
    const shift = result.length - copiedTo;
    const { pageBreaks } = line;
    kept.push({
      ...line,
      start: line.start + shift,
      end: line.end + shift,
      ...(pageBreaks && { pageBreaks: pageBreaks.map((offset) => offset + shift) }),
    });
  });
  result += text.slice(copiedTo);
  return { text: dropped.has(lines.length - 1) ? result.trimEnd() : result, lines: kept };
}

/** Bylines among the first and the last lines. */
function bylinesAmong(lines: readonly Line[]): ReadonlyMap<number, Byline> {
  const bylines = new Map<number, Byline>();
  lines.forEach((line, at) => {
    if (at >= edgeLines && at < lines.length - edgeLines / 2) return;
    const byline = line.kind === 'heading' || isStructure(line) ? undefined : readByline(line.text);
    // A date alone on its line is the article's only in a dateline's place.
    if (byline !== undefined && (byline.isBareDate !== true || (at < dateLines && line.kind === undefined))) bylines.set(at, byline);
  });
  return bylines;
}

/** Rows and code are never titles, bylines or furniture. */
function isStructure(line: PublishedLine): boolean {
  return line.kind === 'row' || line.kind === 'code';
}

/** The article's title: the first line that is not a byline, where it looks like a title and text follows. */
function titleLine(lines: readonly Line[], bylines: ReadonlyMap<number, Byline>, known: string | undefined): number | undefined {
  const at = lines.findIndex((_, index) => !bylines.has(index));
  const line = lines[at];
  if (line === undefined || at > edgeLines || isStructure(line) || line.kind === 'item') return undefined;
  if (line.kind === 'heading' || line.text === known) return at;
  if (known !== undefined) return undefined;
  const next = lines[at + 1];
  if (next === undefined || !looksLikeTitle(line.text)) return undefined;
  // A line right above its author's name is a title; a short line above another short line begins a list or a poem.
  if (bylines.has(at + 1)) return at;
  return columnsOf(next.text) >= Math.max(40, columnsOf(line.text) * 1.5) ? at : undefined;
}

/** Short and not a sentence, except that titles may end with an exclamation or question mark. */
function looksLikeTitle(text: string): boolean {
  if (columnsOf(text) > maxTitleColumns || !hasLetters(text) || /[。；;]|https?:/u.test(text)) return false;
  return !endsWithStop(text) || /[!?！？]$/u.test(text);
}

/** What each line is: by its format, else by its looks; `undefined` for a paragraph. */
function kindsOf(
  lines: readonly Line[],
  bylines: ReadonlyMap<number, Byline>,
  titleAt: number | undefined,
): readonly (BlockKind | undefined)[] {
  const known = lines.map((line, at): BlockKind | undefined => (bylines.has(at) ? 'byline' : at === titleAt ? 'heading' : line.kind));
  const items = recogniseItems(lines.map((line, at) => (known[at] === undefined ? line.text : undefined)));
  const kinds = known.map((kind, at) => kind ?? (items.has(at) ? 'item' : undefined));
  // A format that marks the title does not always mark headings.
  if (lines.some((line, at) => line.kind === 'heading' && at !== titleAt)) return kinds;
  const headings = recogniseHeadings(
    lines.map((line, at) => ({
      text: line.text,
      settled: kinds[at] !== undefined,
      gapAfter: line.gapAfter === true || at === lines.length - 1,
    })),
  );
  return kinds.map((kind, at) => (headings.has(at) ? 'heading' : kind));
}

/** The author that a line introduces: 作者简介：张三（花名），…. */
function introducedAuthors(lines: readonly Line[]): readonly string[] {
  return [...lines.slice(0, edgeLines), ...lines.slice(-edgeLines)].flatMap(({ text }) => {
    const name =
      /^(?:作者简介|作者簡介|关于作者|關於作者|about the author)\s*[:：|｜]\s*(\p{Script=Han}{2,4}|\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){1,3})(?=\s*[（(，,])/iu.exec(
        text,
      )?.[1];
    return name ?? [];
  });
}

function firstOf(bylines: readonly Byline[], field: 'publisher' | 'source' | 'date' | 'updated'): string | undefined {
  return bylines.find((byline) => byline[field] !== undefined)?.[field];
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
