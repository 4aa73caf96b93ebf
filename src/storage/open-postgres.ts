import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Backend } from './backend.js';
import { StoreUnavailableError } from './errors.js';
import { migrateToLatest, requireLatest } from './migrate.js';
import { createRetry, defaultRetryRules } from './retry.js';
import type { Sealing } from './sealing.js';
import type { StoreTables } from './tables.js';
import { isSilence, translatePostgresError } from './translate-postgres-error.js';
import { translatingDialect } from './translating-dialect.js';

/** Time limits. */
export interface PostgresTimeouts {
  readonly connectMs: number;
  /** The server interrupts a statement after this; a bot's statements take milliseconds. */
  readonly statementMs: number;
  /** The same for erasing, purging and exporting, which may touch every row. */
  readonly slowStatementMs: number;
  /** A server that has not even interrupted the statement after this much more is unreachable: its connections are closed. */
  readonly silenceMs: number;
}

export const defaultPostgresTimeouts: PostgresTimeouts = {
  connectMs: 5_000,
  statementMs: 8_000,
  slowStatementMs: 300_000,
  silenceMs: 2_000,
};

const connections = 5;
const slowConnections = 1;
const closeWithinMs = 2_000;
/** The server notices late that a connection which holds locks was lost. */
const idleTransactionMs = 60_000;
const keepAliveAfterMs = 10_000;

interface Pool {
  readonly db: Kysely<StoreTables>;
  close(): Promise<void>;
}

/**
 * Opens a store on a PostgreSQL server; with `migrate`, brings its tables up to date.
 * `report` is told of idle connections that the server cut; the next query makes a new one.
 * Throws `StoreUnavailableError`, `StoreVersionError`.
 */
export async function openPostgres(
  url: string,
  migrate: boolean,
  sealing: Sealing,
  report: (error: unknown) => void,
  timeouts: PostgresTimeouts = defaultPostgresTimeouts,
): Promise<Backend> {
  const where = describeAddress(url);
  const pool = (max: number, statementMs: number): Pool => openPool(url, where, report, { ...timeouts, max, statementMs });
  const quick = pool(connections, timeouts.statementMs);
  const slow = pool(slowConnections, timeouts.slowStatementMs);
  const closing = new AbortController();
  const close = async (): Promise<void> => {
    closing.abort();
    await Promise.all([quick.close(), slow.close()]);
  };
  try {
    await (migrate ? migrateToLatest : requireLatest)(slow.db, 'postgres', sealing, where);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    db: quick.db,
    slowDb: slow.db,
    retry: createRetry(defaultRetryRules, closing.signal),
    // A commit of PostgreSQL's waits for the disk (`synchronous_commit`), and vacuum clears deleted rows away.
    durably: (statement) => statement(quick.db),
    scrub: () => Promise.resolve(),
    close,
  };
}

interface PoolRules {
  readonly max: number;
  readonly connectMs: number;
  readonly statementMs: number;
  readonly silenceMs: number;
}

function openPool(
  url: string,
  where: string,
  report: (error: unknown) => void,
  { max, connectMs, statementMs, silenceMs }: PoolRules,
): Pool {
  const sockets = new Set<Socket>();
  const cutAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const translateError = translatePostgresError(where);
  const translate = (error: unknown): unknown => {
    // Where one connection is silent, the others are, too, and each would cost another wait.
    if (isSilence(error)) cutAll();
    return translateError(error);
  };
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'footnote',
    max,
    connectionTimeoutMillis: connectMs,
    query_timeout: statementMs + silenceMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfterMs,
    types: wholeNumbersAsNumbers(),
    stream: () => {
      const socket = new Socket();
      sockets.add(socket);
      return socket.once('close', () => sockets.delete(socket));
    },
    // Not as parameters of the connection, which PgBouncer refuses.
    verify: (client, done) => {
      const settings = `SET statement_timeout = ${statementMs}; SET idle_in_transaction_session_timeout = ${idleTransactionMs}`;
      client.query(settings).then(() => done(), done);
    },
  });
  pool.on('connect', (client) => {
    // The pool does not listen to a connection in use; the statement that uses it fails.
    client.on('error', () => undefined);
  });
  pool.on('error', (error) => report(translate(error)));
  const db = new Kysely<StoreTables>({ dialect: translatingDialect(new PostgresDialect({ pool }), translate) });
  return {
    db,
    close: async () => {
      const closed = new AbortController();
      const impatient = sleep(closeWithinMs, undefined, { signal: closed.signal }).catch(() => undefined);
      // A silent connection would not confirm its end, either, and the pool would wait for it.
      await Promise.race([db.destroy(), impatient]);
      closed.abort();
      cutAll();
    },
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

/** The driver returns bigint (times, counts, sequence numbers) as text; all of ours fit a number. */
function wholeNumbersAsNumbers(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  return types;
}
