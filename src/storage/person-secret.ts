import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const fileName = 'person-key';
const secretBytes = 32;

/**
 * The secret behind people's keys: created once, kept in the data folder, readable by the program's user only. If the file is deleted,
 * everybody is a stranger, and what was stored about them belongs to nobody.
 */
export async function personSecret(dataDir: string): Promise<Uint8Array> {
  const file = join(dataDir, fileName);
  await mkdir(dataDir, { recursive: true });
  try {
    await writeFile(file, randomBytes(secretBytes), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // An earlier start created it.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFile(file);
}
