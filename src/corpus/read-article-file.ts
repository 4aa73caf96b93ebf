import { constants } from 'node:fs';
import { lstat, open, realpath, type FileHandle } from 'node:fs/promises';
import { sep } from 'node:path';
import { FileTooLargeError, OutsideCorpusError, SpecialFileError } from './errors.js';

/** Whether a path without links is the folder or within it. */
export function isWithin(folder: string, real: string): boolean {
  return real === folder || real.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/**
 * The bytes of a regular file within `root`, links resolved. The file at the path may be replaced at any time, so every check uses the open
 * file, and its location is checked again once it is open.
 * @param root the corpus folder, without links
 * @param path what errors name
 * @throws OutsideCorpusError, SpecialFileError, FileTooLargeError, or the system's error
 */
export async function readArticleFile(root: string, absolutePath: string, path: string, maxBytes: number): Promise<Uint8Array> {
  const real = await realpath(absolutePath);
  if (!isWithin(root, real)) throw new OutsideCorpusError(path);
  // Non-blocking, since opening a pipe would wait for a writer.
  const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { dev, ino, size, isRegular } = await kindOf(file);
    if (!isRegular) throw new SpecialFileError(path);
    const [now, resolved] = [await lstat(real), await realpath(real)];
    if (now.dev !== dev || now.ino !== ino || resolved !== real) throw new OutsideCorpusError(path);
    if (size > maxBytes) throw new FileTooLargeError(path, size, maxBytes);
    // A system file, such as those of /proc, has a size of 0 and may never end.
    if (size === 0) return new Uint8Array();
    return await readAtMost(file, path, maxBytes);
  } finally {
    await file.close();
  }
}

async function kindOf(file: FileHandle): Promise<{ dev: number; ino: number; size: number; isRegular: boolean }> {
  const status = await file.stat();
  const { dev, ino, size } = status;
  return { dev, ino, size, isRegular: status.isFile() };
}

const pieceBytes = 1 << 20;

/** Bounded whatever the size said: a file can grow while it is read. */
async function readAtMost(file: FileHandle, path: string, maxBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes);
    if (bytesRead === 0) return Buffer.concat(pieces);
    length += bytesRead;
    if (length > maxBytes) throw new FileTooLargeError(path, length, maxBytes);
    pieces.push(buffer.subarray(0, bytesRead));
  }
}
