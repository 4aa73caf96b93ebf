import type { Kysely } from 'kysely';
import type { FeedbackStore } from '../chat/index.js';
import { feedbackRow, type ReportDamage, readRow, readRows } from './read-rows.js';
import { storableText } from './storable-text.js';
import type { StoreTables } from './tables.js';

export function createFeedbackStore(db: Kysely<StoreTables>, report: ReportDamage): FeedbackStore {
  return {
    put: async (feedback) => {
      const values = {
        vote: feedback.vote,
        reason: feedback.reason ?? null,
        comment: feedback.comment === undefined ? null : storableText(feedback.comment),
        at: feedback.at,
      };
      await db
        .insertInto('feedback')
        .values({ answer_id: feedback.answerId, person: feedback.person, ...values })
        .onConflict((conflict) => conflict.columns(['answer_id', 'person']).doUpdateSet(values))
        .execute();
    },
    find: async (answerId, person) => {
      const row = await db
        .selectFrom('feedback')
        .selectAll()
        .where('answer_id', '=', answerId)
        .where('person', '=', person)
        .executeTakeFirst();
      return readRow('feedback', feedbackRow, row);
    },
    tally: async (answerId) => {
      const rows = await db
        .selectFrom('feedback')
        .select(({ fn }) => ['vote', fn.countAll<number>().as('votes')])
        .where('answer_id', '=', answerId)
        .groupBy('vote')
        .execute();
      const votes = new Map(rows.map((row) => [row.vote, row.votes]));
      return { up: votes.get('up') ?? 0, down: votes.get('down') ?? 0 };
    },
    since: async (time) => {
      const rows = await db.selectFrom('feedback').selectAll().where('at', '>=', time).orderBy('at').orderBy('seq').execute();
      return readRows('feedback', feedbackRow, rows, report);
    },
  };
}
