import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { IndexLockedError } from './errors.js';
import { hasCode, parseJson } from './index-folder.js';

export interface WriterLock {
  release(): void;
}

const holderSchema = z.object({ pid: z.number(), host: z.string(), since: z.string() });

/**
 * One writer at a time. The lock is an operating system lock on a file, taken through SQLite. It ends with the process, so there are no
 * stale locks to break, unlike with lock files that have a time stamp, which an ingest with a busy event loop would lose.
 * @throws IndexLockedError when another writer has it
 */
export function acquireWriterLock(folder: string, now: Date): WriterLock {
  const database = new Database(join(folder, 'writer.lock'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    // Only for the other process's error message, so it may be out of date.
    writeFileSync(join(folder, 'writer.json'), `${JSON.stringify({ pid: process.pid, host: hostname(), since: now.toISOString() })}\n`);
  } catch (error) {
    database.close();
    if (hasCode(error, 'SQLITE_BUSY')) throw new IndexLockedError(folder, readHolder(folder), { cause: error });
    throw error;
  }
  return { release: () => database.close() };
}

function readHolder(folder: string): string {
  const unknown = 'which process, it did not say';
  let content: string;
  try {
    content = readFileSync(join(folder, 'writer.json'), 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return unknown;
    throw error;
  }
  const holder = holderSchema.safeParse(parseJson(content));
  return holder.success ? `process ${holder.data.pid} on ${holder.data.host}, since ${holder.data.since}` : unknown;
}
