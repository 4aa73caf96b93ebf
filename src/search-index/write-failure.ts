import { IndexWriteError } from './errors.js';
import { GraphCutShortError } from './neighbour-graph.js';

/** The system's and SQLite's codes for a disk that cannot be written. SQLite reports a file size limit as an input/output error. */
const fullDisk = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_TRUNCATE']);
const forbidden = new Set(['EACCES', 'EPERM', 'EROFS', 'SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_READONLY_DIRECTORY']);
const notAFolder = new Set(['EEXIST', 'ENOTDIR']);

/** Translates write failures; other errors are returned unchanged. */
export function asWriteFailure(folder: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof IndexWriteError) return error;
  if (error instanceof GraphCutShortError) return diskFull(folder, 'the graph of vectors was cut short', error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (fullDisk.has(code)) return diskFull(folder, code, error);
  if (forbidden.has(code)) {
    return new IndexWriteError(
      `The index cannot be written: no permission to write in ${folder} (${code}). ` +
        'Give this user the right to write there, or choose another folder with --index or DATA_DIR.',
      { cause: error },
    );
  }
  if (notAFolder.has(code)) {
    return new IndexWriteError(
      `The index cannot be written: ${folder} is, or lies under, a file and not a folder (${code}). Choose another folder with --index or DATA_DIR.`,
      { cause: error },
    );
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return new IndexWriteError(
      `The index cannot be written: the disk under ${folder} reports an error (${code}). ` +
        'The index that was there before is unchanged. Check the disk, or choose another folder with --index or DATA_DIR.',
      { cause: error },
    );
  }
  return error;
}

function diskFull(folder: string, code: string, cause: Error): IndexWriteError {
  return new IndexWriteError(
    `The index cannot be written: the disk that holds ${folder} is full (${code}). The index that was there before is unchanged. ` +
      'Free some space, or choose another folder with --index or DATA_DIR, and run npm run ingest again.',
    { cause },
  );
}
