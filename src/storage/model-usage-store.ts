import { type Kysely, sql } from 'kysely';
import type { ModelUsageStore } from '../language-model/index.js';
import type { StoreTables } from './tables.js';

export function createModelUsageStore(db: Kysely<StoreTables>, clock: () => number): ModelUsageStore {
  return {
    add: async (day, tokens) => {
      const at = clock();
      // Added in the database, since concurrent calls and other processes count into the same day.
      await db
        .insertInto('model_usage')
        .values({ day, tokens, at })
        .onConflict((conflict) => conflict.column('day').doUpdateSet({ tokens: sql`model_usage.tokens + excluded.tokens`, at }))
        .execute();
    },
    tokensOf: async (day) => {
      const row = await db.selectFrom('model_usage').select('tokens').where('day', '=', day).executeTakeFirst();
      return row?.tokens ?? 0;
    },
  };
}
