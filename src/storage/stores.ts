import type { Stores } from '../chat/index.js';
import type { ModelUsageStore } from '../language-model/index.js';

/** The chats' stores and what a language model has cost, in one place: `purge` and an export of everything cover both. */
export interface OpenStores extends Stores {
  readonly modelUsage: ModelUsageStore;
  /** When the newest answer or entry of the question log was written, by the clock of then. */
  newest(): Promise<number | undefined>;
  /** Asks the database for something. Fails, or does not come back, where it cannot be used. */
  check(): Promise<void>;
}

export interface StoreOptions {
  /** The secret behind people's keys, at least 16 bytes: chats, and what is owed an answer, can only be read with it. */
  readonly secret: Uint8Array;
  /** Milliseconds since the epoch; stamps links, language choices, a language model's costs and what `forget` completes. */
  readonly clock?: () => number;
  /**
   * `false` for a tool that looks in while the bot may be running (export, forget, purge, report): takes no claim on the file, creates
   * nothing, changes no table's shape. Default `true`: this process serves from the store, and on a file it is the only one.
   */
  readonly exclusive?: boolean;
  /** Told of damaged rows that lists were given without (`DamagedRowError`), and of connections that a server cut. For the log. */
  readonly report?: (error: unknown) => void;
}
