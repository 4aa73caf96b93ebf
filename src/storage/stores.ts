import type { Stores } from '../chat/index.js';
import type { ModelUsageStore } from '../language-model/index.js';

/** The chats' stores and the language model's costs: `purge` and a full export cover both. */
export interface OpenStores extends Stores {
  readonly modelUsage: ModelUsageStore;
  /** When the newest answer or entry of the question log was written, by the clock at that time. */
  newest(): Promise<number | undefined>;
  /** A query of the database. Rejects, or never settles, where it cannot be used. */
  check(): Promise<void>;
}

export interface StoreOptions {
  /** The secret behind people's keys, at least 16 bytes: needed to read chats and unfinished deliveries. */
  readonly secret: Uint8Array;
  /** Milliseconds since the epoch; stamps links, language choices, a language model's costs and what `forget` completes. */
  readonly clock?: () => number;
  /**
   * `false` for a tool that runs beside the bot (export, forget, purge, report): it takes no claim on the file, creates nothing and
   * migrates nothing. Default `true`: this process serves from the store, and on a file it is the only one.
   */
  readonly exclusive?: boolean;
  /** Called with skipped damaged rows (`DamagedRowError`), and with connections that the server closed. For the log. */
  readonly report?: (error: unknown) => void;
}
