import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { EmbeddingError } from './embedding-error.js';

/** A record of a fetched model's files, since branches of the hub move and files on disk can be changed. */
const lockSchema = z.object({
  /** The commit that the files are of; left out where the hub, or a mirror of it, does not name one. */
  commit: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .exactOptional(),
  /** SHA-256 of each file as it was fetched, lower-case hexadecimal. */
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
});
export type ModelLock = z.infer<typeof lockSchema>;

export const lockFile = 'footnote-lock.json';

/** @returns undefined where nothing was recorded yet @throws EmbeddingError for a record that cannot be read */
export async function readModelLock(folder: string): Promise<ModelLock | undefined> {
  const file = join(folder, lockFile);
  try {
    return lockSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
    throw new EmbeddingError(`The record of a fetched model is damaged: ${file}. Delete the folder ${folder} to fetch the model again.`, {
      cause: error,
    });
  }
}

export async function writeModelLock(folder: string, lock: ModelLock): Promise<void> {
  await writeFileAtomic(join(folder, lockFile), `${JSON.stringify(lock, undefined, 2)}\n`);
}

export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
