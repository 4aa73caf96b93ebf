import type { Kysely, Migration } from 'kysely';
import type { DatabaseKind } from '../backend.js';

/** 0002: what a language model has cost a day, so that a restart does not begin the day's budget anew. */
export function modelUsage(kind: DatabaseKind): Migration {
  return {
    up: async (db: Kysely<unknown>) => {
      const created = db.schema.createTable('model_usage');
      const numbered =
        kind === 'sqlite'
          ? created.addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
          : created.addColumn('seq', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity());
      await numbered
        .addColumn('day', 'text', (column) => column.notNull().unique())
        .addColumn('tokens', 'bigint', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .execute();
    },
  };
}
