import Database from 'better-sqlite3';
import { StoreInUseError } from './errors.js';

/** How long to wait for a process that is just ending, or for another one that reads who holds the file. */
const claimWaitMs = 500;

export interface Claim {
  release(): void;
}

/**
 * Takes the file for this process alone, until released or until the process ends, however it ends: the claim is the write lock of a
 * small SQLite file beside it, which the operating system drops with the process. The lock file itself stays and means nothing.
 * Throws `StoreInUseError` if another process (or this one, before) has it.
 */
export function claimFile(file: string): Claim {
  const lock = new Database(`${file}.lock`, { timeout: claimWaitMs });
  try {
    lock.exec('BEGIN IMMEDIATE');
    lock.exec('CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL, since TEXT NOT NULL)');
    lock.exec('DELETE FROM holder');
    lock.prepare('INSERT INTO holder (pid, since) VALUES (?, ?)').run(process.pid, new Date().toISOString());
    // Committed first, so that others can read who holds it; a write lock allows reading.
    lock.exec('COMMIT');
    lock.exec('BEGIN IMMEDIATE');
  } catch (error) {
    const holder = isBusy(error) ? describeHolder(lock) : undefined;
    lock.close();
    throw holder === undefined ? error : new StoreInUseError(file, holder);
  }
  return { release: () => void lock.close() };
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

function describeHolder(lock: Database.Database): string {
  try {
    const [holder] = lock.prepare<[], { pid: number; since: string }>('SELECT pid, since FROM holder').all();
    return holder ? `process ${holder.pid} since ${holder.since}` : 'another process';
  } catch (error) {
    // Being written, or left incomplete: that the file is in use matters more than by whom.
    if (error instanceof Database.SqliteError) return 'another process';
    throw error;
  }
}
