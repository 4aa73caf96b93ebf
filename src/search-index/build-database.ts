import Database from 'better-sqlite3';
import type { DocumentToIndex, PassageToIndex } from './passage-index.js';
import { createIndexes, prepareForBuilding } from './schema.js';
import { bytesOf, uint32Of } from './typed-bytes.js';
import { maxTermCount, writePostings } from './write-postings.js';

type Nullable = string | null;
type DocumentRow = [
  number,
  number,
  number,
  string,
  string,
  string,
  Nullable,
  Nullable,
  Nullable,
  Nullable,
  Nullable,
  string,
  Nullable,
  string,
  string,
  string,
];
type BlockRow = [number, number, number, string, number | null, number, number | null];
type PassageRow = [number, string, number, number, number, string, string | null, string | null, number | null, Buffer];
type FeatureRow = [number, Buffer, Buffer, Buffer, Buffer, Buffer];

const documentColumns =
  'id, first_passage, passage_count, path, title, authors, publisher, date, updated, tags, number, language, source_url, sha256, text, ingest_record';
const blockColumns = 'document, start, end, kind, level, is_table_header, page';
const passageColumns = 'id, document, ordinal, start, end, text, section, columns, page, sentences';
const featureColumns = 'id, vector, token_vectors, sentence_tokens, term_ids, term_counts';

/** A build's SQLite file while it is being written. Holds the vocabulary in memory, everything else goes to the file. */
export interface BuildDatabase {
  readonly documentCount: number;
  readonly passageCount: number;
  add(entry: DocumentToIndex): void;
  /** Copies a document from the previous build, with everything computed from it; returns its first passage's id there. */
  copy(path: string): number;
  vectorBytes(id: number): Buffer;
  /** Writes what can only be written when all documents are in. */
  complete(): void;
  close(): void;
}

/** @param previous another build's file, to copy documents from */
export function createBuildDatabase(path: string, previous?: Database.Database): BuildDatabase {
  const database = new Database(path);
  prepareForBuilding(database);
  database.exec('BEGIN');
  const insertDocument = database.prepare<DocumentRow>(`INSERT INTO documents (${documentColumns}) VALUES (${marks(16)})`);
  const insertBlock = database.prepare<BlockRow>(`INSERT INTO blocks (${blockColumns}) VALUES (${marks(7)})`);
  const insertPassage = database.prepare<PassageRow>(`INSERT INTO passages (${passageColumns}) VALUES (${marks(10)})`);
  const insertFeatures = database.prepare<FeatureRow>(`INSERT INTO features (${featureColumns}) VALUES (${marks(6)})`);
  const selectVector = database.prepare<[number], Buffer>('SELECT vector FROM features WHERE id = ?').pluck();

  const vocabulary = new Map<string, number>();
  const frequencies: number[] = [];
  let documentCount = 0;
  let passageCount = 0;

  function termId(term: string): number {
    const known = vocabulary.get(term);
    if (known !== undefined) return known;
    const id = vocabulary.size;
    vocabulary.set(term, id);
    frequencies.push(0);
    return id;
  }

  function countTerm(id: number): number {
    frequencies[id] = (frequencies[id] ?? 0) + 1;
    return id;
  }

  function addPassage(id: number, { passage, vector, tokenVectors, sentenceTokens, terms }: PassageToIndex): void {
    const counts = new Map<string, number>();
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    const { document, ordinal, start, end, text, section, columns, page, sentences } = passage;
    const spans = Uint32Array.from(sentences.flatMap((sentence) => [sentence.start, sentence.end]));
    insertPassage.run(id, document, ordinal, start, end, text, section ?? null, columns ?? null, page ?? null, bytesOf(spans));
    insertFeatures.run(
      id,
      bytesOf(vector),
      bytesOf(tokenVectors),
      bytesOf(Uint32Array.from(sentenceTokens)),
      bytesOf(Uint32Array.from(counts.keys(), (term) => countTerm(termId(term)))),
      bytesOf(Uint8Array.from(counts.values(), (count) => Math.min(count, maxTermCount))),
    );
  }

  const source = previous === undefined ? undefined : prepareCopying(previous, termId);

  return {
    get documentCount() {
      return documentCount;
    },
    get passageCount() {
      return passageCount;
    },
    add({ document, passages, ingestRecord = '' }) {
      const { path: name, title, authors, publisher, date, updated, tags, number, language, sourceUrl, sha256, text, blocks } = document;
      insertDocument.run(
        documentCount,
        passageCount,
        passages.length,
        name,
        title,
        JSON.stringify(authors),
        publisher ?? null,
        date ?? null,
        updated ?? null,
        tags === undefined ? null : JSON.stringify(tags),
        number ?? null,
        language,
        sourceUrl ?? null,
        sha256,
        text,
        ingestRecord,
      );
      for (const { start, end, kind, level, isTableHeader, page } of blocks) {
        insertBlock.run(documentCount, start, end, kind, level ?? null, isTableHeader === true ? 1 : 0, page ?? null);
      }
      for (const passage of passages) addPassage(passageCount++, passage);
      documentCount++;
    },
    copy(name) {
      const document = source?.document.get(name);
      if (source === undefined || document === undefined) throw new RangeError(`${name} is not in the build to copy from`);
      const [id, first, count] = document;
      const shift = passageCount - first;
      document[0] = documentCount;
      document[1] = passageCount;
      insertDocument.run(...document);
      for (const block of source.blocks.iterate(id)) {
        block[0] = documentCount;
        insertBlock.run(...block);
      }
      for (let passageId = first; passageId < first + count; passageId++) {
        const [passage, features] = [source.passage.get(passageId), source.features.get(passageId)];
        if (passage === undefined || features === undefined) throw new RangeError(`Passage ${passageId} is not in the build to copy from`);
        passage[0] += shift;
        insertPassage.run(...passage);
        features[0] += shift;
        features[4] = bytesOf(uint32Of(features[4]).map((term) => countTerm(source.termId(term))));
        insertFeatures.run(...features);
      }
      passageCount += count;
      documentCount++;
      return first;
    },
    vectorBytes(id) {
      const bytes = selectVector.get(id);
      if (bytes === undefined) throw new RangeError(`No passage ${id} in the build`);
      return bytes;
    },
    complete() {
      writePostings(database, vocabulary.keys(), frequencies, passageCount);
      database.exec(createIndexes);
      database.exec('COMMIT');
    },
    close() {
      database.close();
    },
  };
}

function prepareCopying(previous: Database.Database, termId: (term: string) => number) {
  const term = previous.prepare<[number], string>('SELECT term FROM terms WHERE id = ?').pluck();
  /** Term ids of this build by those of the previous one. */
  const translated = new Map<number, number>();
  return {
    document: previous.prepare<[string], DocumentRow>(`SELECT ${documentColumns} FROM documents WHERE path = ?`).raw(),
    blocks: previous.prepare<[number], BlockRow>(`SELECT ${blockColumns} FROM blocks WHERE document = ? ORDER BY start, rowid`).raw(),
    passage: previous.prepare<[number], PassageRow>(`SELECT ${passageColumns} FROM passages WHERE id = ?`).raw(),
    features: previous.prepare<[number], FeatureRow>(`SELECT ${featureColumns} FROM features WHERE id = ?`).raw(),
    termId(id: number): number {
      let own = translated.get(id);
      if (own === undefined) {
        const name = term.get(id);
        if (name === undefined) throw new RangeError(`Term ${id} is not in the build to copy from`);
        own = termId(name);
        translated.set(id, own);
      }
      return own;
    },
  };
}

function marks(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ');
}
