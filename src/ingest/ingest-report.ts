import type { RefusedSource } from '../search-index/index.js';

/** What an ingest did. Paths are those of {@link SourceDocument}: within the corpus, or addresses. */
export interface IngestReport {
  /** The build that is served now. */
  readonly build: string;
  /** False where there was nothing to do, and the previous build still serves. */
  readonly isNewBuild: boolean;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  /** Skipped articles, and why. */
  readonly refused: readonly RefusedSource[];
  /** Files of the corpus folder that are no articles by their names. */
  readonly ignored: readonly string[];
  /** Page furniture removed from the documents that were read. */
  readonly furniture: readonly { readonly path: string; readonly lines: readonly string[] }[];
  /** Problems in documents that were read all the same, each a sentence that names the place. */
  readonly warnings: readonly { readonly path: string; readonly warnings: readonly string[] }[];
  /** Documents with the same text as another one, which is indexed instead. */
  readonly duplicates: readonly { readonly path: string; readonly duplicateOf: string }[];
  readonly documentCount: number;
  readonly passageCount: number;
  /** How many of the passages were embedded; the others were copied from the previous build. */
  readonly embeddedPassages: number;
  readonly seconds: number;
}

/** Passages embedded so far; `total` is an estimate until the last document has been read. */
export interface IngestProgress {
  readonly done: number;
  readonly total: number;
}
