import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CountingEmbedder } from '../../src/embedding/index.js';
import { ingest } from '../../src/ingest/index.js';
import { createRetriever } from '../../src/retrieval/index.js';
import { openIndex, type PassageIndex } from '../../src/search-index/index.js';
import { createBundledEmbedder } from '../embedding/bundled-embedder.js';

export interface IndexedCorpus {
  readonly embedder: CountingEmbedder;
  readonly index: PassageIndex;
  remove(): Promise<void>;
}

/** The article of the repository, indexed into a temporary folder as `npm run ingest` does; half a second. */
export async function indexArticle(): Promise<IndexedCorpus> {
  return indexCorpus(join(import.meta.dirname, '..', '..', 'corpus'), await createBundledEmbedder());
}

export async function indexCorpus(corpusFolder: string, embedder: CountingEmbedder): Promise<IndexedCorpus> {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-article-'));
  await ingest({ corpusFolder, indexFolder: folder }, { embedder, now: () => new Date() });
  const index = await openIndex(folder, { model: embedder.model });
  // As at a start: the first question does not wait for it.
  await createRetriever({ embedder, index: () => index }).prepare(index);
  return {
    embedder,
    index,
    remove: async () => {
      index.close();
      await embedder.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
