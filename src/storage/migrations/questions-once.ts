import { type Kysely, type Migration, sql } from 'kysely';

/** 0003: an entry of the question log is written once, also when a lost connection leaves open whether it was and it is written again. */
export const questionsOnce: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`delete from question_log where seq not in (select min(seq) from question_log group by answer_id, at)`.execute(db);
    await db.schema.createIndex('question_log_once').on('question_log').columns(['answer_id', 'at']).unique().execute();
  },
};
