import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { RunQuery } from './translating-dialect.js';

const checkEveryMs = 20;

/**
 * Retries while another process has locked the file, without blocking the event loop as SQLite's own waiting does. After that time, every
 * write fails at once until one succeeds, so that queued writes do not each wait the full time.
 */
export function waitForLock(longestMs: number): RunQuery {
  let lockedSince: number | undefined;
  return async (isRead, action) => {
    for (;;) {
      try {
        const result = await action();
        // A locked file can still be read.
        if (!isRead) lockedSince = undefined;
        return result;
      } catch (error) {
        if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_BUSY') throw error;
        lockedSince ??= performance.now();
        if (performance.now() - lockedSince > longestMs) throw error;
        await sleep(checkEveryMs);
      }
    }
  };
}
