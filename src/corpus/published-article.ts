import type { Language } from '../language/index.js';
import type { BlockKind, Span } from './document.js';

/** What a line is according to its format; without a kind it is text, in which headings and bylines may be recognised. */
export interface Marking {
  readonly kind?: Exclude<BlockKind, 'paragraph' | 'byline'>;
  /** Of a heading, where the format tells: 1 is the highest. */
  readonly level?: number;
  /** A table's first row, which names its columns. */
  readonly isTableHeader?: boolean;
}

/** A line or paragraph from a format's reader, before recognition. */
export interface PublishedLine extends Span, Marking {
  /** An empty line follows. */
  readonly gapAfter?: boolean;
  readonly page?: number;
  readonly pageBreaks?: readonly number[];
}

/** What a publisher, a page or a file says of its article. */
export interface ArticleMetadata {
  readonly title?: string;
  readonly authors?: readonly string[];
  readonly publisher?: string;
  /** ISO 8601, as in SourceDocument. */
  readonly date?: string;
  readonly updated?: string;
  readonly tags?: readonly string[];
  readonly number?: string;
  readonly language?: Language;
  readonly sourceUrl?: string;
}

/** The result of every format's reader: the text that readers see, its lines, and its metadata. */
export interface PublishedArticle {
  readonly text: string;
  /** In order, without overlap; white space may lie between and around them. */
  readonly lines: readonly PublishedLine[];
  readonly metadata: ArticleMetadata;
  /** Page furniture that the format identifies, such as running heads of a PDF; it is not in `text`. */
  readonly furniture: readonly string[];
  /** What could not be read and is not needed, each a sentence for the publisher. */
  readonly warnings?: readonly string[];
}

/** The text of a paragraph, and what its format says about it. */
export interface PublishedParagraph extends Marking {
  readonly text: string;
  readonly page?: number;
  /** Offsets into `text` at which a next page begins. */
  readonly pageBreaks?: readonly number[];
}

/** Joins paragraphs with empty lines between them, for formats whose text is not the file's own. */
export function layOut(paragraphs: readonly PublishedParagraph[]): Pick<PublishedArticle, 'text' | 'lines'> {
  const lines: PublishedLine[] = [];
  let length = 0;
  const filled = paragraphs.filter((paragraph) => paragraph.text.trim() !== '');
  for (const { text, pageBreaks, ...known } of filled) {
    const start = length;
    lines.push({ ...known, start, end: start + text.length, ...(pageBreaks && { pageBreaks: pageBreaks.map((at) => start + at) }) });
    length += text.length + paragraphGap.length;
  }
  return { text: filled.map((paragraph) => paragraph.text).join(paragraphGap), lines };
}

const paragraphGap = '\n\n';
