import type { Kysely } from 'kysely';
import type { AnswerStore, MessageAddress, StoredAnswer } from '../chat/index.js';
import { answerRow, messageRow, type ReportDamage, readRow, readRows } from './read-rows.js';
import type { StoreTables } from './tables.js';

export function createAnswerStore(db: Kysely<StoreTables>, clock: () => number, report: ReportDamage): AnswerStore {
  const linked = async (message: MessageAddress, role: 'question' | 'answer'): Promise<StoredAnswer | undefined> => {
    const row = await db
      .selectFrom('message_links')
      .innerJoin('answers', 'answers.id', 'message_links.answer_id')
      .selectAll('answers')
      .where('message_links.chat', '=', message.chat)
      .where('message_links.message', '=', message.message)
      .where('message_links.role', '=', role)
      .where('message_links.platform', '=', message.platform)
      .executeTakeFirst();
    return readRow('answers', answerRow, row);
  };
  return {
    save: async (answer) => {
      const { platform, chat, topic, person } = answer.conversation;
      const values = {
        platform,
        chat,
        topic,
        person,
        questions: JSON.stringify(answer.questions),
        answer: JSON.stringify({ ...answer.answer, candidates: [] }),
        language: answer.language,
        at: answer.at,
      };
      await db
        .insertInto('answers')
        .values({ id: answer.id, ...values })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute();
    },
    find: async (id) => {
      const row = await db.selectFrom('answers').selectAll().where('id', '=', id).executeTakeFirst();
      return readRow('answers', answerRow, row);
    },
    link: async (message, role, answerId) => {
      const { platform, chat } = message;
      await db
        .insertInto('message_links')
        .values({ platform, chat, message: message.message, role, answer_id: answerId, at: clock() })
        .onConflict((conflict) =>
          conflict.columns(['chat', 'message', 'role', 'platform']).doUpdateSet({ answer_id: answerId, at: clock() }),
        )
        .execute();
    },
    answerShownIn: (message) => linked(message, 'answer'),
    answerAskedBy: (message) => linked(message, 'question'),
    messagesShowing: async (answerId) => {
      const rows = await db
        .selectFrom('message_links')
        .select(['seq', 'platform', 'chat', 'message'])
        .where('answer_id', '=', answerId)
        .where('role', '=', 'answer')
        .orderBy('seq')
        .execute();
      return readRows('message_links', messageRow, rows, report);
    },
    since: async (time) => {
      const rows = await db.selectFrom('answers').selectAll().where('at', '>=', time).orderBy('at').orderBy('seq').execute();
      return readRows('answers', answerRow, rows, report);
    },
  };
}
