import { existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { Backend } from './backend.js';
import { type Claim, claimFile } from './claim-file.js';
import { StoreCorruptError, StoreUnavailableError } from './errors.js';
import { migrateToLatest, requireLatest } from './migrate.js';
import { runOnce } from './retry.js';
import type { Sealing } from './sealing.js';
import type { StoreTables } from './tables.js';
import { createLogSync } from './sync-log.js';
import { translateSqliteError } from './translate-sqlite-error.js';
import { type TranslateError, translatingDialect } from './translating-dialect.js';
import { waitForLock } from './wait-for-lock.js';

/** "Ftnt": marks the file as Footnote's (SQLite's `application_id`). */
const applicationId = 0x46746e74;

/** `user_version` of a file that has been written anew since chats are sealed in it. */
const rewrittenVersion = 1;

/** How long a statement waits for another process's write; tools hold the file for milliseconds. */
const longestLockMs = 5_000;

/** How long a checkpoint waits for readers in other processes; it blocks the event loop meanwhile. */
const checkpointWaitMs = 500;

/** Files up to this size are checked whole at every start (0.7 ms a megabyte); larger ones only after a stop that was not orderly. */
const alwaysCheckedBytes = 64 * 1024 * 1024;

/** The write-ahead log is truncated to this. */
const walSizeLimitBytes = 16 * 1024 * 1024;

export interface SqliteBackend extends Backend {
  /** The connection underneath, for tests that simulate what a disk does. */
  readonly connection: Database.Database;
}

/**
 * Opens (and, if `exclusive`, creates) a store in a file.
 * Throws `StoreInUseError`, `StoreCorruptError`, `StoreVersionError`, `StoreFullError`, `StoreUnavailableError`.
 */
export async function openSqlite(file: string, exclusive: boolean, sealing: Sealing, lockedForMs = longestLockMs): Promise<SqliteBackend> {
  const translate = translateSqliteError(file);
  let claim: Claim | undefined;
  let connection: Database.Database | undefined;
  try {
    const path = exclusive ? pathToServe(file) : pathToRead(file);
    if (exclusive) claim = claimFile(path);
    const stoppedInOrder = !existsSync(`${path}-wal`);
    connection = new Database(path, { timeout: longestLockMs, fileMustExist: !exclusive });
    refuseForeignFile(connection, file);
    configure(connection);
    if (exclusive && (!stoppedInOrder || statSync(path).size <= alwaysCheckedBytes)) refuseDamagedFile(connection, file);
    const dialect = translatingDialect(new SqliteDialect({ database: connection }), translate, waitForLock(lockedForMs));
    const db = new Kysely<StoreTables>({ dialect });
    await (exclusive ? migrateInOneTransaction(connection, db, sealing, file) : requireLatest(db, 'sqlite', sealing, file));
    connection.pragma('busy_timeout = 0');
    return sqliteBackend(connection, db, claim, translate);
  } catch (error) {
    connection?.close();
    claim?.release();
    throw translate(error);
  }
}

function pathToServe(file: string): string {
  const path = resolve(file);
  try {
    mkdirSync(dirname(path), { recursive: true });
    // The claim is on the file itself, not on one of its paths.
    return existsSync(path) ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const advice = 'Check DATA_DIR and who may write there.';
    throw new StoreUnavailableError(file, `its folder cannot be made or read (${error.message})`, advice, { cause: error });
  }
}

function pathToRead(file: string): string {
  const path = resolve(file);
  if (existsSync(path)) return path;
  throw new StoreUnavailableError(
    file,
    'there is no such file',
    'Check DATA_DIR; the store is created when the bot first starts ("npm start").',
  );
}

function refuseForeignFile(connection: Database.Database, file: string): void {
  const found = connection.pragma('application_id', { simple: true });
  if (found === applicationId) return;
  const { tables } = connection.prepare<[], { tables: number }>('SELECT count(*) AS tables FROM sqlite_master').get() ?? { tables: 0 };
  if (tables > 0) throw new StoreCorruptError(file, 'it is a SQLite file of another program');
}

function refuseDamagedFile(connection: Database.Database, file: string): void {
  const finding = connection.pragma('quick_check(1)', { simple: true });
  if (finding !== 'ok') throw new StoreCorruptError(file, `it is damaged (${String(finding).replaceAll('\n', ' ')})`);
}

function configure(connection: Database.Database): void {
  connection.pragma('journal_mode = WAL');
  // A commit has reached the operating system before it returns, and so survives a killed process. Syncing every commit (FULL: 0.3 ms
  // instead of 0.03, on a busy disk 4) protects only against power cuts; `durably` syncs where that matters.
  connection.pragma('synchronous = NORMAL');
  connection.pragma(`journal_size_limit = ${walSizeLimitBytes}`);
  // Erased data must not stay readable in the file's free pages.
  connection.pragma('secure_delete = ON');
}

async function migrateInOneTransaction(
  connection: Database.Database,
  db: Kysely<StoreTables>,
  sealing: Sealing,
  file: string,
): Promise<void> {
  // Kysely takes neither a lock nor a transaction for SQLite's migrations. It has this one connection, so a transaction begun here is its
  // own.
  connection.exec('BEGIN IMMEDIATE');
  await migrateToLatest(db, 'sqlite', sealing, file);
  connection.pragma(`application_id = ${applicationId}`);
  connection.exec('COMMIT');
  rewriteFile(connection);
  truncateLog(connection);
}

/**
 * Once in a file's life. `secure_delete` leaves copies in the gaps of pages whose rows were moved, so what earlier versions kept unsealed
 * would stay readable.
 */
function rewriteFile(connection: Database.Database): void {
  if (Number(connection.pragma('user_version', { simple: true })) >= rewrittenVersion) return;
  connection.exec('VACUUM');
  connection.pragma(`user_version = ${rewrittenVersion}`);
}

/** The log still holds pages as they were before. A reader in another process may keep it from being cut; the next one does it then. */
function truncateLog(connection: Database.Database): void {
  connection.pragma('wal_checkpoint(TRUNCATE)');
}

function sqliteBackend(
  connection: Database.Database,
  db: Kysely<StoreTables>,
  claim: Claim | undefined,
  translate: TranslateError,
): SqliteBackend {
  const log = createLogSync(`${connection.name}-wal`);
  return {
    connection,
    db,
    slowDb: db,
    retry: runOnce,
    durably: async (statement) => {
      const result = await statement(db);
      try {
        await log.sync();
      } catch (error) {
        throw translate(error);
      }
      return result;
    },
    scrub: async () => {
      connection.pragma(`busy_timeout = ${checkpointWaitMs}`);
      truncateLog(connection);
      connection.pragma('busy_timeout = 0');
    },
    close: async () => {
      await log.close();
      await db.destroy();
      claim?.release();
    },
  };
}
