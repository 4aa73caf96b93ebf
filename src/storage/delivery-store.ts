import type { AcceptedUpdate, DeliveryStore } from '../chat/index.js';
import type { Backend } from './backend.js';
import { deliveryRowOf, type ReportDamage, readRows } from './read-rows.js';
import type { Sealing } from './sealing.js';

/** What remains of a completed update: its id and the time. */
export function completedAt(at: number) {
  return { completed_at: at, payload: null, chat: '', person: null };
}

export function createDeliveryStore(backend: Backend, sealing: Sealing, report: ReportDamage): DeliveryStore {
  const deliveryRow = deliveryRowOf(sealing);
  const accept = async (update: AcceptedUpdate): Promise<'new' | 'owed' | 'done'> => {
    const { platform, id, at } = update;
    const values = {
      platform,
      id,
      chat: sealing.sealChat(platform, update.chat),
      at,
      person: update.person ?? null,
      payload: sealing.seal(JSON.stringify(update.payload ?? null)),
      completed_at: null,
    };
    // The platform will not send this again, so from now on it exists only here.
    const inserted = await backend.durably((db) =>
      db
        .insertInto('deliveries')
        .values(values)
        .onConflict((conflict) => conflict.columns(['id', 'platform']).doNothing())
        .returning('seq')
        .executeTakeFirst(),
    );
    if (inserted) return 'new';
    const known = await backend.db
      .selectFrom('deliveries')
      .select('completed_at')
      .where('id', '=', id)
      .where('platform', '=', platform)
      .executeTakeFirst();
    // Purged in between.
    if (!known) return accept(update);
    return known.completed_at === null ? 'owed' : 'done';
  };
  return {
    accept,
    complete: async (platform, id, at) => {
      await backend.db.updateTable('deliveries').set(completedAt(at)).where('id', '=', id).where('platform', '=', platform).execute();
    },
    owed: async (platform) => {
      const rows = await backend.db
        .selectFrom('deliveries')
        .selectAll()
        .where('platform', '=', platform)
        .where('completed_at', 'is', null)
        .orderBy('seq')
        .execute();
      return readRows('deliveries', deliveryRow, rows, report);
    },
  };
}
