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

/** An expected failure of a build in a subprocess: its message says what happened and what to do. */
export class SubprocessIngestError extends Error {
  override readonly name = 'SubprocessIngestError';
  readonly isExpected = true;
  constructor(
    message: string,
    /** Only the articles are at fault; a previous build is whole. */
    readonly isOfArticles: boolean,
  ) {
    super(message);
  }
}

/**
 * Like `ingest`, in a subprocess: parsing a book takes seconds, in which this process could answer nobody, not even health checks. The
 * subprocess ends with this process. @throws SubprocessIngestError for every expected failure of `ingest`
 */
export async function ingestInSubprocess(
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
    throw new SubprocessIngestError(outcome.failure, outcome.isOfArticles);
  } finally {
    await processes.terminate(true);
  }
}
