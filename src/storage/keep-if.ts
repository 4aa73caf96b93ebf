import type { Kysely, Transaction } from 'kysely';
import type { Ground } from '../chat/index.js';
import type { StoreTables } from './tables.js';

/**
 * Writes in one transaction, if every ground exists. Returns whether it was written. Each ground is updated to its own value, which locks
 * its row: `forgetPerson` waits for that on PostgreSQL, and on SQLite a transaction has to begin with a write.
 */
export function keepIf(
  db: Kysely<StoreTables>,
  grounds: readonly Ground[],
  write: (transaction: Transaction<StoreTables>) => Promise<void>,
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    for (const ground of grounds) {
      if (!(await lock(transaction, ground))) return false;
    }
    await write(transaction);
    return true;
  });
}

async function lock(transaction: Transaction<StoreTables>, ground: Ground): Promise<boolean> {
  const { numUpdatedRows } = await lockingUpdate(transaction, ground).executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

function lockingUpdate(transaction: Transaction<StoreTables>, ground: Ground) {
  switch (ground.kind) {
    case 'owed':
      return transaction
        .updateTable('deliveries')
        .set((row) => ({ at: row.ref('at') }))
        .where('id', '=', ground.id)
        .where('platform', '=', ground.platform)
        .where('completed_at', 'is', null);
    case 'answer':
      return transaction
        .updateTable('answers')
        .set((row) => ({ at: row.ref('at') }))
        .where('id', '=', ground.id);
  }
}
