import type { Language } from '../language/index.js';

/** A half-open range `[start, end)` of UTF-16 offsets into a document's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a stretch of a document is. `byline` lines are searched like paragraphs: people ask who wrote an article. */
export type BlockKind = 'paragraph' | 'heading' | 'byline';

/** A paragraph, heading or byline line; blocks are in order and do not overlap. */
export interface Block extends Span {
  readonly kind: BlockKind;
  /** The page that the block starts on, from 1; only where the format has pages. */
  readonly page?: number;
  /** Where the block goes over to a next page: offsets into the document's text, ascending; left out where it stays on its page. */
  readonly pageBreaks?: readonly number[];
}

/** One article. `text` is what the publisher wrote, and what every offset points into. */
export interface SourceDocument {
  /** The file's path within the corpus with `/` between folders, or the address it was fetched from. */
  readonly path: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly publisher?: string;
  readonly language: Language;
  /** Where readers can open the article, when known. */
  readonly sourceUrl?: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** SHA-256 of the bytes the document was read from, lower-case hexadecimal. */
  readonly sha256: string;
  /** Page furniture that was left out of `text`, verbatim, for the ingest report. */
  readonly furniture: readonly string[];
}

/** A run of whole sentences of one document; never crosses a block. */
export interface Passage extends Span {
  /** The document's `path`. */
  readonly document: string;
  /** Position among the document's passages, from 0. */
  readonly ordinal: number;
  /** `document.text.slice(start, end)`. */
  readonly text: string;
  /** The heading that the passage stands under. */
  readonly section?: string;
  readonly page?: number;
  /** The sentences (or, of an over-long sentence, its clauses) as offsets into the *passage's* text, in order, covering it. */
  readonly sentences: readonly Span[];
}
