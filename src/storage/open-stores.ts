import type { Stores } from '../chat/index.js';
import { createAnswerStore } from './answer-store.js';
import type { Backend } from './backend.js';
import { createConversationStore } from './conversation-store.js';
import { createDeliveryStore } from './delivery-store.js';
import { forgetPerson, purgeBefore } from './erase.js';
import { exportRows } from './export-rows.js';
import { createFeedbackStore } from './feedback-store.js';
import { createLanguageStore } from './language-store.js';
import { openSqlite } from './open-sqlite.js';
import { createQuestionLog } from './question-log.js';

export type StoreLocation = { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres'; readonly url: string };

export interface StoreOptions {
  /** Milliseconds since the epoch; stamps links, language choices and what `forget` completes. */
  readonly clock?: () => number;
  /**
   * `false` for a tool that looks in while the bot may be running (export, forget, purge, report): takes no claim on the file, creates
   * nothing, changes no table's shape. Default `true`: this process serves from the store, and on a file it is the only one.
   */
  readonly exclusive?: boolean;
  /** Told of damaged rows that lists were given without (`DamagedRowError`), and of connections that a server cut. For the log. */
  readonly report?: (error: unknown) => void;
}

/**
 * Opens the stores, and brings their tables up to date.
 * Throws `StoreInUseError`, `StoreCorruptError`, `StoreVersionError`, `StoreFullError`, `StoreUnavailableError`; operations may throw the
 * last four too (not the version's), and `DamagedRowError` where they read one row.
 */
export async function openStores(location: StoreLocation, options: StoreOptions = {}): Promise<Stores> {
  const exclusive = options.exclusive ?? true;
  switch (location.kind) {
    case 'sqlite':
      return createStores(await openSqlite(location.file, exclusive), options);
    case 'postgres': {
      // Loaded when asked for: most run without a server, and its driver adds to every start.
      const { openPostgres } = await import('./open-postgres.js');
      return createStores(await openPostgres(location.url, exclusive, options.report ?? ignore), options);
    }
  }
}

/** The stores over a database that is open and up to date. */
export function createStores(backend: Backend, options: StoreOptions = {}): Stores {
  const { db } = backend;
  const clock = options.clock ?? Date.now;
  const report = options.report ?? ignore;
  return {
    conversations: createConversationStore(db, report),
    answers: createAnswerStore(db, clock, report),
    feedback: createFeedbackStore(db, report),
    questions: createQuestionLog(db, report),
    languages: createLanguageStore(db, clock),
    deliveries: createDeliveryStore(backend, report),
    forget: async (person) => {
      const rows = await forgetPerson(db, person, clock());
      await backend.scrub();
      return rows;
    },
    purge: (before) => purgeBefore(db, before),
    exportRows: (person) => exportRows(db, person),
    close: () => backend.close(),
  };
}

function ignore(): void {
  // Whoever wants to know hands in `report`.
}
