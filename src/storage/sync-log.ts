import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface LogSync {
  /** Resolves when everything committed before the call is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Syncs SQLite's write-ahead log to the disk outside the event loop, which SQLite itself (`synchronous = FULL`) would block, for
 * milliseconds on a busy disk. Concurrent callers share one sync. A second descriptor of the log is harmless: SQLite's locks are on the
 * other two files.
 */
export function createLogSync(log: string): LogSync {
  let handle: FileHandle | undefined;
  const sync = shareRuns(async () => {
    handle ??= await openLog(log);
    await handle.datasync();
  });
  return {
    sync,
    close: async () => {
      await handle?.close();
    },
  };
}

async function openLog(log: string): Promise<FileHandle> {
  const handle = await open(log, 'r+');
  // The log was created when the store was opened, so its folder entry must be synced once, too.
  const folder = await open(dirname(log), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
  return handle;
}

/** Calls during a run wait for the next one, together: the current one may have begun too early for them. */
export function shareRuns(run: () => Promise<void>): () => Promise<void> {
  let present: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    next = undefined;
    present = run().finally(() => {
      present = undefined;
    });
    return present;
  };
  return () => {
    if (next !== undefined) return next;
    if (present === undefined) return start();
    next = present.then(start, start);
    return next;
  };
}
