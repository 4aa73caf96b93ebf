import { chmod, lstat, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * For every program that uses the data folder, before anything else: what was written before and what is written from now on can be read by
 * this user alone. The folder holds questions, and the key behind people's hashes.
 */
export async function keepFolderPrivate(folder: string, warn: (sentence: string) => void): Promise<void> {
  process.umask(0o077);
  const [refused, ...others] = await tightenFolder(folder);
  if (refused === undefined) return;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  warn(`Others may read ${refused}${more}, which belongs to another user: give it to the user that runs Footnote, or remove their rights.`);
}

const othersBits = 0o077;
const allBits = 0o7777;

/**
 * Removes the rights of everybody but the owner, which an earlier version, a restored backup or a loose umask gave them: folders become
 * 0700, files 0600. The folder may be a link; links within it are not followed. A missing folder is not an error. @returns what could not
 * be changed, because it belongs to another user
 */
export async function tightenFolder(folder: string): Promise<readonly string[]> {
  const path = await realpath(folder).catch(() => undefined);
  return path === undefined ? [] : tighten(path);
}

async function tighten(path: string): Promise<readonly string[]> {
  // May be gone meanwhile (a replaced build, SQLite's log).
  const status = await lstat(path).catch(() => undefined);
  if (status === undefined || !(status.isDirectory() || status.isFile())) return [];
  const refused: string[] = [];
  if ((status.mode & othersBits) !== 0) {
    await chmod(path, status.mode & allBits & ~othersBits).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) refused.push(path);
    });
  }
  if (!status.isDirectory()) return refused;
  for (const name of await readdir(path).catch(() => [])) refused.push(...(await tighten(join(path, name))));
  return refused;
}
