import type { Kysely } from 'kysely';
import type { ConversationStore } from '../chat/index.js';
import { type ReportDamage, readRows, turnRow } from './read-rows.js';
import type { Sealing } from './sealing.js';
import { storableText } from './storable-text.js';
import type { StoreTables } from './tables.js';

export function createConversationStore(db: Kysely<StoreTables>, sealing: Sealing, report: ReportDamage): ConversationStore {
  return {
    recent: async (key, count, since) => {
      const rows = await db
        .selectFrom('turns')
        .select(['seq', 'question', 'answer_id', 'at'])
        .where('person', '=', key.person)
        .where('chat', '=', sealing.sealChat(key.platform, key.chat))
        .where('topic', '=', key.topic)
        .where('platform', '=', key.platform)
        .where('at', '>=', since)
        .orderBy('seq', 'desc')
        .limit(Math.max(0, count))
        .execute();
      return readRows('turns', turnRow, rows.reverse(), report);
    },
    append: async (key, turn) => {
      const question = storableText(turn.question);
      const { platform, topic, person } = key;
      const chat = sealing.sealChat(platform, key.chat);
      await db
        .insertInto('turns')
        .values({ platform, chat, topic, person, question, answer_id: turn.answerId, at: turn.at })
        .onConflict((conflict) =>
          conflict.columns(['answer_id', 'person', 'chat', 'topic', 'platform']).doUpdateSet({ question, at: turn.at }),
        )
        .execute();
    },
  };
}
