/** What the process that builds an index does. Only `apart-ingest.ts` starts and asks it. */
import { worker, workerEmit } from 'workerpool';
import { CorpusError } from '../corpus/index.js';
import { createTransformersEmbedder, EmbeddingError, type EmbedderOptions } from '../embedding/index.js';
import { IndexLockedError, IndexWriteError } from '../search-index/index.js';
import { ingest, type IngestOptions } from './ingest.js';
import type { IngestReport } from './ingest-report.js';

/** An error that goes to another process arrives there as one of no class; what was to be expected goes as a sentence instead. */
export type IngestOutcome = { readonly report: IngestReport } | { readonly failure: string; readonly isOfArticles: boolean };

export interface IngestProcess {
  build(options: IngestOptions, embedder: EmbedderOptions): Promise<IngestOutcome>;
}

// What libraries print may hold the text of an article, and would not pass the log.
const silent = (): void => undefined;
Object.assign(globalThis.console, { debug: silent, error: silent, info: silent, log: silent, trace: silent, warn: silent });

const expected = [CorpusError, EmbeddingError, IndexLockedError, IndexWriteError];

const methods: IngestProcess = {
  async build(options, embedderOptions) {
    try {
      const embedder = await createTransformersEmbedder(embedderOptions);
      return { report: await ingest(options, { embedder, now: () => new Date(), onProgress: (progress) => workerEmit(progress) }) };
    } catch (error) {
      if (!(error instanceof Error && expected.some((kind) => error instanceof kind))) throw error;
      return { failure: error.message, isOfArticles: error instanceof CorpusError };
    }
  },
};
worker({ ...methods });
