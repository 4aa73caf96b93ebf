import { type Kysely, type Migration, sql } from 'kysely';
import type { Sealing } from '../sealing.js';

const rowsAtOnce = 500;

interface PageRow {
  readonly seq: number;
  readonly platform: string;
  readonly chat: string;
  /** Only of deliveries. */
  readonly payload?: string | null;
}

/** 0004: chats, and what is owed an answer, are kept sealed: a private chat's id on Telegram is the person's. */
export function sealedChats(sealing: Sealing): Migration {
  return {
    up: async (db: Kysely<unknown>) => {
      for (const table of ['turns', 'answers', 'message_links', 'deliveries']) {
        await eachPage(db, table, async (rows) => {
          const values = rows.map(({ seq, platform, chat }) => sql`(cast(${seq} as bigint), ${sealing.sealChat(platform, chat)})`);
          await update(db, table, 'chat', values);
        });
      }
      await eachPage(db, 'deliveries', async (rows) => {
        const values = rows.flatMap(({ seq, payload }) =>
          payload == null ? [] : [sql`(cast(${seq} as bigint), ${sealing.seal(payload)})`],
        );
        await update(db, 'deliveries', 'payload', values);
      });
    },
  };
}

async function eachPage(db: Kysely<unknown>, table: string, work: (rows: readonly PageRow[]) => Promise<void>): Promise<void> {
  for (let last = 0; ;) {
    const { rows } = await sql<PageRow>`
      select * from ${sql.table(table)} where seq > ${last} order by seq limit ${rowsAtOnce}`.execute(db);
    const end = rows.at(-1);
    if (end === undefined) return;
    await work(rows);
    last = end.seq;
  }
}

/** Both databases name the columns of VALUES so. */
async function update(db: Kysely<unknown>, table: string, column: string, values: readonly ReturnType<typeof sql>[]): Promise<void> {
  if (values.length === 0) return;
  await sql`update ${sql.table(table)} set ${sql.ref(column)} = sealed.column2 from (values ${sql.join(values)}) as sealed
    where ${sql.ref(`${table}.seq`)} = sealed.column1`.execute(db);
}
