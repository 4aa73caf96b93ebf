import type { Language } from '../language/index.js';

/** A half-open range `[start, end)` of UTF-16 offsets into a document's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a block of a document is. `byline` lines are searched like paragraphs, since people ask who wrote an article. */
export const blockKinds = ['paragraph', 'heading', 'byline', 'item', 'row', 'code'] as const;
export type BlockKind = (typeof blockKinds)[number];

/** A paragraph, heading, byline line, list item, table row or code block; blocks are in order and do not overlap. */
export interface Block extends Span {
  readonly kind: BlockKind;
  /** Of a heading where the format tells: 1 is the highest. */
  readonly level?: number;
  /** A table's first row, with the names of the columns. */
  readonly isTableHeader?: boolean;
  /** The page that the block starts on, from 1; only where the format has pages. */
  readonly page?: number;
  /** Where the block continues on a next page: offsets into the document's text, ascending. Left out where it stays on one page. */
  readonly pageBreaks?: readonly number[];
}

/** One article. `text` is the publisher's, and every offset points into it. */
export interface SourceDocument {
  /** The file's path within the corpus with `/` between folders, or the address it was fetched from. */
  readonly path: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly publisher?: string;
  /** Publication date, ISO 8601 (`2024-09-13`, or `2024-09` or `2024` where that is all that is known). */
  readonly date?: string;
  /** When the article was last changed, as `date`. */
  readonly updated?: string;
  readonly tags?: readonly string[];
  /** Number of the issue of a newsletter or magazine, as written ("250"). */
  readonly number?: string;
  readonly language: Language;
  /** Where readers can open the article, when known. */
  readonly sourceUrl?: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** SHA-256 of the bytes the document was read from, lower-case hexadecimal. */
  readonly sha256: string;
  /** Page furniture removed from `text`, verbatim, for the ingest report. */
  readonly furniture: readonly string[];
  /** Problems in the file that did not prevent reading it, each a sentence for the ingest report. */
  readonly warnings?: readonly string[];
}

/** Adjacent blocks of one section, or a part of one long block; never crosses a heading. */
export interface Passage extends Span {
  /** The document's `path`. */
  readonly document: string;
  /** Position among the document's passages, from 0. */
  readonly ordinal: number;
  /** `document.text.slice(start, end)`. */
  readonly text: string;
  /** The heading that the passage stands under. */
  readonly section?: string;
  /** The header of the table whose rows the passage begins with, where the header itself stands in an earlier passage. */
  readonly columns?: string;
  /** The page that the passage starts on. */
  readonly page?: number;
  /** The sentences, items, rows and lines of code as offsets into the *passage's* text, in order, covering it. */
  readonly sentences: readonly Span[];
}
