import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { StoreCorruptError, StoreFullError, StoreUnavailableError } from './errors.js';
import type { TranslateError } from './translating-dialect.js';

/** Less than a page of SQLite's shared memory file, and of most file systems' blocks: nothing can grow. */
const fullBelowBytes = 64 * 1024;

/** Result codes as in SQLite's documentation, "Result and Error Codes". */
export function translateSqliteError(file: string): TranslateError {
  return (error) => {
    if (isSystemError(error)) {
      if (error.code === 'ENOSPC' || error.code === 'EDQUOT') return new StoreFullError(file, { cause: error });
      const advice = 'Check the disk and the system log.';
      return new StoreUnavailableError(file, `the disk does not take it (${error.message})`, advice, { cause: error });
    }
    if (!(error instanceof Database.SqliteError)) return error;
    const cause = { cause: error };
    const code = error.code;
    if (code === 'SQLITE_FULL') return new StoreFullError(file, cause);
    if (code === 'SQLITE_NOTADB') return new StoreCorruptError(file, 'it is not a SQLite file', cause);
    if (code.startsWith('SQLITE_CORRUPT')) return new StoreCorruptError(file, `it is damaged (${error.message})`, cause);
    if (code.startsWith('SQLITE_BUSY')) {
      const advice = 'Close what has it open for writing (a database browser, a backup in progress) and try again.';
      return new StoreUnavailableError(file, 'another program has locked it for more than five seconds', advice, cause);
    }
    // A full disk shows as a failed write, too, where another file than the database could not grow.
    if (code.startsWith('SQLITE_IOERR')) {
      if (freeBytes(file) < fullBelowBytes) return new StoreFullError(file, cause);
      return new StoreUnavailableError(file, `reading or writing failed (${code})`, 'Check the disk and the system log.', cause);
    }
    if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_PERM')) {
      const advice = 'Check that DATA_DIR exists, and that the user who runs the bot may write to it and to the files in it.';
      return new StoreUnavailableError(file, `it cannot be opened for writing (${code})`, advice, cause);
    }
    return error;
  };
}

function isSystemError(error: unknown): error is Error & { readonly code: unknown } {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

function freeBytes(file: string): number {
  try {
    const { bavail, bsize } = statfsSync(dirname(file));
    return bavail * bsize;
  } catch (error) {
    // The folder is gone or out of reach: that is not a full disk.
    if (error instanceof Error) return Number.POSITIVE_INFINITY;
    throw error;
  }
}
