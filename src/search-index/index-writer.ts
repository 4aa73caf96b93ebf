import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { EmbeddingModel } from '../embedding/index.js';
import { createBuildDatabase } from './build-database.js';
import { IndexCorruptError, IndexMissingError, IndexVersionError } from './errors.js';
import {
  buildFolder,
  buildsFolder,
  databaseFile,
  graphFile,
  manifestFile,
  removeBuild,
  removeLeftovers,
  syncFile,
  syncFolder,
  writePointer,
} from './index-folder.js';
import { buildName, formatVersion, nameOfBuild, sha256Of, sha256OfFile, timeOfBuild } from './manifest.js';
import { exactSearchLimit, writeGraph, type GraphToExtend } from './neighbour-graph.js';
import type { DocumentToIndex, IndexManifest, RefusedSource } from './passage-index.js';
import { readManifest, verifyFiles } from './read-manifest.js';
import { prepareForReading } from './schema.js';
import { float32Of } from './typed-bytes.js';
import { asWriteFailure } from './write-failure.js';
import { acquireWriterLock, type WriterLock } from './writer-lock.js';

export interface WriterOptions {
  readonly model: EmbeddingModel;
  readonly settings: IndexManifest['settings'];
  readonly now: () => Date;
  /** Compute everything again: no document is copied from the current build. */
  readonly full?: boolean;
  /** Aborts a long `finish`, which then fails with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Writes one build. Ends with `finish` or `abort`, which also release the lock. */
export interface IndexWriter {
  /** The current build, where documents can be copied from it: undamaged, and of the same model, settings and format. */
  readonly previous: IndexManifest | undefined;
  /** @throws IndexWriteError, RangeError (a vector of the wrong length, a document given twice) */
  addDocument(entry: DocumentToIndex): void;
  /** Copies an unchanged document of `previous`; nothing is computed again. */
  copyDocument(path: string): void;
  /** A document's `ingestRecord` in `previous`. */
  ingestRecord(path: string): string | undefined;
  /** Records a source that was skipped. */
  refuseSource(source: RefusedSource): void;
  /** Completes the build and makes it current. @throws IndexWriteError; the writer has then ended, too, and the previous build serves */
  finish(): Promise<IndexManifest>;
  /** Removes the half-written build. Does nothing after the end. */
  abort(): Promise<void>;
}

/**
 * Starts a build beside the current one, and removes what killed writers left.
 * @throws IndexLockedError, IndexWriteError
 */
export async function createIndexWriter(folder: string, options: WriterOptions): Promise<IndexWriter> {
  const startedAt = options.now();
  const lock = await lockFolder(folder, startedAt);
  try {
    await removeLeftovers(folder);
    const build = await newBuildName(folder, startedAt);
    await mkdir(buildFolder(folder, build));
    const previous = options.full === true ? undefined : await reusableManifest(folder, options);
    return startBuild({ folder, build, startedAt, lock, previous, options });
  } catch (error) {
    lock.release();
    throw asWriteFailure(folder, error);
  }
}

interface Start {
  readonly folder: string;
  readonly build: string;
  readonly startedAt: Date;
  readonly lock: WriterLock;
  readonly previous: IndexManifest | undefined;
  readonly options: WriterOptions;
}

function startBuild({ folder, build, startedAt, lock, previous, options }: Start): IndexWriter {
  const { model, settings, signal } = options;
  const at = (name: string): string => join(buildFolder(folder, build), name);
  const source = previous === undefined ? undefined : openSource(folder, previous);
  const database = createBuildDatabase(at(databaseFile), source);
  const copyable = new Map(previous?.sources.map(({ path, sha256 }) => [path, sha256]));
  const sources = new Map<string, string>();
  const refused: RefusedSource[] = [];
  /** How many of the first passages are also the previous build's first ones: where that is all of them, its graph can be extended. */
  let inherited = 0;
  let hasEnded = false;

  async function end(): Promise<void> {
    if (hasEnded) return;
    hasEnded = true;
    source?.close();
    database.close();
    try {
      await removeBuild(folder, build);
    } finally {
      lock.release();
    }
  }

  function claim(path: string, sha256: string): void {
    if (sources.has(path)) throw new RangeError(`The document ${path} was given twice`);
    sources.set(path, sha256);
  }

  function writing<Result>(write: () => Result): Result {
    try {
      return write();
    } catch (error) {
      throw asWriteFailure(folder, error);
    }
  }

  async function complete(): Promise<IndexManifest> {
    database.complete();
    const files = [databaseFile];
    if (database.passageCount > exactSearchLimit) {
      const { passageCount } = database;
      const vectorOf = (id: number): Float32Array => float32Of(database.vectorBytes(id));
      await writeGraph(at(graphFile), { dimensions: model.dimensions, passageCount, vectorOf, grownFrom: await growable(), signal });
      files.push(graphFile);
    }
    const { documentCount, passageCount } = database;
    database.close();
    const manifest: IndexManifest = {
      formatVersion,
      build,
      createdAt: startedAt.toISOString(),
      model: { name: model.name, fingerprint: model.fingerprint, dimensions: model.dimensions, tokenDimensions: model.tokenDimensions },
      settings,
      documentCount,
      passageCount,
      sources: [...sources].map(([path, sha256]) => ({ path, sha256 })),
      refused,
      files: Object.fromEntries(await Promise.all(files.map(async (name) => [name, await sealFile(at(name))] as const))),
    };
    const content = `${JSON.stringify(manifest, undefined, 2)}\n`;
    await writeFile(at(manifestFile), content, { flush: true });
    await syncFolder(buildFolder(folder, build));
    await syncFolder(buildsFolder(folder));
    await writePointer(folder, { build, manifestSha256: sha256Of(content) });
    return manifest;
  }

  async function growable(): Promise<GraphToExtend | undefined> {
    if (previous?.files[graphFile] === undefined || inherited < previous.passageCount) return undefined;
    try {
      await verifyFiles(folder, previous, (name) => name === graphFile);
    } catch (error) {
      if (error instanceof IndexCorruptError) return undefined;
      throw error;
    }
    return { path: join(buildFolder(folder, previous.build), graphFile), passageCount: inherited };
  }

  return {
    previous,
    addDocument(entry) {
      for (const { vector } of entry.passages) {
        if (vector.length !== model.dimensions)
          throw new RangeError(`A vector has ${vector.length} numbers instead of ${model.dimensions}`);
      }
      claim(entry.document.path, entry.document.sha256);
      writing(() => database.add(entry));
    },
    copyDocument(path) {
      const sha256 = copyable.get(path);
      if (sha256 === undefined) throw new RangeError(`${path} is not in the build to copy from`);
      claim(path, sha256);
      const next = database.passageCount;
      const first = writing(() => database.copy(path));
      if (first === next && inherited === next) inherited = database.passageCount;
    },
    ingestRecord(path) {
      const record = source?.prepare<[string], string>('SELECT ingest_record FROM documents WHERE path = ?').pluck().get(path);
      return record === '' ? undefined : record;
    },
    refuseSource(refusal) {
      refused.push(refusal);
    },
    async finish() {
      let manifest: IndexManifest;
      try {
        manifest = await complete();
      } catch (error) {
        await end();
        throw asWriteFailure(folder, error);
      }
      hasEnded = true;
      source?.close();
      try {
        await removeLeftovers(folder);
      } finally {
        lock.release();
      }
      return manifest;
    },
    abort: end,
  };
}

async function lockFolder(folder: string, now: Date): Promise<WriterLock> {
  try {
    await mkdir(folder, { recursive: true });
    return acquireWriterLock(folder, now);
  } catch (error) {
    throw asWriteFailure(folder, error);
  }
}

/**
 * The start time, or a time later than every existing build: the newest build must have the greatest name even when the clock was set back.
 */
async function newBuildName(folder: string, startedAt: Date): Promise<string> {
  const names = (await readdir(buildsFolder(folder))).filter((name) => buildName.safeParse(name).success);
  const newest = Math.max(0, ...names.map(timeOfBuild));
  return nameOfBuild(new Date(Math.max(startedAt.getTime(), newest + 1)));
}

async function reusableManifest(folder: string, { model, settings }: WriterOptions): Promise<IndexManifest | undefined> {
  try {
    const manifest = await readManifest(folder);
    const isOfThisModel = manifest.model.fingerprint === model.fingerprint && manifest.model.dimensions === model.dimensions;
    if (!isOfThisModel || !hasSettings(manifest, settings)) return undefined;
    // Copying out of a damaged file would give the damage a valid checksum.
    await verifyFiles(folder, manifest, (name) => name === databaseFile);
    return manifest;
  } catch (error) {
    if (error instanceof IndexMissingError || error instanceof IndexCorruptError || error instanceof IndexVersionError) return undefined;
    throw error;
  }
}

export function hasSettings({ settings }: IndexManifest, wanted: IndexManifest['settings']): boolean {
  const names = new Set([...Object.keys(settings), ...Object.keys(wanted)]);
  return [...names].every((name) => settings[name] === wanted[name]);
}

function openSource(folder: string, { build }: IndexManifest): Database.Database {
  const source = new Database(join(buildFolder(folder, build), databaseFile), { readonly: true, fileMustExist: true });
  prepareForReading(source);
  return source;
}

async function sealFile(path: string): Promise<{ sha256: string; bytes: number }> {
  await syncFile(path);
  return { sha256: await sha256OfFile(path), bytes: (await stat(path)).size };
}
