import type { CountingEmbedder } from '../embedding/index.js';
import type { IndexWriter, RefusedSource } from '../search-index/index.js';
import { embedWindow, type SplitDocument } from './embed-window.js';
import type { IngestProgress, IngestReport } from './ingest-report.js';
import { unlessRefused } from './list-sources.js';
import type { KnownSource } from './read-sources.js';
import { passagesWithout, writeRecord, type Repetition } from './repeated-text.js';

/** How many passages are sorted and embedded together, and held in memory (about 10 kB each). A document is never split. */
const windowPassages = 1024;

export interface IndexSourcesOptions {
  readonly writer: IndexWriter;
  readonly embedder: CountingEmbedder;
  readonly maxPassageTokens: number;
  /** The passages to skip of each document, by path. */
  readonly repetition: ReadonlyMap<string, Repetition>;
  readonly onProgress: ((progress: IngestProgress) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface IndexedSources {
  readonly indexed: readonly string[];
  readonly refused: readonly RefusedSource[];
  readonly furniture: IngestReport['furniture'];
  readonly warnings: IngestReport['warnings'];
  readonly embeddedPassages: number;
}

/** Splits, embeds and writes the sources, a window of them at a time. @throws EmbeddingError, IndexWriteError, or the signal's reason */
export async function indexSources(sources: readonly KnownSource[], options: IndexSourcesOptions): Promise<IndexedSources> {
  const { writer, embedder, maxPassageTokens, repetition, onProgress, signal } = options;
  const indexed: string[] = [];
  const refused: RefusedSource[] = [];
  const furniture: { path: string; lines: readonly string[] }[] = [];
  const warnings: { path: string; warnings: readonly string[] }[] = [];
  let window: SplitDocument[] = [];
  let passagesRead = 0;
  let passagesEmbedded = 0;
  let sourcesRead = 0;

  function report(): void {
    // An estimate: unread documents are assumed to be like those read.
    const total = Math.max(passagesRead, Math.round((passagesRead / Math.max(1, sourcesRead)) * sources.length));
    onProgress?.({ done: passagesEmbedded, total });
  }

  async function writeWindow(): Promise<void> {
    const onBatch = (passages: number): void => {
      passagesEmbedded += passages;
      report();
    };
    for (const document of await embedWindow(window, { embedder, signal, onBatch })) writer.addDocument(document);
    window = [];
  }

  for (const { source, keys, read } of sources) {
    signal?.throwIfAborted();
    sourcesRead++;
    const outcome = await unlessRefused(source.path, read);
    if ('refusal' in outcome) {
      refused.push(outcome.refusal);
      continue;
    }
    const document = outcome.result;
    const leftOut = repetition.get(source.path);
    const countTokens = (text: string): number => embedder.countTokens(text);
    const passages = passagesWithout(document, leftOut, { countTokens, maxTokens: maxPassageTokens });
    passagesRead += passages.length;
    indexed.push(source.path);
    if (document.furniture.length > 0) furniture.push({ path: source.path, lines: document.furniture });
    if (document.warnings !== undefined) warnings.push({ path: source.path, warnings: document.warnings });
    window.push({ document, passages, ingestRecord: writeRecord(keys, leftOut) });
    if (passagesRead - passagesEmbedded >= windowPassages) await writeWindow();
  }
  await writeWindow();
  return { indexed, refused, furniture, warnings, embeddedPassages: passagesEmbedded };
}
