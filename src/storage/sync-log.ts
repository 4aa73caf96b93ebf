import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface LogSync {
  /** Resolves when everything committed before the call is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Brings SQLite's write-ahead log to the disk outside the event loop, where SQLite itself (`synchronous = FULL`) would hold up every chat
 * meanwhile, for milliseconds on a busy disk. Those who ask at the same time share one wait.
 * A second descriptor of the log does no harm: SQLite's locks are on the other two files.
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
  // The log was made when the store was opened; that it is in its folder has to reach the disk once, too.
  const folder = await open(dirname(log), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
  return handle;
}

/** Calls that come while a run is under way wait for the next one, together: the present one may have begun too early for them. */
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
