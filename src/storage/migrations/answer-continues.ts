import type { Kysely, Migration } from 'kysely';

/** 0005: which answer an answer continues from, so that nobody's row holds questions of somebody else. */
export const answerContinues: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('answers').addColumn('continues', 'text').execute();
  },
};
