import type { Kysely } from 'kysely';
import type { QuestionLog } from '../chat/index.js';
import { loggedQuestionRow, type ReportDamage, readRows } from './read-rows.js';
import { storableText } from './storable-text.js';
import type { StoreTables } from './tables.js';

export function createQuestionLog(db: Kysely<StoreTables>, report: ReportDamage): QuestionLog {
  return {
    append: async (entry) => {
      await db
        .insertInto('question_log')
        .values({
          at: entry.at,
          platform: entry.platform,
          person: entry.person,
          question: storableText(entry.question),
          language: entry.language,
          kind: entry.kind,
          confidence: entry.confidence ?? null,
          top_score: entry.topScore ?? null,
          milliseconds: entry.milliseconds,
          answer_id: entry.answerId,
        })
        // Written before, by an attempt that was interrupted: an answer is given (or changed) once at a time.
        .onConflict((conflict) => conflict.columns(['answer_id', 'at']).doNothing())
        .execute();
    },
    since: async (time) => {
      const rows = await db.selectFrom('question_log').selectAll().where('at', '>=', time).orderBy('at').orderBy('seq').execute();
      return readRows('question_log', loggedQuestionRow, rows, report);
    },
  };
}
