import type Database from 'better-sqlite3';
import { z } from 'zod';
import { blockKinds, type Block, type Span } from '../corpus/index.js';
import { languages } from '../language/index.js';
import type { IndexedDocument, IndexedPassage, PassageIndex } from './passage-index.js';
import { uint32Of } from './typed-bytes.js';
import { unknownPassage } from './vector-search.js';

const documentRow = z.object({
  path: z.string(),
  title: z.string(),
  authors: z.string(),
  publisher: z.string().nullable(),
  date: z.string().nullable(),
  updated: z.string().nullable(),
  tags: z.string().nullable(),
  number: z.string().nullable(),
  language: z.enum(languages),
  source_url: z.string().nullable(),
  sha256: z.string(),
  first_passage: z.int(),
  passage_count: z.int(),
});

const namesSchema = z.array(z.string());
const blockRow = z.object({
  start: z.int(),
  end: z.int(),
  kind: z.enum(blockKinds),
  level: z.int().nullable(),
  is_table_header: z.int(),
  page: z.int().nullable(),
});

interface PassageRow {
  readonly id: number;
  readonly document: string;
  readonly ordinal: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly section: string | null;
  readonly columns: string | null;
  readonly page: number | null;
  readonly sentences: Buffer;
}

type StoredDocuments = Pick<
  PassageIndex,
  'documents' | 'document' | 'documentText' | 'documentBlocks' | 'passages' | 'passagesOf' | 'passagesAt'
>;

/** What is shown to people: documents and passages, as they were published. @throws ZodError where a row is not what was written */
export function createStoredDocuments(database: Database.Database, passageCount: number): StoredDocuments {
  const selectText = database.prepare<[string], string>('SELECT text FROM documents WHERE path = ?').pluck();
  const selectId = database.prepare<[string], number>('SELECT id FROM documents WHERE path = ?').pluck();
  // Blocks do not overlap: of those that begin before the span, only the last can reach into it.
  const selectBlocks = database.prepare<{ document: number; from: number; to: number }>(`
    SELECT start, end, kind, level, is_table_header, page FROM blocks
    WHERE document = $document AND start < $to AND end > $from
      AND start >= coalesce((SELECT max(start) FROM blocks WHERE document = $document AND start <= $from), 0)
    ORDER BY start, rowid
  `);
  const selectPassage = database.prepare<[number], PassageRow>('SELECT * FROM passages WHERE id = ?');
  const selectOverlapping = database.prepare<[number, number, number, number], PassageRow>(
    'SELECT * FROM passages WHERE id >= ? AND id < ? AND start < ? AND end > ? ORDER BY id',
  );
  let known: ReadonlyMap<string, StoredDocument> | undefined;

  function stored(): ReadonlyMap<string, StoredDocument> {
    known ??= readDocuments(database);
    return known;
  }

  return {
    documents: () => [...stored().values()].map(({ document }) => document),
    document: (path) => stored().get(path)?.document,
    documentText: (path) => selectText.get(path),
    documentBlocks(path, { start, end }) {
      const document = selectId.get(path);
      return document === undefined ? [] : selectBlocks.all({ document, from: start, to: end }).map(toBlock);
    },
    passages(ids) {
      return ids.map((id) => {
        const row = selectPassage.get(id);
        if (row === undefined) throw unknownPassage(id, passageCount);
        return toPassage(row);
      });
    },
    passagesOf(path) {
      const entry = stored().get(path);
      return entry === undefined ? [] : Array.from({ length: entry.document.passageCount }, (_, ordinal) => entry.firstPassage + ordinal);
    },
    passagesAt(path, { start, end }) {
      const entry = stored().get(path);
      if (entry === undefined) return [];
      return selectOverlapping.all(entry.firstPassage, entry.firstPassage + entry.document.passageCount, end, start).map(toPassage);
    },
  };
}

interface StoredDocument {
  readonly document: IndexedDocument;
  readonly firstPassage: number;
}

function readDocuments(database: Database.Database): ReadonlyMap<string, StoredDocument> {
  const columns = Object.keys(documentRow.shape).join(', ');
  const rows = database.prepare(`SELECT ${columns} FROM documents ORDER BY path`).all();
  return new Map(
    rows.map((raw) => {
      const row = documentRow.parse(raw);
      const document: IndexedDocument = {
        path: row.path,
        title: row.title,
        authors: namesSchema.parse(JSON.parse(row.authors)),
        ...(row.publisher === null ? {} : { publisher: row.publisher }),
        ...(row.date === null ? {} : { date: row.date }),
        ...(row.updated === null ? {} : { updated: row.updated }),
        ...(row.tags === null ? {} : { tags: namesSchema.parse(JSON.parse(row.tags)) }),
        ...(row.number === null ? {} : { number: row.number }),
        language: row.language,
        ...(row.source_url === null ? {} : { sourceUrl: row.source_url }),
        sha256: row.sha256,
        passageCount: row.passage_count,
      };
      return [row.path, { document, firstPassage: row.first_passage }];
    }),
  );
}

function toBlock(raw: unknown): Block {
  const { start, end, kind, level, is_table_header: isTableHeader, page } = blockRow.parse(raw);
  return {
    start,
    end,
    kind,
    ...(level === null ? {} : { level }),
    ...(isTableHeader === 0 ? {} : { isTableHeader: true }),
    ...(page === null ? {} : { page }),
  };
}

function toPassage({ id, document, ordinal, start, end, text, section, columns, page, sentences }: PassageRow): IndexedPassage {
  return {
    id,
    document,
    ordinal,
    start,
    end,
    text,
    ...(section === null ? {} : { section }),
    ...(columns === null ? {} : { columns }),
    ...(page === null ? {} : { page }),
    sentences: spansOf(uint32Of(sentences)),
  };
}

function spansOf(bounds: Uint32Array): Span[] {
  return Array.from({ length: bounds.length / 2 }, (_, at) => ({ start: bounds[2 * at] ?? 0, end: bounds[2 * at + 1] ?? 0 }));
}
