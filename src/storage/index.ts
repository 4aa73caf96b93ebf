/**
 * Storage: keeps what must survive a restart, in a SQLite file or on a PostgreSQL server, by the same queries and migrations.
 * Implements the ports of `chat/stores.ts` and `language-model/usage-store.ts`; decides nothing, and holds neither people's names nor secrets.
 */
export { type OpenStores, openStores, type StoreLocation, type StoreOptions } from './open-stores.js';
export {
  DamagedRowError,
  isStoreError,
  StoreCorruptError,
  StoreFullError,
  StoreInUseError,
  StoreUnavailableError,
  StoreVersionError,
} from './errors.js';
