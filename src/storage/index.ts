/**
 * Storage: stores what must survive a restart, in a SQLite file or on a PostgreSQL server, with the same queries and migrations.
 * Implements the ports of `chat/ports/stores.ts` and `language-model/usage-store.ts`; decides nothing, and holds neither people's names nor
 * secrets.
 */
export { personSecret } from './person-secret.js';
export { openStores, type StoreLocation } from './open-stores.js';
export type { OpenStores, StoreOptions } from './stores.js';
export { DamagedRowError, StoreCorruptError, StoreFullError, StoreInUseError, StoreUnavailableError, StoreVersionError } from './errors.js';
