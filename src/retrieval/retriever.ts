import type { Embedder } from '../embedding/index.js';
import type { PassageIndex } from '../search-index/index.js';
import type { Ranking } from './candidate.js';
import { overNoise, createNoiseMeter, type CorpusNoise } from './corpus-noise.js';
import type { Query } from './query.js';
import { createRanker, languageOf } from './rank-candidates.js';
import { readCandidates } from './read-candidates.js';

export interface RetrieveOptions {
  /** How many of the best candidates are read with the question; {@link usualReadings} where left out, 0 for none. */
  readonly readings?: number;
}

export interface Retriever {
  /** @throws EmbeddingError, IndexCorruptError */
  retrieve(query: Query, options?: RetrieveOptions): Promise<Ranking>;
}

/** Stores a build's noise, so that it is measured once. */
export interface NoiseStore {
  read(index: PassageIndex): Promise<CorpusNoise | undefined>;
  write(index: PassageIndex, noise: CorpusNoise): Promise<void>;
}

export interface PreparingRetriever extends Retriever {
  /** Measures the noise of a build before it serves, so that the first question need not wait for it. */
  prepare(index: PassageIndex): Promise<void>;
}

export interface RetrieverDependencies {
  readonly embedder: Embedder;
  /** The build that is served now; it may change between questions. */
  readonly index: () => PassageIndex;
  /** Left out: the noise is measured once a process. */
  readonly noiseStore?: NoiseStore | undefined;
}

/** How many candidates are read: four or six brought nothing on any set, first or among three (docs/evaluation.md). */
const usualReadings = 3;

/** A build's noise, as long as the build is open; a build belongs to one model. */
const known = new WeakMap<PassageIndex, Promise<CorpusNoise>>();

/**
 * Candidates by vectors and by words, ranked together by late interaction, pooled similarity and words; the best are then read with the
 * question.
 */
export function createRetriever({ embedder, index, noiseStore }: RetrieverDependencies): PreparingRetriever {
  const rank = createRanker(embedder.model.tokenDimensions);
  const meter = createNoiseMeter(embedder, rank);

  function noiseOf(serving: PassageIndex): Promise<CorpusNoise> {
    const found = known.get(serving) ?? learnNoise(serving);
    known.set(serving, found);
    found.catch(() => known.delete(serving));
    return found;
  }

  async function learnNoise(serving: PassageIndex): Promise<CorpusNoise> {
    const kept = await noiseStore?.read(serving);
    if (kept !== undefined) return kept;
    const noise = await meter.measure(serving);
    await noiseStore?.write(serving, noise);
    return noise;
  }

  return {
    async prepare(serving) {
      await noiseOf(serving);
    },
    async retrieve(query, { readings = usualReadings } = {}) {
      const serving = index();
      const noise = await noiseOf(serving);
      const question = await embedder.embedQuestion(query.text);
      const aboveNoise = overNoise(query.text, noise);
      const candidates = rank(question, query.text, serving).map((candidate) => ({
        ...candidate,
        ...aboveNoise(candidate, languageOf(candidate.passage, serving)),
      }));
      const ranking = { candidates, tokenWeights: question.tokenWeights };
      return readCandidates(query, ranking, { embedder, index: serving, count: readings });
    },
  };
}
