import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EmbeddingError } from './embedding-error.js';
import { lockFile, readModelLock, sha256OfFile, writeModelLock, type ModelLock } from './model-lock.js';

export interface HubModel {
  /** As in the configuration: a name, and after an @ perhaps the revision (a commit, a tag, a branch). */
  readonly model: string;
  readonly hubEndpoint: string;
  readonly cacheFolder: string;
  /** How long to wait for the hub's answer, and between two pieces of a file. */
  readonly silenceMs: number;
}

/** A hub name: an owner and a model, or a model alone, with an optional revision. Anything else could be a path out of the cache folder. */
const hubName = /^(?<name>(?!\.+(?:\/|@|$))[\w.-]+(?:\/(?!\.+(?:@|$))[\w.-]+)?)(?:@(?<revision>[\w-][\w.-]*))?$/;
/** The default revision. It moves, so all files are taken from the commit of the first one. */
const usualRevision = 'main';

/** The hub's statuses for a model that it does not have, or that is private. */
const unknownStatuses: readonly number[] = [401, 403, 404];

/**
 * The model's files from the hub, where they are not in the cache folder yet. Not done by transformers.js, which waits five minutes for a
 * silent hub, and when interrupted leaves half a file in its cache, on which every later start fails.
 *
 * The first file determines the commit of all. Each file's hash is recorded, and a file that changed later is refused.
 *
 * @returns the model's folder, below `cacheFolder`
 * @throws EmbeddingError when the hub has no such model, or does not answer, the folder cannot be written, or a file was changed
 */
export async function fetchModel(files: readonly string[], hub: HubModel): Promise<string> {
  const named = hubName.exec(hub.model)?.groups;
  if (named === undefined) throw unknownModel(hub);
  const { name = '', revision = usualRevision } = named;
  const folder = join(hub.cacheFolder, hub.model);
  let lock: ModelLock = (await readModelLock(folder)) ?? { files: {} };
  for (const file of files) {
    const target = join(folder, file);
    const isHere = existsSync(target);
    const commit = isHere ? lock.commit : await fetchFile(file, target, { name, revision: lock.commit ?? revision }, hub);
    const sha256 = await sha256OfFile(target);
    const recorded = lock.files[file];
    if (recorded === sha256) continue;
    if (recorded !== undefined) throw changedFile(target, folder, hub);
    lock = { ...lock, ...(commit !== undefined && { commit }), files: { ...lock.files, [file]: sha256 } };
    await writeModelLock(folder, lock).catch((error: unknown) => {
      throw new EmbeddingError(describeFetchFailure(error, hub), { cause: error });
    });
  }
  return folder;
}

/** The hub's header that names the commit a file is of. */
const commitHeader = 'x-repo-commit';
const commitHash = /^[0-9a-f]{40}$/;

/** @returns the commit that the file is of, where the hub names it */
async function fetchFile(
  file: string,
  target: string,
  { name, revision }: { readonly name: string; readonly revision: string },
  hub: HubModel,
): Promise<string | undefined> {
  const silence = new AbortController();
  const deadline = setTimeout(() => silence.abort(new Error(`it was silent for ${String(hub.silenceMs / 1000)} seconds`)), hub.silenceMs);
  try {
    const response = await fetch(`${hub.hubEndpoint.replace(/\/+$/, '')}/${name}/resolve/${revision}/${file}`, { signal: silence.signal });
    if (unknownStatuses.includes(response.status)) throw unknownModel(hub);
    if (!response.ok || response.body === null) throw new Error(`it answered ${String(response.status)} for ${file}`);
    await mkdir(dirname(target), { recursive: true });
    await writeWhole(response.body, target, () => void deadline.refresh());
    const commit = commitHash.test(revision) ? revision : response.headers.get(commitHeader);
    return commit !== null && commitHash.test(commit) ? commit : undefined;
  } catch (error) {
    if (error instanceof EmbeddingError) throw error;
    throw new EmbeddingError(describeFetchFailure(silence.signal.aborted ? silence.signal.reason : error, hub), { cause: error });
  } finally {
    clearTimeout(deadline);
  }
}

/** The file appears only when it is complete. */
async function writeWhole(pieces: AsyncIterable<Uint8Array>, target: string, onPiece: () => void): Promise<void> {
  const part = `${target}.${randomBytes(4).toString('hex')}.part`;
  try {
    const file = await open(part, 'wx');
    try {
      for await (const piece of pieces) {
        onPiece();
        await file.appendFile(piece);
      }
    } finally {
      await file.close();
    }
    await rename(part, target);
  } finally {
    await rm(part, { force: true });
  }
}

function changedFile(file: string, folder: string, { model }: HubModel): EmbeddingError {
  return new EmbeddingError(
    `The embedding model ${model} is not what was fetched first: ${file} has another checksum than ${lockFile} in its folder states. If that is meant, delete the folder ${folder} to fetch the model again.`,
  );
}

function unknownModel({ model, hubEndpoint }: HubModel): EmbeddingError {
  return new EmbeddingError(
    `There is no embedding model "${model}" in models/, nor (for everyone, in ONNX) at ${hubEndpoint}. Check EMBEDDING_MODEL (the hub's names look like Xenova/bge-m3), or unset it to use the bundled model.`,
  );
}

function describeFetchFailure(error: unknown, { model, hubEndpoint, cacheFolder }: HubModel): string {
  if (error instanceof Error && 'syscall' in error && 'path' in error) {
    return `The embedding model ${model} was fetched, but cannot be kept in ${cacheFolder}: ${error.message}. Free space there or let it be written (DATA_DIR names another folder), and start again.`;
  }
  return `The embedding model ${model} could not be fetched from ${hubEndpoint}: ${reasonOf(error)}. Check the connection, set HF_ENDPOINT to a mirror that you can reach, or unset EMBEDDING_MODEL to use the bundled model.`;
}

/** `fetch` says only that it failed; its cause says why. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}
