import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openStores } from '../../src/storage/index.js';
import { describeStores } from '../contracts/stores.contract.js';
import { testSecret, type StoreWorld } from './store-world.js';
import { createTemporaryFolder } from './temporary-folder.js';

async function createSqliteWorld(): Promise<StoreWorld> {
  const folder = createTemporaryFolder();
  const file = join(folder.path, 'footnote.db');
  return {
    open: (options) => openStores({ kind: 'sqlite', file }, { secret: testSecret, ...options }),
    execute: async (statement) => {
      const connection = new Database(file);
      connection.exec(statement);
      connection.close();
    },
    dispose: async () => folder.remove(),
  };
}

describeStores('SQLite', createSqliteWorld);
