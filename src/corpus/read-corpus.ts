import type { SourceDocument } from './document.js';
import { CorpusError, EmptyCorpusError, refusalOf, type Refusal } from './errors.js';
import { listCorpus } from './list-corpus.js';
import { createDocumentReader } from './document-reader.js';
import type { ParseLimits } from './parse-limits.js';

export interface Corpus {
  /** Sorted by path. */
  readonly documents: readonly SourceDocument[];
  /** Files that could not be read, and why. */
  readonly refusals: readonly Refusal[];
  /** Files of other formats, which were not looked into. */
  readonly ignored: readonly string[];
}

/**
 * Every article in a folder, read.
 * @throws NoCorpusError, NotAFolderError, UnreadableFolderError, and EmptyCorpusError where not a single article can be read.
 */
export async function readCorpus(folder: string, limits?: Partial<ParseLimits>): Promise<Corpus> {
  const { files, refusals: unlisted, ignored } = await listCorpus(folder);
  const refusals = [...unlisted];
  const documents: SourceDocument[] = [];
  const reader = createDocumentReader(limits);
  try {
    for (const file of files) {
      try {
        const { bytes } = await file.read();
        documents.push(await reader.read(bytes, { path: file.path }));
      } catch (error) {
        if (!(error instanceof CorpusError)) throw error;
        refusals.push(refusalOf(error));
      }
    }
  } finally {
    reader.close();
  }
  if (documents.length === 0) throw new EmptyCorpusError(folder, refusals);
  return { documents, refusals, ignored };
}
