import { setImmediate } from 'node:timers/promises';
import hnswlib from 'hnswlib-node';
import type { ScoredPassage } from './passage-index.js';

/**
 * Up to this many passages a build has no graph, and its vectors are kept in memory: comparing with all is exact and takes 1.5 ms (2,000 ×
 * 384 numbers).
 */
export const exactSearchLimit = 2000;

/**
 * Measured on two sets of 100,000 vectors of 384 numbers in 2,000 clusters that overlap: recall@10 .983 and .996, a search takes 1.8 ms
 * (p95 2.1). 100 candidates while building halve the time of a build; on 20,000 vectors they do as well (.999), on 100,000 recall fell to
 * .92. More candidates while searching add little (600: .998, five times as slow). `npm run benchmark` measures it again.
 */
const linksPerNode = 16;
const candidatesWhileBuilding = 200;
const candidatesWhileSearching = 200;

const seed = 100;
const pointsPerTurn = 200;

/** Nearest passages by cosine, approximately. */
export interface NeighbourGraph {
  nearest(vector: Float32Array, count: number): ScoredPassage[];
}

/**
 * The file must have been verified: a flipped bit crashes the native code, and with it the process.
 * @throws Error of hnswlib when the file cannot be read
 */
export async function readGraph(path: string, dimensions: number, passageCount: number): Promise<NeighbourGraph> {
  const graph = new hnswlib.HierarchicalNSW('ip', dimensions);
  await graph.readIndex(path);
  if (graph.getCurrentCount() !== passageCount) throw new Error(`${graph.getCurrentCount()} vectors instead of ${passageCount}`);
  return {
    nearest(vector, count) {
      const wanted = Math.min(count, passageCount);
      graph.setEf(Math.max(candidatesWhileSearching, wanted));
      const { neighbors, distances } = graph.searchKnn(Array.from(vector), wanted);
      return neighbors.map((id, rank) => ({ id, score: 1 - (distances[rank] ?? 1) }));
    },
  };
}

/** The written graph cannot be read back. hnswlib does not report failed writes, so this is how a full disk shows. */
export class GraphCutShortError extends Error {
  override readonly name = 'GraphCutShortError';
}

/** A verified graph of the first passages, under the same ids. */
export interface GraphToExtend {
  readonly path: string;
  readonly passageCount: number;
}

export interface GraphToWrite {
  readonly dimensions: number;
  readonly passageCount: number;
  /** The passage's pooled vector, L2-normalised. */
  readonly vectorOf: (id: number) => Float32Array;
  /** The graph to extend, instead of starting from nothing. */
  readonly grownFrom: GraphToExtend | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Writes the graph of passages `0 … passageCount - 1`. @throws GraphCutShortError */
export async function writeGraph(path: string, { dimensions, passageCount, vectorOf, grownFrom, signal }: GraphToWrite): Promise<void> {
  const graph = new hnswlib.HierarchicalNSW('ip', dimensions);
  if (grownFrom === undefined) {
    graph.initIndex(passageCount, linksPerNode, candidatesWhileBuilding, seed);
  } else {
    await graph.readIndex(grownFrom.path);
    graph.resizeIndex(passageCount);
  }
  for (let id = grownFrom?.passageCount ?? 0; id < passageCount; id++) {
    graph.addPoint(Array.from(vectorOf(id)), id);
    if (id % pointsPerTurn !== 0) continue;
    // Lets a stop signal be handled.
    await setImmediate();
    signal?.throwIfAborted();
  }
  try {
    await graph.writeIndex(path);
    await readGraph(path, dimensions, passageCount);
  } catch (error) {
    throw new GraphCutShortError(`${path} could not be read back`, { cause: error });
  }
}
