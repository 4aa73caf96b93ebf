import type { PdfLine } from './pdf-lines.js';
import type { PublishedParagraph } from './published-article.js';
import { hasBullet } from './recognise-items.js';
import { columnsOf, endsSentence, endsWithStop, spaceBetween } from './text-shape.js';

/** Letters this much larger than the text's are a heading's. */
const headingScale = 1.12;
const maxHeadingColumns = 160;
/** Lines further apart than this many times the usual distance belong to different paragraphs. */
const paragraphGap = 1.35;
/** A first line is indented by at least this share of the letters' height. */
const indent = 0.8;
/** A line that ends this many heights before the margin is the last of its paragraph, if it ends a sentence. */
const shortBy = 2;
/** Lines at the top and the bottom of a page among which running heads and page numbers are. */
const edgeLines = 2;
/** The longest hyphenated word. */
const longestWord = 100;

/** Removes page numbers, and what repeats at the edge of most pages apart from numbers. */
export function withoutRunningHeads(pages: readonly (readonly PdfLine[])[]): { kept: PdfLine[][]; furniture: string[] } {
  const pagesWith = new Map<string, number>();
  for (const page of pages) {
    for (const key of new Set(edgesOf(page).map(keyOf))) pagesWith.set(key, (pagesWith.get(key) ?? 0) + 1);
  }
  const furniture = new Set<string>();
  const kept = pages.map((page) => {
    const edges = new Set(edgesOf(page));
    return page.filter((line) => {
      const isRunning =
        edges.has(line) && ((pages.length > 1 && isPageNumber(line.text)) || repeats(pagesWith.get(keyOf(line)) ?? 0, pages.length));
      if (isRunning) furniture.add(line.text);
      return !isRunning;
    });
  });
  return { kept, furniture: [...furniture] };
}

function repeats(count: number, pages: number): boolean {
  return count >= 3 && count > pages / 2;
}

function edgesOf(page: readonly PdfLine[]): readonly PdfLine[] {
  const fromTop = [...page].sort((a, b) => b.y - a.y);
  return [...fromTop.slice(0, edgeLines), ...fromTop.slice(-edgeLines)];
}

function keyOf(line: PdfLine): string {
  return line.text.replace(/\d+/gu, '#');
}

function isPageNumber(text: string): boolean {
  return /^(?:[-–—·\s]*\d{1,4}[-–—·\s]*|page\s+\d+(?:\s+of\s+\d+)?|\d+\s*\/\s*\d+|第\s*\d+\s*[页頁](?:\s*[共/]\s*\d+\s*[页頁])?)$/iu.test(
    text,
  );
}

/** Joins lines to paragraphs, also across pages. */
export function paragraphsOfLines(pages: readonly (readonly PdfLine[])[]): PublishedParagraph[] {
  const lines = pages.flat();
  const bodyHeight = usual(lines.map((line) => [line.height, line.text.length]));
  const pitch = usual(
    lines.slice(1).flatMap((line, at): [number, number][] => {
      const step = (lines[at]?.y ?? 0) - line.y;
      return step > 0 ? [[step, 1]] : [];
    }),
  );
  const words = new Set(lines.flatMap((line) => line.text.toLowerCase().match(/[a-z]+(?:-[a-z]+)*(?!-$)/gu) ?? []));
  const isHeading = (line: PdfLine): boolean =>
    line.height >= bodyHeight * headingScale && columnsOf(line.text) <= maxHeadingColumns && !endsWithStop(line.text);

  const paragraphs: Draft[] = [];
  lines.forEach((line, at) => {
    const previous = lines[at - 1];
    const current = paragraphs.at(-1);
    const heading = isHeading(line);
    if (
      previous === undefined ||
      current === undefined ||
      heading !== current.heading ||
      startsParagraph(previous, line, pitch, rightMargin(lines, at - 1))
    ) {
      paragraphs.push({ texts: [line.text], length: line.text.length, heading, page: line.page, pageBreaks: [] });
      return;
    }
    const end = joinBroken(current.texts.pop() ?? '', line.text, words);
    current.texts.push(end, line.text);
    current.length += end.length - previous.text.length;
    if (line.page !== previous.page) current.pageBreaks.push(current.length);
    current.length += line.text.length;
  });
  return paragraphs.map(({ texts, heading, page, pageBreaks }) => ({
    text: texts.join(''),
    page,
    ...(heading && { kind: 'heading' as const }),
    ...(pageBreaks.length > 0 && { pageBreaks }),
  }));
}

/** A paragraph in progress. Its lines are joined once, since a paragraph may have as many as the file. */
interface Draft {
  readonly texts: string[];
  /** Of all the texts. */
  length: number;
  readonly heading: boolean;
  readonly page: number;
  readonly pageBreaks: number[];
}

function startsParagraph(previous: PdfLine, line: PdfLine, pitch: number, margin: number): boolean {
  if (Math.abs(line.height - previous.height) > previous.height * 0.1 || hasBullet(line.text)) return true;
  const isIndented = line.left - previous.left > line.height * indent;
  const isShort = margin - previous.right > previous.height * shortBy;
  const ended = endsSentence(previous.text);
  // Across pages and columns, distances mean nothing; an unfinished sentence continues the paragraph.
  if (line.page !== previous.page || line.y >= previous.y) return ended;
  if (previous.y - line.y > pitch * paragraphGap) return true;
  // The lines of an item hang under its first word.
  return (isIndented && previous.left <= line.left && !hasBullet(previous.text)) || (isShort && ended);
}

/** Where the lines around this one end: the right margin of their column. */
function rightMargin(lines: readonly PdfLine[], at: number): number {
  return lines.slice(Math.max(0, at - 5), at + 6).reduce((right, line) => Math.max(right, line.right), 0);
}

/**
 * A line as it is joined with the next one of its paragraph: without the hyphen at its end, or with a space.
 * A hyphen there is the typesetter's, unless the document writes the word with one elsewhere.
 */
function joinBroken(line: string, next: string, words: ReadonlySet<string>): string {
  if (line.endsWith('\u00ad')) return line.slice(0, -1);
  const before = /([a-z]+)-$/iu.exec(line.slice(-longestWord))?.[1];
  const after = /^[a-z]+/u.exec(next)?.[0];
  if (before === undefined || after === undefined) return line + spaceBetween(line, next);
  return words.has(`${before}-${after}`.toLowerCase()) ? line : line.slice(0, -1);
}

/** The value with the most weight, to a tenth of a point. */
function usual(values: readonly (readonly [value: number, weight: number])[]): number {
  const weights = new Map<number, number>();
  for (const [value, weight] of values) {
    const rounded = Math.round(value * 10) / 10;
    weights.set(rounded, (weights.get(rounded) ?? 0) + weight);
  }
  return [...weights].reduce<readonly [number, number]>((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
}
