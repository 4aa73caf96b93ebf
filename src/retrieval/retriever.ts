import type { Embedder, QuestionEmbedding } from '../embedding/index.js';
import { languages, type Language } from '../language/index.js';
import type { IndexedPassage, PassageId, PassageIndex, PassageVectors } from '../search-index/index.js';
import type { Candidate, Ranking } from './candidate.js';
import { fuseScores } from './fuse-scores.js';
import { createLateInteraction } from './late-interaction.js';
import { matchWords } from './match-words.js';
import type { Query } from './query.js';
import { readCandidates } from './read-candidates.js';

export interface RetrieveOptions {
  /** How many of the best candidates are read with the question; {@link usualReadings} where left out, 0 for none. */
  readonly readings?: number;
}

export interface Retriever {
  /** @throws EmbeddingError, IndexCorruptError */
  retrieve(query: Query, options?: RetrieveOptions): Promise<Ranking>;
}

export interface RetrieverDependencies {
  readonly embedder: Embedder;
  /** The build being served; another one may be given from one question to the next. */
  readonly index: () => PassageIndex;
}

/** Up to so many passages, every one is a candidate: nothing is saved by choosing among so few. */
const rankAllUpTo = 96;
/** Candidates from each side: more brought nothing on any set, and each costs .02 ms. */
const candidatesFromEachSide = 40;
/** Passages of each language that stand for all of them when the background is measured. */
const backgroundPassages = 32;
/** Candidates that are read: a fourth brought 1 to 2 points among the first three, a sixth nothing more (docs/evaluation.md). */
const usualReadings = 4;

/** A sample of the passages of one language. */
interface BackgroundSample {
  readonly language: Language;
  readonly vectors: readonly PassageVectors[];
}

/**
 * Candidates by meaning (HNSW) and by words (BM25), ranked together by late interaction, pooled similarity and words; the best are then read with
 * the question.
 */
export function createRetriever({ embedder, index }: RetrieverDependencies): Retriever {
  const lateInteraction = createLateInteraction(embedder.model.tokenDimensions);
  const samples = new WeakMap<PassageIndex, readonly BackgroundSample[]>();

  return {
    async retrieve(query, { readings = usualReadings } = {}) {
      const serving = index();
      const ranking = rank(await embedder.embedQuestion(query.text), query.text, serving);
      return readCandidates(query, ranking, { embedder, index: serving, count: readings });
    },
  };

  function rank(question: QuestionEmbedding, text: string, serving: PassageIndex): Ranking {
    const words = matchWords(text, serving, candidatesFromEachSide);
    const ids = candidateIds(question, words.scores, serving);
    const bestBm25 = Math.max(0, ...words.scores.values());
    const similarities = serving.similarities(question.vector, ids);
    const wordMatches = words.of(ids);
    const interactions = lateInteraction(question, serving.vectorsOf(ids));
    const passages = serving.passages(ids);
    const backgrounds = backgroundsOf(question, serving);

    const candidates = passages.map((passage: IndexedPassage, at): Candidate => {
      const { score = 0, sentenceMatches = [], headingMatches = new Float32Array() } = interactions[at] ?? {};
      const parts = {
        lateInteraction: score,
        background: backgrounds.get(languageOf(passage, serving)) ?? 0,
        similarity: similarities[at] ?? 0,
        ...(wordMatches[at] ?? { coverage: 0, nameMatch: 0, bm25: 0 }),
      };
      return { passage, score: fuseScores(parts, bestBm25), ...parts, sentenceMatches, headingMatches };
    });
    return {
      candidates: candidates.sort((a, b) => b.score - a.score || a.passage.id - b.passage.id),
      tokenWeights: question.tokenWeights,
    };
  }

  function candidateIds(question: QuestionEmbedding, matching: ReadonlyMap<PassageId, number>, serving: PassageIndex): PassageId[] {
    if (serving.passageCount <= rankAllUpTo) return Array.from({ length: serving.passageCount }, (_, id) => id);
    const near = serving.nearest(question.vector, candidatesFromEachSide).map(({ id }) => id);
    return [...new Set([...near, ...matching.keys()])];
  }

  /** What passages of each language score that have nothing to do with the question: passages of its own language score higher than others. */
  function backgroundsOf(question: QuestionEmbedding, serving: PassageIndex): ReadonlyMap<Language, number> {
    const known = samples.get(serving) ?? backgroundSamples(serving);
    samples.set(serving, known);
    return new Map(
      known.map(({ language, vectors }) => {
        const scores = lateInteraction(question, vectors).map(({ score }) => score);
        return [language, scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length)];
      }),
    );
  }
}

function languageOf({ document }: IndexedPassage, serving: PassageIndex): Language {
  return serving.document(document)?.language ?? 'zh-Hans';
}

/** Passages of each language, spread evenly over the documents in it. */
function backgroundSamples(serving: PassageIndex): BackgroundSample[] {
  return languages.flatMap((language) => {
    const ids = serving
      .documents()
      .filter((document) => document.language === language)
      .flatMap(({ path }) => serving.passagesOf(path));
    const count = Math.min(backgroundPassages, ids.length);
    const chosen = Array.from({ length: count }, (_, at) => ids[Math.floor((at * ids.length) / count)] ?? 0);
    return count === 0 ? [] : [{ language, vectors: serving.vectorsOf(chosen) }];
  });
}
