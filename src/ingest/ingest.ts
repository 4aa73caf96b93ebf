import {
  CorpusError,
  createDocumentReader,
  EmptyCorpusError,
  type DocumentReader,
  type FetchArticleOptions,
  type ParseLimits,
  type SourceDocument,
} from '../corpus/index.js';
import type { CountingEmbedder } from '../embedding/index.js';
import {
  createIndexWriter,
  IndexCorruptError,
  IndexMissingError,
  IndexVersionError,
  readManifest,
  verifyIndex,
  type IndexManifest,
  type IndexWriter,
  type RefusedSource,
} from '../search-index/index.js';
import { fetchAddresses, forgetAddresses } from './fetch-addresses.js';
import { createFetchedArticles } from './fetched-articles.js';
import { indexSources } from './index-sources.js';
import type { IngestProgress, IngestReport } from './ingest-report.js';
import { settingsFor } from './ingest-settings.js';
import { hashSources, listSources, type Source } from './list-sources.js';
import { readSources, type KnownSource } from './read-sources.js';
import { findRepetition, readRecord, signatureOf } from './repeated-text.js';

export interface IngestOptions {
  readonly corpusFolder: string;
  readonly indexFolder: string;
  /** Addresses to fetch, besides those fetched earlier. */
  readonly urls?: readonly string[];
  /** Fetched addresses to remove from the index. */
  readonly forget?: readonly string[];
  /** Compute everything again instead of only what has changed. */
  readonly full?: boolean;
  readonly allowPrivateAddresses?: boolean;
  /** Limits of reading one article; default: as in the configuration. */
  readonly parseLimits?: Partial<ParseLimits>;
}

export interface IngestDependencies {
  readonly embedder: CountingEmbedder;
  readonly now: () => Date;
  readonly onProgress?: (progress: IngestProgress) => void;
  /** Stops the ingest; it then fails with the signal's reason, and the old build goes on serving. */
  readonly signal?: AbortSignal;
  readonly network?: FetchArticleOptions['network'];
}

/**
 * Brings the index up to date with the corpus folder and the addresses. Unreadable articles are skipped and named in the report.
 * @throws CorpusError (no corpus, nothing to read in it), IndexLockedError, IndexWriteError, EmbeddingError, or the signal's reason; the
 * previous index then still serves
 */
export async function ingest(options: IngestOptions, dependencies: IngestDependencies): Promise<IngestReport> {
  const { indexFolder, full = false } = options;
  const { embedder, now, signal } = dependencies;
  const settings = settingsFor(embedder.model);
  // The lock comes first, so that a second ingest is refused before it reads the corpus or changes the fetched articles.
  const writer = await createIndexWriter(indexFolder, { model: embedder.model, settings, now, full, ...(signal && { signal }) });
  const reader = createDocumentReader(options.parseLimits);
  try {
    return await writeBuild(writer, reader, settings.maxPassageTokens, options, dependencies);
  } finally {
    reader.close();
    await writer.abort();
  }
}

async function writeBuild(
  writer: IndexWriter,
  reader: DocumentReader,
  maxPassageTokens: number,
  { corpusFolder, indexFolder, urls = [], forget = [], allowPrivateAddresses = false }: IngestOptions,
  { embedder, now, onProgress, signal, network }: IngestDependencies,
): Promise<IngestReport> {
  const startedAt = now();
  const fetched = createFetchedArticles(indexFolder);
  const unknown = await forgetAddresses(forget, fetched);
  const unfetched = await fetchAddresses(urls, fetched, reader, now, { allowPrivateAddresses, ...(network && { network }) });

  const { sources, refused: unlisted, ignored } = await listSources(corpusFolder, fetched);
  const { hashes, refused: unhashed } = await hashSources(sources, signal);
  const isUnchanged = ({ path, sha256 }: IndexManifest['sources'][number]): boolean => hashes.get(path) === sha256;
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const unchanged = (source: IndexManifest['sources'][number]): Source | undefined =>
    isUnchanged(source) ? byPath.get(source.path) : undefined;
  const kept = keptSources(writer, unchanged, (source) => source.read(reader, signal));
  const toRead = sources.filter(({ path }) => hashes.has(path) && !kept.has(path));
  const { known: read, refused: unreadable } = await readSources(toRead, reader, signal);
  const repetition = findRepetition(new Map([...kept.values(), ...read].map(({ source, keys }) => [source.path, keys])));
  const isAsBefore = ({ source, leftOut }: KeptSource): boolean => leftOut === signatureOf(repetition.get(source.path));
  // In the order of the previous build, so that its vector graph can be extended where documents were only added.
  const copied = new Set([...kept.values()].filter(isAsBefore).map(({ source }) => source.path));
  for (const path of copied) writer.copyDocument(path);
  const {
    indexed,
    refused: unindexed,
    furniture,
    warnings,
    embeddedPassages,
  } = await indexSources([...read, ...[...kept.values()].filter((source) => !isAsBefore(source))], {
    writer,
    embedder,
    maxPassageTokens,
    repetition,
    onProgress,
    signal,
  });
  const unread = [...unreadable, ...unindexed];

  const refused = [...unknown, ...unfetched, ...unlisted, ...unhashed, ...unread];
  if (copied.size + indexed.length === 0) throw nothingToRead(corpusFolder, refused);
  const recorded = [...unlisted, ...unhashed, ...unread].map((refusal) => ({ ...refusal, sha256: hashes.get(refusal.path) }));
  for (const refusal of recorded) writer.refuseSource(refusal);

  const known = new Map((await manifestOf(indexFolder))?.sources.map(({ path, sha256 }) => [path, sha256]));
  const present = new Set([...copied, ...indexed]);
  const removed = [...known.keys()].filter((path) => !present.has(path));
  const isNews = writer.previous === undefined || indexed.length + removed.length > 0;
  const served = isNews ? undefined : await intactManifest(indexFolder, recorded);
  const { build, documentCount, passageCount } = served ?? (await writer.finish());
  return {
    build,
    isNewBuild: served === undefined,
    added: indexed.filter((path) => !known.has(path)),
    changed: indexed.filter((path) => known.has(path) && known.get(path) !== hashes.get(path)),
    removed,
    unchanged: [...present].filter((path) => known.get(path) === hashes.get(path)),
    refused,
    ignored,
    furniture,
    warnings,
    duplicates: [...present].flatMap((path) => {
      const duplicateOf = repetition.get(path)?.duplicateOf;
      return duplicateOf === undefined ? [] : [{ path, duplicateOf }];
    }),
    documentCount,
    passageCount,
    embeddedPassages,
    seconds: (now().getTime() - startedAt.getTime()) / 1000,
  };
}

interface KeptSource extends KnownSource {
  readonly leftOut: string;
}

/** The documents of the previous build whose bytes are the same, with their records. */
function keptSources(
  writer: IndexWriter,
  unchanged: (source: IndexManifest['sources'][number]) => Source | undefined,
  read: (source: Source) => Promise<SourceDocument>,
): ReadonlyMap<string, KeptSource> {
  const kept = new Map<string, KeptSource>();
  for (const recorded of writer.previous?.sources ?? []) {
    const source = unchanged(recorded);
    const record = source === undefined ? undefined : writer.ingestRecord(source.path);
    if (source === undefined || record === undefined) continue;
    kept.set(source.path, { source, ...readRecord(record), read: () => read(source) });
  }
  return kept;
}

function nothingToRead(corpusFolder: string, refused: readonly RefusedSource[]): EmptyCorpusError {
  return new EmptyCorpusError(
    corpusFolder,
    refused.map(({ path, reason }) => ({ path, reason, error: new CorpusError(path, reason) })),
  );
}

/** The manifest of the served build, also where nothing can be copied from it; `undefined` where there is none. */
async function manifestOf(indexFolder: string): Promise<IndexManifest | undefined> {
  try {
    return await readManifest(indexFolder);
  } catch (error) {
    if (error instanceof IndexMissingError || error instanceof IndexCorruptError || error instanceof IndexVersionError) return undefined;
    throw error;
  }
}

/** The manifest of the served build, if it is whole and has the same refusals on record, so that it can stay. */
async function intactManifest(indexFolder: string, refused: readonly RefusedSource[]): Promise<IndexManifest | undefined> {
  try {
    const manifest = await verifyIndex(indexFolder);
    const keyOf = ({ path, sha256 = '' }: RefusedSource): string => `${path}\n${sha256}`;
    const [before, now] = [new Set(manifest.refused.map(keyOf)), new Set(refused.map(keyOf))];
    return before.size === now.size && [...before].every((key) => now.has(key)) ? manifest : undefined;
  } catch (error) {
    if (error instanceof IndexCorruptError) return undefined;
    throw error;
  }
}
