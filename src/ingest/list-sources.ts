import { CorpusError, listCorpus, type CorpusFile, type DocumentReader, type SourceDocument } from '../corpus/index.js';
import type { RefusedSource } from '../search-index/index.js';
import type { FetchedArticles, FetchedRecord } from './fetched-articles.js';

/** A possible article of the index: a file of the corpus, or the stored copy of a fetched one. */
export interface Source {
  readonly path: string;
  /** SHA-256 of the bytes as they are now. @throws CorpusError */
  hash(): Promise<string>;
  /** @throws CorpusError, or the signal's reason */
  read(reader: DocumentReader, signal?: AbortSignal): Promise<SourceDocument>;
}

export interface Sources {
  readonly sources: readonly Source[];
  readonly refused: readonly RefusedSource[];
  readonly ignored: readonly string[];
}

/** @throws NoCorpusError, NotAFolderError, UnreadableFolderError */
export async function listSources(corpusFolder: string, fetched: FetchedArticles): Promise<Sources> {
  const { files, refusals, ignored } = await listCorpus(corpusFolder);
  const records = await fetched.list();
  return {
    sources: [...files.map(fileSource), ...records.map((record) => fetchedSource(record, fetched))],
    refused: refusals.map(({ path, reason }) => ({ path, reason })),
    ignored,
  };
}

function fileSource({ path, read }: CorpusFile): Source {
  return {
    path,
    hash: async () => (await read()).sha256,
    read: async (reader, signal) => reader.read((await read()).bytes, { path }, signal),
  };
}

function fetchedSource(record: FetchedRecord, fetched: FetchedArticles): Source {
  const { address: path, fetchedFrom, contentType, sha256 } = record;
  return {
    path,
    hash: async () => sha256,
    read: async (reader, signal) => reader.read(await fetched.read(record), { path, fetchedFrom, contentType }, signal),
  };
}

/** The result of reading a source, or why it was skipped. */
export async function unlessRefused<Result>(
  path: string,
  look: () => Promise<Result>,
): Promise<{ readonly result: Result } | { readonly refusal: RefusedSource }> {
  try {
    return { result: await look() };
  } catch (error) {
    if (!(error instanceof CorpusError)) throw error;
    return { refusal: { path, reason: error.message } };
  }
}

/** The bytes' hash of every source, and the sources that could not be opened. */
export async function hashSources(
  sources: readonly Source[],
  signal?: AbortSignal,
): Promise<{ readonly hashes: ReadonlyMap<string, string>; readonly refused: readonly RefusedSource[] }> {
  const hashes = new Map<string, string>();
  const refused: RefusedSource[] = [];
  for (const source of sources) {
    signal?.throwIfAborted();
    const outcome = await unlessRefused(source.path, () => source.hash());
    if ('refusal' in outcome) refused.push(outcome.refusal);
    else hashes.set(source.path, outcome.result);
  }
  return { hashes, refused };
}
