import { type Kysely, type Migration, sql } from 'kysely';
import type { DatabaseKind } from '../backend.js';

/** 0001: everything that the first release keeps. */
export function firstTables(kind: DatabaseKind): Migration {
  return {
    up: async (db: Kysely<unknown>) => {
      const table = (name: string) => {
        const created = db.schema.createTable(name);
        // AUTOINCREMENT, because a plain rowid is given out again after the last row was deleted.
        return kind === 'sqlite'
          ? created.addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
          : created.addColumn('seq', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity());
      };
      const index = async (name: string, on: string, columns: readonly string[], unique = false): Promise<void> => {
        const created = db.schema
          .createIndex(name)
          .on(on)
          .columns([...columns]);
        await (unique ? created.unique() : created).execute();
      };

      await table('turns')
        .addColumn('platform', 'text', (column) => column.notNull())
        .addColumn('chat', 'text', (column) => column.notNull())
        .addColumn('topic', 'text', (column) => column.notNull())
        .addColumn('person', 'text', (column) => column.notNull())
        .addColumn('question', 'text', (column) => column.notNull())
        .addColumn('answer_id', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .execute();
      await index('turns_conversation', 'turns', ['person', 'chat', 'topic', 'platform', 'seq']);
      await index('turns_once', 'turns', ['answer_id', 'person', 'chat', 'topic', 'platform'], true);
      await index('turns_at', 'turns', ['at']);

      await table('answers')
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('platform', 'text', (column) => column.notNull())
        .addColumn('chat', 'text', (column) => column.notNull())
        .addColumn('topic', 'text', (column) => column.notNull())
        .addColumn('person', 'text', (column) => column.notNull())
        .addColumn('questions', 'text', (column) => column.notNull())
        .addColumn('answer', 'text', (column) => column.notNull())
        .addColumn('language', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .execute();
      await index('answers_person', 'answers', ['person']);
      await index('answers_at', 'answers', ['at', 'seq']);

      await table('message_links')
        .addColumn('platform', 'text', (column) => column.notNull())
        .addColumn('chat', 'text', (column) => column.notNull())
        .addColumn('message', 'text', (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('answer_id', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .execute();
      await index('message_links_message', 'message_links', ['chat', 'message', 'role', 'platform'], true);
      await index('message_links_answer', 'message_links', ['answer_id', 'role', 'seq']);
      await index('message_links_at', 'message_links', ['at']);

      await table('feedback')
        .addColumn('answer_id', 'text', (column) => column.notNull())
        .addColumn('person', 'text', (column) => column.notNull())
        .addColumn('vote', 'text', (column) => column.notNull())
        .addColumn('reason', 'text')
        .addColumn('comment', 'text')
        .addColumn('at', 'bigint', (column) => column.notNull())
        .execute();
      await index('feedback_once', 'feedback', ['answer_id', 'person'], true);
      await index('feedback_person', 'feedback', ['person']);
      await index('feedback_at', 'feedback', ['at', 'seq']);

      await table('question_log')
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('platform', 'text', (column) => column.notNull())
        .addColumn('person', 'text', (column) => column.notNull())
        .addColumn('question', 'text', (column) => column.notNull())
        .addColumn('language', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('confidence', 'text')
        .addColumn('top_score', 'double precision')
        .addColumn('milliseconds', 'double precision', (column) => column.notNull())
        .addColumn('answer_id', 'text', (column) => column.notNull())
        .execute();
      await index('question_log_at', 'question_log', ['at', 'seq']);
      await index('question_log_person', 'question_log', ['person']);

      await table('language_choices')
        .addColumn('person', 'text', (column) => column.notNull().unique())
        .addColumn('language', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .execute();
      await index('language_choices_at', 'language_choices', ['at']);

      await table('deliveries')
        .addColumn('platform', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('chat', 'text', (column) => column.notNull())
        .addColumn('person', 'text')
        .addColumn('payload', 'text')
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('completed_at', 'bigint')
        .execute();
      await index('deliveries_once', 'deliveries', ['id', 'platform'], true);
      await index('deliveries_at', 'deliveries', ['at']);
      // Completed rows are nearly all of them, and neither question is about those.
      await db.schema
        .createIndex('deliveries_owed')
        .on('deliveries')
        .columns(['platform', 'seq'])
        .where(sql.ref('completed_at'), 'is', null)
        .execute();
      await db.schema.createIndex('deliveries_person').on('deliveries').column('person').where(sql.ref('person'), 'is not', null).execute();
    },
  };
}
