import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { RunQuery } from './translating-dialect.js';

const lookEveryMs = 20;

/**
 * Tries again, without holding up the event loop as SQLite's own waiting does, while another process has locked the file. When that has lasted so
 * long, every write fails at once until one succeeds: those who wait behind each other do not wait one after the other.
 */
export function waitForLock(longestMs: number): RunQuery {
  let lockedSince: number | undefined;
  return async (isRead, action) => {
    for (;;) {
      try {
        const result = await action();
        // Whoever locks the file lets others read it.
        if (!isRead) lockedSince = undefined;
        return result;
      } catch (error) {
        if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_BUSY') throw error;
        lockedSince ??= performance.now();
        if (performance.now() - lockedSince > longestMs) throw error;
        await sleep(lookEveryMs);
      }
    }
  };
}
