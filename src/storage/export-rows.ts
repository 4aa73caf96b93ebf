import { type RawBuilder, sql } from 'kysely';
import type { StoredRow } from '../chat/index.js';
import type { Backend } from './backend.js';
import { SealError, type Sealing } from './sealing.js';
import { type TableName, tableNames } from './tables.js';

const rowsAtOnce = 500;
const jsonColumns = new Set(['questions', 'answer', 'payload']);

type Row = Readonly<Record<string, unknown>>;

/** Which rows `forget` erases of a person, table by table. */
function belongsTo(table: TableName, person: string): RawBuilder<unknown> {
  const ownAnswer = sql`answer_id in (select id from answers where person = ${person})`;
  switch (table) {
    case 'message_links':
      return sql`(${ownAnswer} or ${draftOwedTo(person)})`;
    case 'feedback':
      return sql`(person = ${person} or ${ownAnswer})`;
    case 'turns':
    case 'answers':
    case 'question_log':
    case 'language_choices':
    case 'deliveries':
      return sql`person = ${person}`;
    case 'model_usage':
      return sql`1 = 0`;
  }
}

/** As in `forgetPerson`: what shows an answer that is not kept yet belongs to whom an answer is owed there. */
function draftOwedTo(person: string): RawBuilder<unknown> {
  return sql`(answer_id not in (select id from answers) and exists (
    select 1 from deliveries as owed where owed.person = ${person} and owed.platform = message_links.platform
    and owed.chat = message_links.chat and owed.at <= message_links.at))`;
}

/** Every row of every table (of a person), some hundred at a time, so that an export blocks nobody and memory stays bounded. */
export async function* exportRows(
  { slowDb, retry }: Pick<Backend, 'slowDb' | 'retry'>,
  sealing: Sealing,
  person: string | undefined,
): AsyncGenerator<StoredRow> {
  for (const table of tableNames) {
    const which = person === undefined ? sql`1 = 1` : belongsTo(table, person);
    let last = 0;
    for (;;) {
      const page = sql<Row & { readonly seq: number }>`
        select * from ${sql.table(table)} where seq > ${last} and ${which} order by seq limit ${rowsAtOnce}`;
      const { rows } = await retry(() => page.execute(slowDb));
      for (const row of rows)
        yield {
          table,
          row: Object.fromEntries(Object.entries(opened(row, sealing)).map(([column, value]) => [column, readable(column, value)])),
        };
      const end = rows.at(-1);
      if (end === undefined || rows.length < rowsAtOnce) break;
      last = end.seq;
    }
  }
}

function opened(row: Row, sealing: Sealing): Row {
  const { platform, chat, payload } = row;
  try {
    return {
      ...row,
      ...(typeof chat === 'string' && typeof platform === 'string' && { chat: sealing.openChat(platform, chat) }),
      ...(typeof payload === 'string' && { payload: sealing.open(payload) }),
    };
  } catch (error) {
    // Damaged, or sealed with another key: exported as it is.
    if (error instanceof SealError) return row;
    throw error;
  }
}

function readable(column: string, value: unknown): unknown {
  if (!jsonColumns.has(column) || typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch (error) {
    // Damaged: exported as it is.
    if (error instanceof SyntaxError) return value;
    throw error;
  }
}
