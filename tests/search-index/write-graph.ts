/** Writes a graph of a thousand vectors, and says how that ended. */
import { join } from 'node:path';
import { writeGraph } from '../../src/search-index/neighbour-graph.js';
import { asWriteFailure } from '../../src/search-index/write-failure.js';
import { normalised, randomFrom } from '../fakes/hash-embedder.js';

const folder = process.argv[2]!;
const random = randomFrom(1);
const vectorOf = (): Float32Array => normalised(Float32Array.from({ length: 64 }, random));
try {
  await writeGraph(join(folder, 'graph'), { dimensions: 64, passageCount: 1000, vectorOf, grownFrom: undefined, signal: undefined });
  console.log('finished');
} catch (error) {
  console.log(String(asWriteFailure(folder, error)));
}
