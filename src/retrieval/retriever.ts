import type { Embedder, QuestionEmbedding } from '../embedding/index.js';
import type { IndexedPassage, PassageId, PassageIndex, PassageVectors } from '../search-index/index.js';
import type { Candidate, Ranking } from './candidate.js';
import { fuseScores } from './fuse-scores.js';
import { createLateInteraction } from './late-interaction.js';
import { matchWords } from './match-words.js';
import type { Query } from './query.js';

export interface Retriever {
  /** @throws EmbeddingError, IndexCorruptError */
  retrieve(query: Query): Promise<Ranking>;
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
/** Passages that stand for all of them when the background is measured. */
const backgroundPassages = 48;

/** Candidates by meaning (HNSW) and by words (BM25), ranked together: late interaction, pooled similarity, coverage. */
export function createRetriever({ embedder, index }: RetrieverDependencies): Retriever {
  const lateInteraction = createLateInteraction(embedder.model.tokenDimensions);
  const backgrounds = new WeakMap<PassageIndex, readonly PassageVectors[]>();

  return {
    async retrieve(query) {
      const question = emphasised(await embedder.embedQuestion(query.text), query);
      return rank(question, query.text, index());
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

    const candidates = passages.map((passage: IndexedPassage, at): Candidate => {
      const parts = {
        lateInteraction: interactions[at]?.score ?? 0,
        similarity: similarities[at] ?? 0,
        ...(wordMatches[at] ?? { coverage: 0, nameMatch: 0, bm25: 0 }),
      };
      return { passage, score: fuseScores(parts, bestBm25), ...parts, sentenceMatches: interactions[at]?.sentenceMatches ?? [] };
    });
    return {
      candidates: candidates.sort((a, b) => b.score - a.score || a.passage.id - b.passage.id),
      tokenWeights: question.tokenWeights,
      background: background(question, serving),
    };
  }

  function candidateIds(question: QuestionEmbedding, matching: ReadonlyMap<PassageId, number>, serving: PassageIndex): PassageId[] {
    if (serving.passageCount <= rankAllUpTo) return Array.from({ length: serving.passageCount }, (_, id) => id);
    const near = serving.nearest(question.vector, candidatesFromEachSide).map(({ id }) => id);
    return [...new Set([...near, ...matching.keys()])];
  }

  function background(question: QuestionEmbedding, serving: PassageIndex): number {
    let sample = backgrounds.get(serving);
    if (sample === undefined) {
      const count = Math.min(backgroundPassages, serving.passageCount);
      sample = serving.vectorsOf(Array.from({ length: count }, (_, at) => Math.floor((at * serving.passageCount) / count)));
      backgrounds.set(serving, sample);
    }
    const scores = lateInteraction(question, sample).map(({ score }) => score);
    return scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
  }
}

/** Lets the tokens of what was asked before count less than those of the question itself. */
function emphasised(question: QuestionEmbedding, { contextEnd, contextWeight }: Query): QuestionEmbedding {
  if (contextEnd === 0) return question;
  const weights = question.tokenWeights.map((weight, token) =>
    (question.tokenEnds[token] ?? 0) <= contextEnd ? weight * contextWeight : weight,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { ...question, tokenWeights: weights.map((weight) => weight / total) };
}
