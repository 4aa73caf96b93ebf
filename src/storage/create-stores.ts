import { createAnswerStore } from './answer-store.js';
import type { Backend } from './backend.js';
import { createConversationStore } from './conversation-store.js';
import { createDeliveryStore } from './delivery-store.js';
import { forgetPerson, purgeBefore } from './erase.js';
import { exportRows } from './export-rows.js';
import { createFeedbackStore } from './feedback-store.js';
import { createLanguageStore } from './language-store.js';
import { createModelUsageStore } from './model-usage-store.js';
import type { OpenStores, StoreOptions } from './open-stores.js';
import { createQuestionLog } from './question-log.js';

/** The stores over a database that is open and up to date. */
export function createStores(backend: Backend, options: StoreOptions = {}): OpenStores {
  const { db } = backend;
  const clock = options.clock ?? Date.now;
  const report = options.report ?? ignoreReport;
  return {
    conversations: createConversationStore(db, report),
    answers: createAnswerStore(db, clock, report),
    feedback: createFeedbackStore(db, report),
    questions: createQuestionLog(db, report),
    languages: createLanguageStore(db, clock),
    deliveries: createDeliveryStore(backend, report),
    modelUsage: createModelUsageStore(db, clock),
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

/** Whoever wants to know hands in `report`. */
export function ignoreReport(): void {
  // Nobody asked.
}
