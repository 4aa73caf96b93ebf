/**
 * Search index: passages on disk, found by meaning (HNSW) and by words (BM25); writes, opens and verifies the index folder.
 * Knows nothing of questions, ranking or where articles come from. SQLite and hnswlib are named nowhere else than in here.
 */
export {
  IndexCorruptError,
  IndexLockedError,
  IndexMismatchError,
  IndexMissingError,
  IndexVersionError,
  IndexWriteError,
} from './errors.js';
export { createBuildNotes, type BuildNotes } from './build-notes.js';
export { serveIndex } from './serve-index.js';
export { readCurrentBuild } from './index-folder.js';
export { createIndexWriter, hasSettings, type IndexWriter, type WriterOptions } from './index-writer.js';
export { openIndex, verifyIndex } from './open-index.js';
export type {
  DocumentToIndex,
  IndexedDocument,
  IndexedPassage,
  IndexManifest,
  PassageId,
  PassageIndex,
  PassageToIndex,
  PassageVectors,
  RefusedSource,
  SearchedTerm,
} from './passage-index.js';
export { readManifest } from './read-manifest.js';
export { asWriteFailure } from './write-failure.js';
