import { randomUUID } from 'node:crypto';
import type { QuestionLog } from '../chat/index.js';
import type { Backend } from './backend.js';
import { loggedQuestionRow, type ReportDamage, readRows } from './read-rows.js';
import { storableText } from './storable-text.js';

/** @param entries the prefix of its entries' ids; left out, each id is random */
export function createQuestionLog({ db, retry }: Pick<Backend, 'db' | 'retry'>, report: ReportDamage, entries?: string): QuestionLog {
  let appended = 0;
  return {
    append: async (entry) => {
      const row = {
        // Identifies what an interrupted attempt has written.
        entry: entries === undefined ? randomUUID() : `${entries} ${appended++}`,
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
      };
      await retry(() =>
        db
          .insertInto('question_log')
          .values(row)
          .onConflict((conflict) => conflict.column('entry').doNothing())
          .execute(),
      );
    },
    since: async (time) => {
      const rows = await retry(() =>
        db.selectFrom('question_log').selectAll().where('at', '>=', time).orderBy('at').orderBy('seq').execute(),
      );
      return readRows('question_log', loggedQuestionRow, rows, report);
    },
  };
}
