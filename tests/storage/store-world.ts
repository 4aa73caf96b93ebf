import type { OpenStores, StoreOptions } from '../../src/storage/index.js';

/** What people's keys and sealed columns are made with in tests. */
export const testSecret = new Uint8Array(32).fill(7);

/** A place for one store, empty at first. */
export interface StoreWorld {
  /** Opens the store; again after it was closed, with what was kept. */
  open(options?: Partial<StoreOptions>): Promise<OpenStores>;
  /** Runs a statement behind the store's back. */
  execute(statement: string): Promise<void>;
  dispose(): Promise<void>;
}
