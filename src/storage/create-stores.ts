import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { WritableStores } from '../chat/index.js';
import { createAnswerStore } from './answer-store.js';
import type { Backend } from './backend.js';
import { createConversationStore } from './conversation-store.js';
import { createDeliveryStore } from './delivery-store.js';
import { forgetPerson, purgeBefore } from './erase.js';
import { exportRows } from './export-rows.js';
import { createFeedbackStore } from './feedback-store.js';
import { keepIf } from './keep-if.js';
import { createLanguageStore } from './language-store.js';
import { createModelUsageStore } from './model-usage-store.js';
import { createQuestionLog } from './question-log.js';
import type { Sealing } from './sealing.js';
import { retrying, runOnce } from './retry.js';
import type { OpenStores, StoreOptions } from './stores.js';
import type { StoreTables } from './tables.js';

/** The stores over a database that is open and up to date. */
export function createStores(
  backend: Backend,
  options: Pick<StoreOptions, 'clock' | 'report'> & { readonly sealing: Sealing },
): OpenStores {
  const { db, slowDb, retry } = backend;
  const clock = options.clock ?? Date.now;
  const { sealing } = options;
  const report = options.report ?? ignoreReport;
  const storesOver = (over: Kysely<StoreTables>, entries?: string): WritableStores => ({
    conversations: createConversationStore(over, sealing, report),
    answers: createAnswerStore(over, sealing, clock, report),
    feedback: createFeedbackStore(over, report),
    questions: createQuestionLog({ db: over, retry: runOnce }, report, entries),
    languages: createLanguageStore(over, clock),
  });
  const { conversations, answers, feedback, languages } = storesOver(db);
  return {
    conversations: retrying(conversations, retry),
    answers: retrying(answers, retry),
    feedback: retrying(feedback, retry),
    questions: createQuestionLog(backend, report),
    languages: retrying(languages, retry),
    keepIf: async (grounds, write) => {
      // Identifies what an interrupted attempt has written.
      const attempted = randomUUID();
      return retry(() => keepIf(db, grounds, (transaction) => write(storesOver(transaction, attempted))));
    },
    deliveries: retrying(createDeliveryStore(backend, sealing, report), retry),
    // Not retried, since adding is not idempotent; the caller includes what failed in the next call.
    modelUsage: createModelUsageStore(db, clock),
    newest: () =>
      retry(async () => {
        const [answer, entry] = await Promise.all([
          db.selectFrom('answers').select('at').orderBy('at', 'desc').limit(1).executeTakeFirst(),
          db.selectFrom('question_log').select('at').orderBy('at', 'desc').limit(1).executeTakeFirst(),
        ]);
        const times = [answer, entry].flatMap((row) => row?.at ?? []);
        return times.length === 0 ? undefined : Math.max(...times);
      }),
    check: async () => {
      await db.selectFrom('deliveries').select('seq').limit(1).execute();
    },
    forget: async (person) => {
      const rows = await retry(() => forgetPerson(slowDb, person, clock()));
      await backend.scrub();
      return rows;
    },
    purge: (before) => retry(() => purgeBefore(slowDb, before)),
    exportRows: (person) => exportRows(backend, sealing, person),
    close: () => backend.close(),
  };
}

/** The default `report`. */
export function ignoreReport(): void {
  // Does nothing.
}
