import type { OpenStores, StoreOptions } from './stores.js';

export type StoreLocation = { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres'; readonly url: string };

/**
 * Opens the stores, and brings their tables up to date.
 * Throws `StoreInUseError`, `StoreCorruptError`, `StoreVersionError`, `StoreFullError`, `StoreUnavailableError`; operations may throw the
 * last four too (not the version's), and `DamagedRowError` where they read one row.
 */
export async function openStores(location: StoreLocation, options: StoreOptions): Promise<OpenStores> {
  const exclusive = options.exclusive ?? true;
  // Loaded on demand: a terminal conversation stores nothing, and the query builder alone has 260 modules, half a second of the start.
  const { createStores, ignoreReport } = await import('./create-stores.js');
  const { createSealing } = await import('./sealing.js');
  const sealing = createSealing(options.secret);
  switch (location.kind) {
    case 'sqlite': {
      const { openSqlite } = await import('./open-sqlite.js');
      return createStores(await openSqlite(location.file, exclusive, sealing), { ...options, sealing });
    }
    case 'postgres': {
      const { openPostgres } = await import('./open-postgres.js');
      return createStores(await openPostgres(location.url, exclusive, sealing, options.report ?? ignoreReport), {
        ...options,
        sealing,
      });
    }
  }
}
