import type { Kysely } from 'kysely';
import type { AnswerStore, MessageAddress, StoredAnswer } from '../chat/index.js';
import { answerRowOf, messageRowOf, type ReportDamage, readRow, readRows } from './read-rows.js';
import type { Sealing } from './sealing.js';
import type { StoreTables } from './tables.js';

export function createAnswerStore(db: Kysely<StoreTables>, sealing: Sealing, clock: () => number, report: ReportDamage): AnswerStore {
  const answerRow = answerRowOf(sealing);
  const messageRow = messageRowOf(sealing);
  const linked = async (message: MessageAddress, role: 'question' | 'answer'): Promise<StoredAnswer | undefined> => {
    const row = await db
      .selectFrom('message_links')
      .innerJoin('answers', 'answers.id', 'message_links.answer_id')
      .selectAll('answers')
      .where('message_links.chat', '=', sealing.sealChat(message.platform, message.chat))
      .where('message_links.message', '=', message.message)
      .where('message_links.role', '=', role)
      .where('message_links.platform', '=', message.platform)
      .executeTakeFirst();
    return readRow('answers', answerRow, row);
  };
  return {
    save: async (answer) => {
      const { platform, topic, person } = answer.conversation;
      const chat = sealing.sealChat(platform, answer.conversation.chat);
      const values = {
        platform,
        chat,
        topic,
        person,
        questions: JSON.stringify(answer.questions),
        continues: answer.continues ?? null,
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
      const { platform } = message;
      const chat = sealing.sealChat(platform, message.chat);
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
