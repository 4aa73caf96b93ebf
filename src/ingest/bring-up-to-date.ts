import { CorpusError } from '../corpus/index.js';
import type { EmbeddingModel } from '../embedding/index.js';
import type { Log } from '../operations/index.js';
import { readCurrentBuild } from '../search-index/index.js';
import type { IngestOptions } from './ingest.js';
import type { IngestProgress, IngestReport } from './ingest-report.js';
import { createProgressDisplay, type ProgressStream } from './progress-display.js';
import { SubprocessIngestError } from './subprocess-ingest.js';
import { whyStale, type StaleReason } from './why-stale.js';

export type Build = (options: IngestOptions, onProgress: (progress: IngestProgress) => void) => Promise<IngestReport>;

/** Why the index does not match the corpus or the model; `undefined` where it does. @throws CorpusError, the errors of the index */
export async function stalenessOf(
  { corpusFolder, indexFolder }: Pick<IngestOptions, 'corpusFolder' | 'indexFolder'>,
  model: EmbeddingModel,
): Promise<StaleReason | undefined> {
  try {
    return await whyStale(indexFolder, corpusFolder, model);
  } catch (error) {
    // An index that came without its corpus (in a container) is served as it is.
    if (error instanceof CorpusError && (await readCurrentBuild(indexFolder).catch(() => undefined)) !== undefined) return undefined;
    throw error;
  }
}

/**
 * Builds the index where it is missing or stale. Where no article can be read any more, the previous build goes on serving.
 * @throws what `build` throws
 */
export async function bringUpToDate(
  options: IngestOptions,
  reason: StaleReason,
  build: Build,
  { log, stderr }: { readonly log: Log; readonly stderr: ProgressStream },
): Promise<void> {
  const { corpusFolder, indexFolder } = options;
  log.info({ reason, corpusFolder, indexFolder }, 'Building the index.');
  const now = (): Date => new Date();
  const display = createProgressDisplay(stderr, now, (line) => log.info({}, line));
  try {
    // A damaged build has nothing worth copying from.
    const report = await build({ ...options, full: reason === 'damaged' }, (progress) => display.update(progress));
    const { documentCount, passageCount, seconds } = report;
    log.info({ documentCount, passageCount, seconds }, 'The index is built.');
    for (const { path, reason: why } of report.refused) log.warn({ path, reason: why }, 'Skipped an article: it is not in the index.');
  } catch (error) {
    const isOfArticles = error instanceof CorpusError || (error instanceof SubprocessIngestError && error.isOfArticles);
    // Only the articles are at fault: the previous build is whole.
    if (reason !== 'sources' || !isOfArticles) throw error;
    log.error({ reason: error.message }, 'No article can be read; the previous index still serves.');
  } finally {
    display.stop();
  }
}
