import type Database from 'better-sqlite3';
import { passageLengths } from './schema.js';
import { bytesOf, uint32Of } from './typed-bytes.js';

/** The highest count that is stored; BM25 is saturated long before. */
export const maxTermCount = 255;

/**
 * Inverts the passages' terms: for each term, which passages have it and how often. Needs five bytes of memory for each pair of passage
 * and term (75 MB for 100,000 passages).
 * @param terms the vocabulary, by term id
 * @param frequencies how many passages have each term, by term id
 */
export function writePostings(
  database: Database.Database,
  terms: Iterable<string>,
  frequencies: readonly number[],
  passageCount: number,
): void {
  const starts = new Uint32Array(frequencies.length + 1);
  frequencies.forEach((frequency, term) => (starts[term + 1] = (starts[term] ?? 0) + frequency));
  const ends = starts.slice();
  const passages = new Uint32Array(starts[frequencies.length] ?? 0);
  const counts = new Uint8Array(passages.length);
  const lengths = new Uint32Array(passageCount);

  const rows = database.prepare<[], { id: number; term_ids: Buffer; term_counts: Buffer }>(
    'SELECT id, term_ids, term_counts FROM features ORDER BY id',
  );
  for (const row of rows.iterate()) {
    uint32Of(row.term_ids).forEach((term, at) => {
      const count = row.term_counts[at] ?? 0;
      const end = ends[term] ?? 0;
      passages[end] = row.id;
      counts[end] = count;
      ends[term] = end + 1;
      lengths[row.id] = (lengths[row.id] ?? 0) + count;
    });
  }

  const insert = database.prepare<[number, string, number, Buffer]>('INSERT INTO terms (id, term, passages, postings) VALUES (?, ?, ?, ?)');
  let id = 0;
  for (const term of terms) {
    const [start, end] = [starts[id] ?? 0, starts[id + 1] ?? 0];
    insert.run(id, term, end - start, Buffer.concat([bytesOf(passages.subarray(start, end)), bytesOf(counts.subarray(start, end))]));
    id++;
  }
  database.prepare<[string, Buffer]>('INSERT INTO figures (name, value) VALUES (?, ?)').run(passageLengths, bytesOf(lengths));
}
