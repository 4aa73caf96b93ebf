import type { SourceDocument } from './document.js';
import { CorpusError, EmptyCorpusError, refusalOf, type Refusal } from './errors.js';
import { listCorpus } from './list-corpus.js';
import { readDocument } from './read-document.js';

export interface Corpus {
  /** Sorted by path. */
  readonly documents: readonly SourceDocument[];
  /** Files that are no readable article, and why. */
  readonly refusals: readonly Refusal[];
  /** Files of other formats, which were not looked into. */
  readonly ignored: readonly string[];
}

/**
 * Every article in a folder, read.
 * @throws NoCorpusError, NotAFolderError, UnreadableFolderError, and EmptyCorpusError where not a single article can be read.
 */
export async function readCorpus(folder: string): Promise<Corpus> {
  const { files, refusals: unlisted, ignored } = await listCorpus(folder);
  const refusals = [...unlisted];
  const documents: SourceDocument[] = [];
  for (const file of files) {
    try {
      const { bytes } = await file.read();
      documents.push(await readDocument(bytes, { path: file.path }));
    } catch (error) {
      if (!(error instanceof CorpusError)) throw error;
      refusals.push(refusalOf(error));
    }
  }
  if (documents.length === 0) throw new EmptyCorpusError(folder, refusals);
  return { documents, refusals, ignored };
}
