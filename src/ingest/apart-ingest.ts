import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { pool } from 'workerpool';
import type { EmbedderOptions } from '../embedding/index.js';
import type { IngestOptions } from './ingest.js';
import type { IngestOutcome, IngestProcess } from './ingest-process.js';
import type { IngestProgress, IngestReport } from './ingest-report.js';

const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const processFile = `${import.meta.dirname}/ingest-process.ts`;
const task: keyof IngestProcess = 'build';

/** What was to be expected of a build in another process: its message says what happened and what to do. */
export class ApartIngestError extends Error {
  override readonly name = 'ApartIngestError';
  constructor(
    message: string,
    /** Only the articles are at fault; a build that was there before is whole. */
    readonly isOfArticles: boolean,
  ) {
    super(message);
  }
}

/**
 * As `ingest`, in a process of its own: taking a book apart takes seconds in which this process would answer nobody, its health checks
 * included. The process ends with this one.
 * @throws ApartIngestError for whatever `ingest` is expected to fail with
 */
export async function ingestApart(
  options: IngestOptions,
  embedder: EmbedderOptions,
  onProgress: (progress: IngestProgress) => void,
): Promise<IngestReport> {
  const processes = pool(processFile, {
    workerType: 'process',
    maxWorkers: 1,
    forkOpts: { execArgv: ['--import', loader], serialization: 'advanced' },
  });
  try {
    // Only ingest-process.ts answers.
    const outcome = (await processes.exec(task, [options, embedder], {
      on: (progress) => onProgress(progress as IngestProgress),
    })) as IngestOutcome;
    if ('report' in outcome) return outcome.report;
    throw new ApartIngestError(outcome.failure, outcome.isOfArticles);
  } finally {
    await processes.terminate(true);
  }
}
