import type { RefusedSource } from '../search-index/index.js';

/** What an ingest did. Paths are those of {@link SourceDocument}: within the corpus, or addresses. */
export interface IngestReport {
  /** The build that is served now. */
  readonly build: string;
  /** False where there was nothing to do, and the build that was served still is. */
  readonly isNewBuild: boolean;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  /** Left out, and why. */
  readonly refused: readonly RefusedSource[];
  /** Files of the corpus folder that are no articles by their names. */
  readonly ignored: readonly string[];
  /** Page furniture that was left out of the documents that were read. */
  readonly furniture: readonly { readonly path: string; readonly lines: readonly string[] }[];
  /** What was amiss in documents that were read all the same, each a sentence that names the place. */
  readonly warnings: readonly { readonly path: string; readonly warnings: readonly string[] }[];
  /** Documents with the same text as another one, which is found in their place. */
  readonly duplicates: readonly { readonly path: string; readonly duplicateOf: string }[];
  readonly documentCount: number;
  readonly passageCount: number;
  /** How many of the passages were embedded now; the others were taken over. */
  readonly embeddedPassages: number;
  readonly seconds: number;
}

/** Passages embedded so far; `total` is an estimate until the last document has been read. */
export interface IngestProgress {
  readonly done: number;
  readonly total: number;
}
