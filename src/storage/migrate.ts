import { type Kysely, Migrator, sql } from 'kysely';
import type { DatabaseKind } from './backend.js';
import { isStoreError, StoreVersionError } from './errors.js';
import { migrationsFor } from './migrations/index.js';
import type { Sealing } from './sealing.js';
import type { StoreTables } from './tables.js';

/** Named after the program, so that other programs with Kysely in the same database do not interfere. */
const migrationTable = 'footnote_migrations';
const migrationLockTable = 'footnote_migrations_lock';

/**
 * Brings the tables to this program's version. On PostgreSQL, Kysely holds an advisory lock meanwhile and runs all steps in one
 * transaction; on SQLite the caller holds the write lock of the file.
 * Throws `StoreVersionError` if a newer program has been here.
 */
export async function migrateToLatest(db: Kysely<StoreTables>, kind: DatabaseKind, sealing: Sealing, where: string): Promise<void> {
  const migrations = migrationsFor(kind, sealing);
  if ((await missingMigrations(db, kind, sealing, where)).length === 0) return;
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: migrationTable,
    migrationLockTableName: migrationLockTable,
  });
  const { error, results } = await migrator.migrateToLatest();
  const failed = results?.find((result) => result.status === 'Error');
  if (!(error instanceof Error)) return;
  if (failed && !isStoreError(error)) {
    throw new StoreVersionError(
      `Bringing the store ${where} up to date failed at step ${failed.migrationName}: ${error.message}. Nothing was changed. ` +
        'If other programs have tables in this database, give Footnote a database of its own.',
      { cause: error },
    );
  }
  throw error;
}

/** For read-only tools: checks that the tables have this program's version. Throws `StoreVersionError` where not. */
export async function requireLatest(db: Kysely<StoreTables>, kind: DatabaseKind, sealing: Sealing, where: string): Promise<void> {
  const missing = await missingMigrations(db, kind, sealing, where);
  if (missing.length === 0) return;
  throw new StoreVersionError(
    `The store ${where} is older than this program (without ${missing.join(', ')}). Start the bot once ("npm start"): it brings the store up to date.`,
  );
}

async function missingMigrations(db: Kysely<StoreTables>, kind: DatabaseKind, sealing: Sealing, where: string): Promise<readonly string[]> {
  const known = Object.keys(migrationsFor(kind, sealing));
  const applied = await appliedMigrations(db);
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new StoreVersionError(
      `The store ${where} was written by a newer version of Footnote (it has ${unknown.join(', ')}; this version knows up to ${known.at(-1) ?? 'nothing'}). ` +
        'Install that version again, or restore a backup of the store made before the upgrade.',
    );
  }
  return known.filter((name) => !applied.includes(name));
}

async function appliedMigrations(db: Kysely<StoreTables>): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === migrationTable)) return [];
  const { rows } = await sql<{ readonly name: string }>`select name from ${sql.table(migrationTable)} order by name`.execute(db);
  return rows.map((row) => row.name);
}
