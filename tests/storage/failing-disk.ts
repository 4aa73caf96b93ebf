import Database from 'better-sqlite3';
import type { Stores } from '../../src/chat/index.js';
import { createStores } from '../../src/storage/create-stores.js';
import { openSqlite } from '../../src/storage/open-sqlite.js';
import { createSealing } from '../../src/storage/sealing.js';
import { testSecret } from './store-world.js';

const sealing = createSealing(testSecret);

/** In which ways a store's disk fails. */
export const failures = ['full', 'read-only', 'locked'] as const;

/** A store in a file, on a disk that a test makes fail. */
export interface FailingDisk {
  readonly stores: Stores;
  fail(how: (typeof failures)[number]): void;
  recover(): void;
}

export async function openOnFailingDisk(file: string): Promise<FailingDisk> {
  const backend = await openSqlite(file, true, sealing, 50);
  const { connection } = backend;
  const other = new Database(file);

  /** Takes the last byte that the table of deliveries has. */
  const fill = (): void => {
    connection.pragma('wal_checkpoint(TRUNCATE)');
    connection.pragma('max_page_count = 1');
    const insert = connection.prepare(`INSERT INTO deliveries (platform, id, chat, at, completed_at) VALUES ('console', ?, '', 1, 1)`);
    for (let junk = 0; ; junk++) {
      try {
        insert.run(`junk ${junk}`);
      } catch (error) {
        if (error instanceof Database.SqliteError && error.code === 'SQLITE_FULL') return;
        throw error;
      }
    }
  };

  const close = async (): Promise<void> => {
    other.close();
    await backend.close();
  };

  return {
    stores: { ...createStores(backend, { sealing }), close },
    fail: (how) => {
      switch (how) {
        case 'full':
          fill();
          return;
        case 'read-only':
          connection.pragma('query_only = ON');
          return;
        case 'locked':
          other.exec('BEGIN IMMEDIATE');
      }
    },
    recover: () => {
      if (other.inTransaction) other.exec('ROLLBACK');
      connection.pragma('query_only = OFF');
      connection.pragma('max_page_count = 1000000');
    },
  };
}
