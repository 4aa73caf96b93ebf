import { splitIntoPassages, type DocumentReader } from '../corpus/index.js';
import type { CountingEmbedder } from '../embedding/index.js';
import type { IndexWriter, RefusedSource } from '../search-index/index.js';
import { embedWindow, type SplitDocument } from './embed-window.js';
import type { IngestProgress, IngestReport } from './ingest-report.js';
import { unlessRefused, type Source } from './list-sources.js';

/** Passages that are sorted and embedded together, and held in memory meanwhile (about 10 kB each). A document is never parted. */
const windowPassages = 1024;

export interface IndexSourcesOptions {
  readonly writer: IndexWriter;
  readonly reader: DocumentReader;
  readonly embedder: CountingEmbedder;
  readonly maxPassageTokens: number;
  readonly onProgress: ((progress: IngestProgress) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface IndexedSources {
  readonly indexed: readonly string[];
  readonly refused: readonly RefusedSource[];
  readonly furniture: IngestReport['furniture'];
  readonly embeddedPassages: number;
}

/** Reads, splits, embeds and writes the sources, a window of them at a time. @throws EmbeddingError, IndexWriteError, or the signal's reason */
export async function indexSources(sources: readonly Source[], options: IndexSourcesOptions): Promise<IndexedSources> {
  const { writer, reader, embedder, maxPassageTokens, onProgress, signal } = options;
  const indexed: string[] = [];
  const refused: RefusedSource[] = [];
  const furniture: { path: string; lines: readonly string[] }[] = [];
  let window: SplitDocument[] = [];
  let passagesRead = 0;
  let passagesEmbedded = 0;
  let sourcesRead = 0;

  function report(): void {
    // What is still unread is taken to be like what has been read.
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

  for (const source of sources) {
    signal?.throwIfAborted();
    sourcesRead++;
    const outcome = await unlessRefused(source.path, () => source.read(reader, signal));
    if ('refusal' in outcome) {
      refused.push(outcome.refusal);
      continue;
    }
    const document = outcome.result;
    const passages = splitIntoPassages(document, { countTokens: (text) => embedder.countTokens(text), maxTokens: maxPassageTokens });
    passagesRead += passages.length;
    indexed.push(source.path);
    if (document.furniture.length > 0) furniture.push({ path: source.path, lines: document.furniture });
    window.push({ document, passages });
    if (passagesRead - passagesEmbedded >= windowPassages) await writeWindow();
  }
  await writeWindow();
  return { indexed, refused, furniture, embeddedPassages: passagesEmbedded };
}
