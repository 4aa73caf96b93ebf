import { chmod, lstat, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';

const othersBits = 0o077;
const allBits = 0o7777;

/**
 * Takes from everybody but the owner what an earlier version, a restored backup or a loose umask gave them: folders become 0700, files 0600. The
 * folder may be a link; links within it are left alone. A folder that there is not is none to tighten.
 * @returns what could not be changed: it belongs to somebody else
 */
export async function tightenFolder(folder: string): Promise<readonly string[]> {
  const path = await realpath(folder).catch(() => undefined);
  return path === undefined ? [] : tighten(path);
}

async function tighten(path: string): Promise<readonly string[]> {
  // Whatever is gone meanwhile (a build that was replaced, SQLite's log) needs no tightening.
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
