/** The subprocess that builds an index. Only `subprocess-ingest.ts` starts it and sends it requests. */
import { worker, workerEmit } from 'workerpool';
import { CorpusError } from '../corpus/index.js';
import { createTransformersEmbedder, EmbeddingError, type EmbedderOptions } from '../embedding/index.js';
import { IndexLockedError, IndexWriteError } from '../search-index/index.js';
import { ingest, type IngestOptions } from './ingest.js';
import type { IngestReport } from './ingest-report.js';

/** Errors lose their class between processes, so the message of an expected one is sent instead. */
export type IngestOutcome = { readonly report: IngestReport } | { readonly failure: string; readonly isOfArticles: boolean };

export interface IngestProcess {
  build(options: IngestOptions, embedder: EmbedderOptions): Promise<IngestOutcome>;
}

// What libraries print may contain an article's text, and would bypass the log.
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
