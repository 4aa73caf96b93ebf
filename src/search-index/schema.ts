import type Database from 'better-sqlite3';

/** SQLite's application id in the file's header, to recognise other programs' files ("Fnot"). */
export const applicationId = 0x466e6f74;

/**
 * A build's SQLite file. Passages are numbered through, document after document, so that a document's passages are a range.
 * A document's blocks are rows, since a document may have hundreds of thousands, of which a reader is shown the few around a quotation.
 * What ranking reads in bulk (`features`) is separate from what is shown (`passages`), so that neither loads the other's pages.
 * `postings` of a term: the ids of the passages that hold it (Uint32, ascending), then how often each does (Uint8).
 */
const createTables = `
  CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    authors TEXT NOT NULL,
    publisher TEXT,
    date TEXT,
    updated TEXT,
    tags TEXT,
    number TEXT,
    language TEXT NOT NULL,
    source_url TEXT,
    sha256 TEXT NOT NULL,
    text TEXT NOT NULL,
    ingest_record TEXT NOT NULL,
    first_passage INTEGER NOT NULL,
    passage_count INTEGER NOT NULL
  );
  CREATE TABLE blocks (
    document INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    kind TEXT NOT NULL,
    level INTEGER,
    is_table_header INTEGER NOT NULL,
    page INTEGER
  );
  CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    document TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    text TEXT NOT NULL,
    section TEXT,
    columns TEXT,
    page INTEGER,
    sentences BLOB NOT NULL
  );
  CREATE TABLE features (
    id INTEGER PRIMARY KEY,
    vector BLOB NOT NULL,
    token_vectors BLOB NOT NULL,
    sentence_tokens BLOB NOT NULL,
    term_ids BLOB NOT NULL,
    term_counts BLOB NOT NULL
  );
  CREATE TABLE terms (
    id INTEGER PRIMARY KEY,
    term TEXT NOT NULL,
    passages INTEGER NOT NULL,
    postings BLOB NOT NULL
  );
  CREATE TABLE figures (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
  );
`;

/** Row of `figures`: how many terms each passage has, with repetitions (Uint32, by id). */
export const passageLengths = 'passage-lengths';

/** After the rows: an index on a full table is written once, in order. */
export const createIndexes = `
  CREATE UNIQUE INDEX terms_by_term ON terms (term);
  CREATE INDEX blocks_by_place ON blocks (document, start);
`;

/** For a file that is not visible until it is complete: no journal and no syncing; the finished file is synced as a whole. */
export function prepareForBuilding(database: Database.Database): void {
  // A passage's features are about 10 kB. Pages of 16 kB would hold one each and be half empty (15.6 kB a passage on disk instead of 13.4),
  // pages of 4 kB would make a chain of three of each.
  database.pragma('page_size = 8192');
  database.pragma('journal_mode = OFF');
  database.pragma('synchronous = OFF');
  database.pragma('locking_mode = EXCLUSIVE');
  database.pragma('cache_size = -65536');
  database.pragma(`application_id = ${applicationId}`);
  database.exec(createTables);
}

/** A finished build never changes: the read lock is taken once and kept, which saves system calls in every query. */
export function prepareForReading(database: Database.Database): void {
  database.pragma('query_only = ON');
  database.pragma('locking_mode = EXCLUSIVE');
  database.pragma('cache_size = -65536');
}
