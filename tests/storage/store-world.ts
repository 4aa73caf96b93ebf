import type { OpenStores, StoreOptions } from '../../src/storage/index.js';

/** A place for one store, empty at first. */
export interface StoreWorld {
  /** Opens the store; again after it was closed, with what was kept. */
  open(options?: StoreOptions): Promise<OpenStores>;
  /** Runs a statement behind the store's back. */
  execute(statement: string): Promise<void>;
  dispose(): Promise<void>;
}
