import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { IndexCorruptError, IndexMissingError } from './errors.js';
import { buildName, pointerSchema, type CurrentPointer } from './manifest.js';

/** Names of the files inside a build's folder. */
export const databaseFile = 'passages.sqlite';
export const graphFile = 'vectors.hnsw';
export const manifestFile = 'manifest.json';

const pointerFile = 'current';

export function buildsFolder(folder: string): string {
  return join(folder, 'builds');
}

export function buildFolder(folder: string, build: string): string {
  return join(buildsFolder(folder), build);
}

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}

/** @throws IndexMissingError, IndexCorruptError */
export async function readPointer(folder: string): Promise<CurrentPointer> {
  const path = join(folder, pointerFile);
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) throw new IndexMissingError(folder);
    if (hasCode(error, 'ENOTDIR', 'EISDIR')) throw new IndexCorruptError(path, 'is not what an index consists of', { cause: error });
    if (hasCode(error, 'EACCES', 'EPERM')) throw new IndexCorruptError(path, 'may not be read by this user', { cause: error });
    throw error;
  }
  const pointer = pointerSchema.safeParse(parseJson(content));
  if (!pointer.success) throw new IndexCorruptError(path, 'does not name a build', { cause: pointer.error });
  return pointer.data;
}

/**
 * The name of the build being served, `undefined` where there is none yet. Reads one small file, so that a running bot can ask often
 * whether there is a newer build to open.
 * @throws IndexCorruptError
 */
export async function readCurrentBuild(folder: string): Promise<string | undefined> {
  try {
    return (await readPointer(folder)).build;
  } catch (error) {
    if (error instanceof IndexMissingError) return undefined;
    throw error;
  }
}

/** Replaces the pointer in one step: a reader, or a power cut, sees the old one or the new one. */
export async function writePointer(folder: string, pointer: CurrentPointer): Promise<void> {
  await writeFileAtomic(join(folder, pointerFile), `${JSON.stringify(pointer)}\n`);
  await syncFolder(folder);
}

export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes changes of the folder's entries durable. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows neither needs this nor lets a folder be opened.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Removes what no reader can be about to open: incomplete builds, temporary pointers and all builds but the current and the previous one.
 * Only while holding the writer's lock.
 */
export async function removeLeftovers(folder: string): Promise<void> {
  await mkdir(buildsFolder(folder), { recursive: true });
  const served = await servedBuild(folder);
  const complete: string[] = [];
  const doomed: string[] = [];
  for (const entry of await readdir(buildsFolder(folder), { withFileTypes: true })) {
    // Anything that is not named like a build stays.
    if (!buildName.safeParse(entry.name).success || entry.name === served) continue;
    const isComplete = (await readdir(buildFolder(folder, entry.name))).includes(manifestFile);
    const isOlder = served === undefined || entry.name < served;
    (isComplete && isOlder ? complete : doomed).push(entry.name);
  }
  doomed.push(...complete.sort().slice(0, -1));
  for (const build of doomed) await removeBuild(folder, build);
  for (const name of await readdir(folder)) {
    if (/^current\.\d+$/.test(name)) await rm(join(folder, name), { force: true });
  }
}

export async function removeBuild(folder: string, build: string): Promise<void> {
  try {
    await rm(buildFolder(folder, build), { recursive: true, force: true });
  } catch (error) {
    // Windows does not remove files that a running bot has open; the next writer removes them.
    if (!(process.platform === 'win32' && hasCode(error, 'EBUSY', 'EPERM', 'ENOTEMPTY'))) throw error;
  }
}

async function servedBuild(folder: string): Promise<string | undefined> {
  try {
    return await readCurrentBuild(folder);
  } catch (error) {
    // A damaged pointer serves no build; the writer will replace it.
    if (error instanceof IndexCorruptError) return undefined;
    throw error;
  }
}

/** `undefined` for what is not JSON: the schema that follows says so in the reader's terms. */
export function parseJson(content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
