import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ZodError } from 'zod';
import type { EmbeddingModel } from '../embedding/index.js';
import { IndexCorruptError, IndexMismatchError } from './errors.js';
import { buildFolder, databaseFile, graphFile, readCurrentBuild } from './index-folder.js';
import { exactSearchLimit, readGraph, type NeighbourGraph } from './neighbour-graph.js';
import type { IndexManifest, PassageIndex } from './passage-index.js';
import { readManifest, verifyFiles } from './read-manifest.js';
import { applicationId, prepareForReading } from './schema.js';
import { createStoredDocuments } from './stored-documents.js';
import { createVectorSearch } from './vector-search.js';
import { createWordSearch } from './word-search.js';

export interface OpenOptions {
  /** The model of the questions; left out where nothing is searched. */
  readonly model?: Pick<EmbeddingModel, 'name' | 'fingerprint'>;
  /**
   * `full` computes the checksum of every file. `quick`, the default, leaves out the SQLite file where it is large; see
   * `alwaysHashedBytes`.
   */
  readonly verify?: 'quick' | 'full';
}

/**
 * SHA-256 takes 0.6 ms a megabyte: up to this size a file is verified in 0.2 s. A larger SQLite file is checked for its length only, and
 * SQLite reports a damaged page when it reads it. The graph is always verified, since a damaged one crashes the process.
 */
const alwaysHashedBytes = 256 * 1024 * 1024;

/**
 * Opens the build that is being served.
 * @throws IndexMissingError, IndexCorruptError, IndexVersionError, IndexMismatchError
 */
export async function openIndex(folder: string, options: OpenOptions = {}): Promise<PassageIndex> {
  for (;;) {
    const build = await readCurrentBuild(folder);
    try {
      return await openBuild(folder, options);
    } catch (error) {
      // A writer may have switched builds, and removed the one being opened.
      if (!(error instanceof IndexCorruptError) || (await readCurrentBuild(folder)) === build) throw error;
    }
  }
}

/**
 * Reads and checks everything that the index consists of.
 * @throws IndexMissingError, IndexCorruptError, IndexVersionError
 */
export async function verifyIndex(folder: string): Promise<IndexManifest> {
  const index = await openIndex(folder, { verify: 'full' });
  index.close();
  return index.manifest;
}

async function openBuild(folder: string, { model, verify = 'quick' }: OpenOptions): Promise<PassageIndex> {
  const manifest = await readManifest(folder);
  if (model !== undefined && model.fingerprint !== manifest.model.fingerprint) {
    throw new IndexMismatchError(folder, described(manifest.model, model), described(model, manifest.model));
  }
  const directory = buildFolder(folder, manifest.build);
  await verifyFiles(folder, manifest, (name, bytes) => verify === 'full' || name === graphFile || bytes <= alwaysHashedBytes);
  const graph = manifest.passageCount > exactSearchLimit ? await openGraph(join(directory, graphFile), manifest) : undefined;
  return assemble(join(directory, databaseFile), manifest, graph);
}

async function openGraph(path: string, { model, passageCount }: IndexManifest): Promise<NeighbourGraph> {
  try {
    return await readGraph(path, model.dimensions, passageCount);
  } catch (error) {
    throw new IndexCorruptError(path, 'cannot be read', { cause: error });
  }
}

function assemble(path: string, manifest: IndexManifest, graph: NeighbourGraph | undefined): PassageIndex {
  const { passageCount, model } = manifest;
  const guarded = <Result>(read: () => Result): Result => readingFrom(path, read);
  return guarded(() => {
    const database = new Database(path, { readonly: true, fileMustExist: true });
    try {
      prepareForReading(database);
      const found = database.pragma('application_id', { simple: true });
      const count = database.prepare('SELECT count(*) FROM passages').pluck().get();
      if (found !== applicationId || count !== passageCount) throw new IndexCorruptError(path, "does not hold the manifest's passages");
      const documents = createStoredDocuments(database, passageCount);
      const vectors = createVectorSearch(database, passageCount, model.dimensions, graph);
      const words = createWordSearch(database, passageCount);
      return {
        manifest,
        passageCount,
        documents: () => guarded(() => documents.documents()),
        document: (name) => guarded(() => documents.document(name)),
        documentText: (name) => guarded(() => documents.documentText(name)),
        documentBlocks: (name, within) => guarded(() => documents.documentBlocks(name, within)),
        passages: (ids) => guarded(() => documents.passages(ids)),
        passagesOf: (name) => guarded(() => documents.passagesOf(name)),
        passagesAt: (name, span) => guarded(() => documents.passagesAt(name, span)),
        vectorsOf: (ids) => guarded(() => vectors.vectorsOf(ids)),
        similarities: (vector, ids) => guarded(() => vectors.similarities(vector, ids)),
        nearest: (vector, count) => guarded(() => vectors.nearest(vector, count)),
        matching: (terms, count) => guarded(() => words.matching(terms, count)),
        passageFrequencies: (terms) => guarded(() => words.passageFrequencies(terms)),
        holding: (ids, terms) => guarded(() => words.holding(ids, terms)),
        close: () => {
          database.close();
        },
      };
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Errors of SQLite and of row validation are damage to the index; asking for a missing id is the caller's error. */
function readingFrom<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof Database.SqliteError || error instanceof ZodError || error instanceof SyntaxError) {
      throw new IndexCorruptError(path, `cannot be read (${error instanceof Database.SqliteError ? error.code : 'unexpected content'})`, {
        cause: error,
      });
    }
    throw error;
  }
}

/** A model's name, with the start of its fingerprint where two models have the same name. */
function described(model: Pick<EmbeddingModel, 'name' | 'fingerprint'>, other: { readonly name: string }): string {
  return model.name === other.name ? `${model.name} (files ${model.fingerprint.slice(0, 12)})` : model.name;
}
