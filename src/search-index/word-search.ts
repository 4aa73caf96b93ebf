import type Database from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import { bestScores } from './best-scores.js';
import type { PassageId, PassageIndex, ScoredPassage } from './passage-index.js';
import { passageLengths } from './schema.js';
import { uint32Of } from './typed-bytes.js';

/**
 * BM25's k1 and b. Passages are packed to about one length, so length matters less than in the usual setting (0.75): figures in
 * docs/evaluation.md.
 */
const saturation = 1.2;
const lengthInfluence = 0.4;

/** Frequent terms come back in question after question; their postings are the large ones. */
const postingsCacheBytes = 32 * 1024 * 1024;

interface Postings {
  /** Ascending. */
  readonly passages: Uint32Array;
  readonly counts: Uint8Array;
}

const none: Postings = { passages: new Uint32Array(), counts: new Uint8Array() };

/**
 * BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009; with the idf that cannot fall below 0) over postings kept in
 * SQLite. Not FTS5: a contentless FTS5 table without positions ranks every passage 0, and one with positions took 163 ms (p95 232 ms) for a
 * question of 30 terms over 100,000 passages, where this takes 3 ms.
 */
export function createWordSearch(
  database: Database.Database,
  passageCount: number,
): Pick<PassageIndex, 'matching' | 'passageFrequencies' | 'holding'> {
  const selectPostings = database.prepare<[string], { passages: number; postings: Buffer }>(
    'SELECT passages, postings FROM terms WHERE term = ?',
  );
  // Without the postings, which may be long: a question in another language asks for the frequencies of hundreds of translations.
  const selectFrequency = database.prepare<[string], number>('SELECT passages FROM terms WHERE term = ?').pluck();
  const lengths = database.prepare<[string], Buffer>('SELECT value FROM figures WHERE name = ?').pluck().get(passageLengths);
  const lengthFactors = factorsOf(lengths === undefined ? new Uint32Array(passageCount) : uint32Of(lengths));
  const cache = new LRUCache<string, Postings>({
    maxSize: postingsCacheBytes,
    sizeCalculation: ({ passages, counts }) => 1 + passages.byteLength + counts.byteLength,
  });

  function postingsOf(term: string): Postings {
    const cached = cache.get(term);
    if (cached !== undefined) return cached;
    const row = selectPostings.get(term);
    if (row === undefined) return none;
    const bytes = row.postings;
    const postings = { passages: uint32Of(bytes.subarray(0, row.passages * 4)), counts: bytes.subarray(row.passages * 4) };
    cache.set(term, postings);
    return postings;
  }

  return {
    matching(terms, count): readonly ScoredPassage[] {
      const scores = new Float32Array(passageCount);
      for (const { term, weight } of terms) {
        const { passages, counts } = postingsOf(term);
        const information = weight * Math.log(1 + (passageCount - passages.length + 0.5) / (passages.length + 0.5));
        for (let at = 0; at < passages.length; at++) {
          const passage = passages[at] ?? 0;
          const repeated = counts[at] ?? 0;
          scores[passage] =
            (scores[passage] ?? 0) + (information * repeated * (saturation + 1)) / (repeated + (lengthFactors[passage] ?? 0));
        }
      }
      return bestScores(scores, count, 0);
    },
    passageFrequencies: (terms) => terms.map((term) => cache.peek(term)?.passages.length ?? selectFrequency.get(term) ?? 0),
    holding(ids, terms) {
      const postings = terms.map((term) => postingsOf(term).passages);
      return ids.map((id) => postings.map((passages) => includes(passages, id)));
    },
  };
}

/** Each passage's denominator for a term's repetitions: `saturation`, scaled by the passage's length relative to the mean. */
function factorsOf(lengths: Uint32Array): Float32Array {
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length) || 1;
  return Float32Array.from(lengths, (length) => saturation * (1 - lengthInfluence + (lengthInfluence * length) / mean));
}

function includes(ascending: Uint32Array, id: PassageId): boolean {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return ascending[low] === id;
}
