import type { Stores } from '../../src/chat/index.js';
import type { StoreOptions } from '../../src/storage/index.js';

/** A place for one store, empty at first. */
export interface StoreWorld {
  /** Opens the store; again after it was closed, with what was kept. */
  open(options?: StoreOptions): Promise<Stores>;
  /** Runs a statement behind the store's back. */
  execute(statement: string): Promise<void>;
  dispose(): Promise<void>;
}
