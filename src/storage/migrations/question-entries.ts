import type { Kysely, Migration } from 'kysely';

/** 0003: entries of the question log get an id of their own, so that writing one again, after a lost connection, writes it once. */
export const questionEntries: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('question_log').addColumn('entry', 'text').execute();
    await db.schema.createIndex('question_log_once').on('question_log').column('entry').unique().execute();
  },
};
