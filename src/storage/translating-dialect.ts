import type { DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely';
import { isTransient } from './errors.js';

/** Translates a driver's error into this room's, or returns it unchanged. */
export type TranslateError = (error: unknown) => unknown;

/** Runs a query of a driver's, perhaps more than once. */
export type RunQuery = <T>(isRead: boolean, action: () => Promise<T>) => Promise<T>;

const once: RunQuery = (_isRead, action) => action();

interface TranslatingConnection extends DatabaseConnection {
  readonly inner: DatabaseConnection;
}

/** The dialect with every driver error translated in one place. */
export function translatingDialect(dialect: Dialect, translate: TranslateError, run: RunQuery = once): Dialect {
  return {
    createDriver: () => translatingDriver(dialect.createDriver(), translate, run),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
  };
}

function translatingDriver(driver: Driver, translate: TranslateError, run: RunQuery): Driver {
  const inners = new WeakMap<DatabaseConnection, DatabaseConnection>();
  const innerOf = (connection: DatabaseConnection): DatabaseConnection => inners.get(connection) ?? connection;
  const translated = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (error) {
      throw translate(error);
    }
  };
  return {
    init: () => translated(() => driver.init()),
    acquireConnection: async () => {
      const connection = translatingConnection(await translated(() => driver.acquireConnection()), translate, run);
      inners.set(connection, connection.inner);
      return connection;
    },
    beginTransaction: (connection, settings) => translated(() => driver.beginTransaction(innerOf(connection), settings)),
    commitTransaction: (connection) => translated(() => driver.commitTransaction(innerOf(connection))),
    rollbackTransaction: async (connection) => {
      try {
        await driver.rollbackTransaction(innerOf(connection));
      } catch (error) {
        // SQLite has rolled back by itself on a full disk, a lost PostgreSQL session is rolled back by the server.
        // Kysely would report this failure in place of the one that led here, so only a lasting transaction may fail.
        const translated = translate(error);
        if (!isTransactionGone(error) && !isTransient(translated)) throw translated;
      }
    },
    releaseConnection: (connection) => driver.releaseConnection(innerOf(connection)),
    destroy: () => translated(() => driver.destroy()),
  };
}

function translatingConnection(inner: DatabaseConnection, translate: TranslateError, run: RunQuery): TranslatingConnection {
  return {
    inner,
    executeQuery: async <R>(query: Parameters<DatabaseConnection['executeQuery']>[0]): Promise<QueryResult<R>> => {
      try {
        return await run(query.query.kind === 'SelectQueryNode', () => inner.executeQuery<R>(query));
      } catch (error) {
        throw translate(error);
      }
    },
    streamQuery: (query, chunkSize) => inner.streamQuery(query, chunkSize),
  };
}

function isTransactionGone(error: unknown): boolean {
  return error instanceof Error && /no transaction is active/.test(error.message);
}
