import type { Kysely } from 'kysely';
import type { LanguageStore } from '../chat/index.js';
import { languageRow, readRow } from './read-rows.js';
import type { StoreTables } from './tables.js';

export function createLanguageStore(db: Kysely<StoreTables>, clock: () => number): LanguageStore {
  return {
    find: async (person) => {
      const row = await db.selectFrom('language_choices').select(['seq', 'language']).where('person', '=', person).executeTakeFirst();
      return readRow('language_choices', languageRow, row)?.language;
    },
    put: async (person, language) => {
      const values = { language, at: clock() };
      await db
        .insertInto('language_choices')
        .values({ person, ...values })
        .onConflict((conflict) => conflict.column('person').doUpdateSet(values))
        .execute();
    },
  };
}
