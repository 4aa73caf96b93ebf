import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A person's number as text, within text, and as bytes of either order: names of the spellings, and their bytes. */
type Spellings = readonly (readonly [string, Buffer])[];

/** @param id long enough that no other bytes are the same by chance */
export function spellingsOf(id: bigint | number | string): Spellings {
  const big = Buffer.alloc(8);
  big.writeBigInt64BE(BigInt(id));
  // SQLite leaves out the leading zeros; three bytes of any number are found anywhere.
  const significant = big.subarray(big.findIndex((byte) => byte !== 0));
  const bytes = significant.length < 4 ? big.subarray(2) : significant;
  const text = String(id);
  const hexadecimal = BigInt(id).toString(16);
  return [
    ['decimal', Buffer.from(text)],
    ['hexadecimal', Buffer.from(hexadecimal)],
    ['capital hexadecimal', Buffer.from(hexadecimal.toUpperCase())],
    ['hexadecimal of the text', Buffer.from(Buffer.from(text).toString('hex'))],
    ['base64 of the text', Buffer.from(Buffer.from(text).toString('base64').replace(/=+$/, ''))],
    ['base64 of the bytes', Buffer.from(big.toString('base64').replace(/=+$/, ''))],
    ['big-endian', bytes],
    ['little-endian', Buffer.from(bytes).reverse()],
    ['UTF-16', Buffer.from(text, 'utf16le')],
  ];
}

/** Where any of the spellings stands in the bytes. */
export function tracesIn(where: string, bytes: Buffer, spellings: Spellings): readonly string[] {
  return spellings.filter(([, pattern]) => bytes.includes(pattern)).map(([spelling]) => `${where}: ${spelling}`);
}

/** Where any of the spellings stands in a file of the folder, write-ahead logs included. */
export async function tracesInFolder(folder: string, spellings: Spellings): Promise<readonly string[]> {
  const traces: string[] = [];
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name);
    if ((await stat(path)).isFile()) traces.push(...tracesIn(name, await readFile(path), spellings));
  }
  return traces;
}
