import type { EmbeddingModel } from '../embedding/index.js';
import { hasSettings, IndexCorruptError, IndexMissingError, IndexVersionError, readManifest } from '../search-index/index.js';
import { createFetchedArticles } from './fetched-articles.js';
import { settingsFor } from './ingest-settings.js';
import { hashSources, listSources } from './list-sources.js';

/** Why an index has to be rebuilt or updated. */
export type StaleReason = 'missing' | 'damaged' | 'format' | 'model' | 'settings' | 'sources';

/**
 * Whether an ingest would change the index, and why; `undefined` where it would not. Reads the manifest and hashes the articles' bytes,
 * which is a fraction of a second for thousands of articles; `openIndex` checks the index's other files.
 * @throws NoCorpusError, NotAFolderError, UnreadableFolderError
 */
export async function whyStale(
  indexFolder: string,
  corpusFolder: string,
  model: Pick<EmbeddingModel, 'fingerprint' | 'maxTokens'>,
): Promise<StaleReason | undefined> {
  const { sources } = await listSources(corpusFolder, createFetchedArticles(indexFolder));
  try {
    const manifest = await readManifest(indexFolder);
    if (manifest.model.fingerprint !== model.fingerprint) return 'model';
    if (!hasSettings(manifest, settingsFor(model))) return 'settings';
    const { hashes } = await hashSources(sources);
    const recorded = new Map([...manifest.refused, ...manifest.sources].map(({ path, sha256 }) => [path, sha256]));
    const isAsRecorded = ({ path }: { readonly path: string }): boolean => recorded.has(path) && recorded.get(path) === hashes.get(path);
    const isComplete = manifest.sources.every(({ path }) => hashes.has(path));
    return isComplete && sources.every(isAsRecorded) ? undefined : 'sources';
  } catch (error) {
    if (error instanceof IndexMissingError) return 'missing';
    if (error instanceof IndexCorruptError) return 'damaged';
    if (error instanceof IndexVersionError) return 'format';
    throw error;
  }
}
