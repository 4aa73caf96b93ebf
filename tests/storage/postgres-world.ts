import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { openStores } from '../../src/storage/index.js';
import type { PostgresServer } from './private-postgres.js';
import { testSecret, type StoreWorld } from './store-world.js';

export interface PostgresWorld extends StoreWorld {
  readonly url: string;
}

export async function runStatement(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A database of its own on the server. */
export async function createPostgresWorld(server: PostgresServer): Promise<PostgresWorld> {
  const database = `footnote_test_${randomBytes(6).toString('hex')}`;
  const url = server.url(database);
  await runStatement(server.url('postgres'), `CREATE DATABASE ${database}`);
  return {
    url,
    open: (options) => openStores({ kind: 'postgres', url }, { secret: testSecret, ...options }),
    execute: (statement) => runStatement(url, statement),
    dispose: () => runStatement(server.url('postgres'), `DROP DATABASE ${database} WITH (FORCE)`),
  };
}
