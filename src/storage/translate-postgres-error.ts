import { StoreCorruptError, StoreFullError, StoreUnavailableError } from './errors.js';
import type { TranslateError } from './translating-dialect.js';

/** Classes and codes as in PostgreSQL's documentation, "PostgreSQL Error Codes"; the others are Node's. */
const unreachable = /^(08...|57P0.|53[34]00|ECONN.*|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT|EPIPE|EACCES)$/;
/** A statement timeout, an idle-transaction timeout, a deadlock or a serialization conflict. */
const interrupted = /^(57014|25P0[34]|40001|40P01)$/;
const refused = /^(28...|3D000)$/;
/** The driver's errors without a code. */
const lostConnection = /Connection terminated|timeout|not queryable|socket disconnected|server does not support SSL/i;

/** The server did not answer within the driver's `query_timeout`. */
export function isSilence(error: unknown): boolean {
  return error instanceof Error && error.message === 'Query read timeout';
}

export function translatePostgresError(where: string): TranslateError {
  return (error) => {
    if (!(error instanceof Error)) return error;
    const cause = { cause: error };
    const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
    if (code === '53100') return new StoreFullError(where, cause);
    if (/^XX00[12]$/.test(code)) return new StoreCorruptError(where, `the server reports damaged data (${error.message})`, cause);
    if (refused.test(code)) {
      return new StoreUnavailableError(
        where,
        `the server refuses (${error.message})`,
        'Check user, password and database in DATABASE_URL.',
        cause,
      );
    }
    if (code === '42501') {
      const advice =
        'The user of DATABASE_URL has to own the database, or be granted CREATE on its schema (PostgreSQL 15 no longer grants that to all).';
      return new StoreUnavailableError(where, `the server forbids it (${error.message})`, advice, cause);
    }
    if (unreachable.test(code) || (code === '' && lostConnection.test(error.message))) {
      const reason = `the server cannot be reached (${error.message === '' ? code : error.message})`;
      return new StoreUnavailableError(
        where,
        reason,
        'Check that it runs, and the address in DATABASE_URL; the bot tries again by itself.',
        { ...cause, isTransient: true },
      );
    }
    if (interrupted.test(code)) {
      return new StoreUnavailableError(
        where,
        `the server interrupted a statement (${error.message})`,
        'If that goes on, look at the load of the server; the bot tries again by itself.',
        { ...cause, isTransient: true },
      );
    }
    return error;
  };
}
