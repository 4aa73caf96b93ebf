import type { Kysely } from 'kysely';
import type { Retry } from './retry.js';
import type { StoreTables } from './tables.js';

export type DatabaseKind = 'sqlite' | 'postgres';

/** What SQLite and PostgreSQL do differently; everything else is written once over `db`. */
export interface Backend {
  readonly db: Kysely<StoreTables>;
  /** The same database for statements that may take long: erasing, purging, exporting. */
  readonly slowDb: Kysely<StoreTables>;
  /**
   * Runs the operation, and again if a lost connection interrupted it. The interrupted attempt may have taken effect, so the operation must
   * be idempotent. A transaction is run again as a whole.
   */
  readonly retry: Retry;
  /** Runs one statement so that it is on the disk when this resolves, even if the power fails then. */
  durably<T>(statement: (db: Kysely<StoreTables>) => Promise<T>): Promise<T>;
  /** After deleting a person's rows: removes their remains outside the tables, where the database does not. */
  scrub(): Promise<void>;
  close(): Promise<void>;
}
