import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Backend } from './backend.js';
import { StoreUnavailableError } from './errors.js';
import { migrateToLatest, requireLatest } from './migrate.js';
import type { StoreTables } from './tables.js';
import { translatePostgresError } from './translate-postgres-error.js';
import { translatingDialect } from './translating-dialect.js';

const maxConnections = 5;
const connectTimeoutMs = 10_000;
const queryTimeoutMs = 30_000;

/**
 * Opens a store on a PostgreSQL server; with `migrate`, brings its tables up to date.
 * `report` is told of idle connections that the server cut; the next query makes a new one.
 * Throws `StoreUnavailableError`, `StoreVersionError`.
 */
export async function openPostgres(url: string, migrate: boolean, report: (error: unknown) => void): Promise<Backend> {
  const where = describeAddress(url);
  const translate = translatePostgresError(where);
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'footnote',
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    keepAlive: true,
    types: wholeNumbersAsNumbers(),
  });
  pool.on('error', (error) => {
    report(translate(error));
  });
  const db = new Kysely<StoreTables>({ dialect: translatingDialect(new PostgresDialect({ pool }), translate) });
  try {
    await (migrate ? migrateToLatest : requireLatest)(db, 'postgres', where);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    db,
    // A commit of PostgreSQL's waits for the disk (`synchronous_commit`), and vacuum clears deleted rows away.
    durably: (statement) => statement(db),
    scrub: () => Promise.resolve(),
    close: () => db.destroy(),
  };
}

/** The address for people: without user and password. */
function describeAddress(url: string): string {
  if (!URL.canParse(url)) {
    throw new StoreUnavailableError(
      'at DATABASE_URL',
      'the address is not a URL',
      'It has to look like postgresql://user:password@host:5432/database, with special characters in the password percent-encoded.',
    );
  }
  const { hostname, port, pathname } = new URL(url);
  return `postgresql://${hostname}${port === '' ? '' : `:${port}`}${pathname}`;
}

/** bigint (times, counts, sequence numbers) comes as text, because not every bigint fits a number; all of ours do. */
function wholeNumbersAsNumbers(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  return types;
}
