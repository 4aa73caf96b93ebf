import type Database from 'better-sqlite3';
import { bestScores } from './best-scores.js';
import { exactSearchLimit, type NeighbourGraph } from './neighbour-graph.js';
import type { PassageIndex, PassageVectors } from './passage-index.js';
import { float32Of, int8Of, uint32Of } from './typed-bytes.js';

interface VectorsRow {
  readonly token_vectors: Buffer;
  readonly sentence_tokens: Buffer;
}

/** Pooled and token vectors. A small index is cached in memory as it is read; of a large one only what a question needs is read. */
export function createVectorSearch(
  database: Database.Database,
  passageCount: number,
  dimensions: number,
  graph: NeighbourGraph | undefined,
): Pick<PassageIndex, 'nearest' | 'similarities' | 'vectorsOf'> {
  const selectVector = database.prepare<[number], Buffer>('SELECT vector FROM features WHERE id = ?').pluck();
  const selectVectors = database.prepare<[number], VectorsRow>('SELECT token_vectors, sentence_tokens FROM features WHERE id = ?');
  const isSmall = passageCount <= exactSearchLimit;
  const kept = new Map<number, PassageVectors>();
  let matrix: Float32Array | undefined;

  function wholeMatrix(): Float32Array {
    if (matrix !== undefined) return matrix;
    const rows = database.prepare<[], Buffer>('SELECT vector FROM features ORDER BY id').pluck();
    const filled = new Float32Array(passageCount * dimensions);
    let id = 0;
    for (const row of rows.iterate()) filled.set(float32Of(row), id++ * dimensions);
    matrix = filled;
    return matrix;
  }

  function vectorOf(id: number): Float32Array {
    const row = selectVector.get(id);
    if (row === undefined) throw unknownPassage(id, passageCount);
    return float32Of(row);
  }

  function checkLength(vector: Float32Array): void {
    if (vector.length !== dimensions)
      throw new RangeError(`The question's vector has ${vector.length} numbers, the index's have ${dimensions}`);
  }

  function vectors(id: number): PassageVectors {
    const known = kept.get(id);
    if (known !== undefined) return known;
    const row = selectVectors.get(id);
    if (row === undefined) throw unknownPassage(id, passageCount);
    const read = { id, tokenVectors: int8Of(row.token_vectors), sentenceTokens: Array.from(uint32Of(row.sentence_tokens)) };
    if (isSmall) kept.set(id, read);
    return read;
  }

  return {
    vectorsOf: (ids) => ids.map(vectors),
    similarities(vector, ids) {
      checkLength(vector);
      return ids.map((id) => {
        if (!isSmall) return dot(vector, vectorOf(id), 0);
        if (!Number.isInteger(id) || id < 0 || id >= passageCount) throw unknownPassage(id, passageCount);
        return dot(vector, wholeMatrix(), id * dimensions);
      });
    },
    nearest(vector, count) {
      checkLength(vector);
      if (passageCount === 0 || count < 1) return [];
      if (graph !== undefined) return graph.nearest(vector, count);
      const all = wholeMatrix();
      return bestScores(
        Float32Array.from({ length: passageCount }, (_, id) => dot(vector, all, id * dimensions)),
        count,
      );
    },
  };
}

export function unknownPassage(id: number, passageCount: number): RangeError {
  return new RangeError(`There is no passage ${id} in this build, which has ${passageCount}`);
}

function dot(vector: Float32Array, matrix: Float32Array, offset: number): number {
  let sum = 0;
  for (let at = 0; at < vector.length; at++) sum += (vector[at] ?? 0) * (matrix[offset + at] ?? 0);
  return sum;
}
