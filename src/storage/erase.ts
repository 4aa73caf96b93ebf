import type { DeleteResult, Kysely, UpdateResult } from 'kysely';
import { completedAt } from './delivery-store.js';
import type { StoreTables } from './tables.js';

/**
 * Erases what belongs to the person, in one transaction; a language model's costs belong to nobody and stay. It begins with a write: on
 * SQLite, a transaction that has read before it writes is refused when another process wrote in between.
 */
export async function forgetPerson(db: Kysely<StoreTables>, person: string, now: number): Promise<number> {
  return db.transaction().execute(async (trx) => {
    // Locks the grounds of `keepIf`, in the same order: what is being stored is either erased, or finds its grounds gone.
    await trx
      .updateTable('deliveries')
      .set((row) => ({ at: row.ref('at') }))
      .where('person', '=', person)
      .execute();
    await trx
      .updateTable('answers')
      .set((row) => ({ at: row.ref('at') }))
      .where('person', '=', person)
      .execute();
    const own = trx.selectFrom('answers').select('id').where('person', '=', person);
    return rowsIn([
      await trx.deleteFrom('message_links').where('answer_id', 'in', own).executeTakeFirst(),
      await deleteDraftsOwedTo(trx, person).executeTakeFirst(),
      // Votes of others on the person's answers too: their comments may repeat what was asked.
      await trx
        .deleteFrom('feedback')
        .where((row) => row.or([row('person', '=', person), row('answer_id', 'in', own)]))
        .executeTakeFirst(),
      await trx.deleteFrom('answers').where('person', '=', person).executeTakeFirst(),
      await trx.deleteFrom('turns').where('person', '=', person).executeTakeFirst(),
      await trx.deleteFrom('question_log').where('person', '=', person).executeTakeFirst(),
      await trx.deleteFrom('language_choices').where('person', '=', person).executeTakeFirst(),
      // The id stays, so that the request to forget is not handled twice.
      await trx.updateTable('deliveries').set(completedAt(now)).where('person', '=', person).executeTakeFirst(),
    ]);
  });
}

/**
 * An answer that is still being made is shown, and the message that shows it known, before the answer is kept. Whose it is can be told by
 * what is owed: it was shown in the same chat, and after that was accepted.
 */
function deleteDraftsOwedTo(trx: Kysely<StoreTables>, person: string) {
  return trx
    .deleteFrom('message_links')
    .where('chat', 'in', trx.selectFrom('deliveries').select('chat').where('person', '=', person))
    .where((link) =>
      link.not(link.exists(link.selectFrom('answers').select('answers.id').whereRef('answers.id', '=', 'message_links.answer_id'))),
    )
    .where((link) =>
      link.exists(
        link
          .selectFrom('deliveries')
          .select('deliveries.seq')
          .where('deliveries.person', '=', person)
          .whereRef('deliveries.platform', '=', 'message_links.platform')
          .whereRef('deliveries.chat', '=', 'message_links.chat')
          .whereRef('deliveries.at', '<=', 'message_links.at'),
      ),
    );
}

/** Deletes what is older than `time`, and what then belongs to nothing. */
export async function purgeBefore(db: Kysely<StoreTables>, time: number): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const old = trx.selectFrom('answers').select('id').where('at', '<', time);
    return rowsIn([
      await trx.deleteFrom('message_links').where('answer_id', 'in', old).executeTakeFirst(),
      await trx.deleteFrom('answers').where('at', '<', time).executeTakeFirst(),
      // A link may be written before its answer; after so long without one, it will not get one.
      await trx
        .deleteFrom('message_links')
        .where('at', '<', time)
        .where('answer_id', 'not in', trx.selectFrom('answers').select('id'))
        .executeTakeFirst(),
      await trx.deleteFrom('feedback').where('at', '<', time).executeTakeFirst(),
      await trx.deleteFrom('turns').where('at', '<', time).executeTakeFirst(),
      await trx.deleteFrom('question_log').where('at', '<', time).executeTakeFirst(),
      // A choice is made once: it is old when the person has not asked anything since, too.
      await trx
        .deleteFrom('language_choices')
        .where('at', '<', time)
        .where('person', 'not in', trx.selectFrom('question_log').select('person'))
        .executeTakeFirst(),
      await trx
        .deleteFrom('deliveries')
        .where('at', '<', time)
        .where((row) => row.or([row('completed_at', 'is', null), row('completed_at', '<', time)]))
        .executeTakeFirst(),
      await trx.deleteFrom('model_usage').where('at', '<', time).executeTakeFirst(),
    ]);
  });
}

function rowsIn(results: readonly (DeleteResult | UpdateResult)[]): number {
  return results.reduce((sum, result) => sum + Number('numDeletedRows' in result ? result.numDeletedRows : result.numUpdatedRows), 0);
}
