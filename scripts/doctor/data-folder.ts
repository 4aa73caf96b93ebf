import { mkdtemp, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Check, Finding } from './check.js';

/** Ten thousand passages and their index take about 300 MB while it is rebuilt; below 50 MB nothing can be stored. */
const littleBytes = 500e6;
const tooLittleBytes = 50e6;

export const dataFolderCheck: Check = {
  name: 'Data folder',
  async run({ config }) {
    const folder = resolve(config.dataDir);
    const existing = await nearestExisting(folder);
    return [await tryToWrite(folder, existing), ...(existing === folder ? await ownersOnly(folder) : []), await freeSpace(existing)];
  },
};

/** The folder, or the existing one in which it would be created. */
async function nearestExisting(folder: string): Promise<string> {
  try {
    await statfs(folder);
    return folder;
  } catch (error) {
    if (!hasCode(error, 'ENOENT') || dirname(folder) === folder) throw error;
    return nearestExisting(dirname(folder));
  }
}

async function ownersOnly(folder: string): Promise<readonly Finding[]> {
  const found = await stat(folder);
  if (!found.isDirectory() || (found.mode & 0o077) === 0) return [];
  const advice = 'It holds questions and the key behind people’s hashes. The next start takes their rights away.';
  return [{ kind: 'warning', text: `${folder} is open to other users`, advice }];
}

async function tryToWrite(folder: string, existing: string): Promise<Finding> {
  try {
    await rm(await mkdtemp(join(existing, '.footnote-doctor-')), { recursive: true });
    return { kind: 'good', text: existing === folder ? `${folder} can be written` : `${folder} can be made` };
  } catch (error) {
    const reason = hasCode(error, 'ENOTDIR') ? 'is a file, not a folder' : `cannot be written (${codeOf(error)})`;
    return {
      kind: 'wrong',
      text: `${existing} ${reason}`,
      advice: 'Give it to the user that runs Footnote, or set DATA_DIR to another folder.',
    };
  }
}

async function freeSpace(existing: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(existing);
  return judgeFreeSpace(bavail * bsize);
}

export function judgeFreeSpace(bytes: number): Finding {
  const text = `${bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(0)} MB`} free on its disk`;
  if (bytes >= littleBytes) return { kind: 'good', text };
  const advice = 'Free space on that disk, or set DATA_DIR to a folder on another one.';
  return { kind: bytes < tooLittleBytes ? 'wrong' : 'warning', text: `only ${text}`, advice };
}

function hasCode(error: unknown, code: string): boolean {
  return codeOf(error) === code;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
