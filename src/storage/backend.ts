import type { Kysely } from 'kysely';
import type { StoreTables } from './tables.js';

/** What SQLite and PostgreSQL do differently; everything else is written once over `db`. */
export interface Backend {
  readonly db: Kysely<StoreTables>;
  /** Runs one statement so that it is on the disk when this resolves, even if the power fails then. */
  durably<T>(statement: (db: Kysely<StoreTables>) => Promise<T>): Promise<T>;
  /** After rows of a person were deleted: removes what is left of them outside the tables, where the database leaves that to us. */
  scrub(): Promise<void>;
  close(): Promise<void>;
}
