import type { Embedder } from '../../src/embedding/index.js';
import { matchWords, type Query, type Ranking, type Retriever } from '../../src/retrieval/index.js';
import type { IndexedPassage, PassageIndex } from '../../src/search-index/index.js';

/** The ways of ranking that are compared side by side. */
export const systemNames = ['BM25', 'pooled vectors', 'late interaction', 'product'] as const;
export type SystemName = (typeof systemNames)[number];

/** Passages that each system is asked for. */
const depth = 50;

/** Each system's passages for the query, best first. */
export async function rankBySystem(
  query: Query,
  { embedder, retriever, index }: { embedder: Embedder; retriever: Retriever; index: PassageIndex },
): Promise<{ ranking: Ranking; bySystem: Record<SystemName, readonly IndexedPassage[]> }> {
  const ranking = await retriever.retrieve(query);
  const { vector } = await embedder.embedQuestion(query.text);
  const byLateInteraction = [...ranking.candidates].sort((a, b) => b.lateInteraction - a.lateInteraction);
  const byWords = [...matchWords(query.text, index, depth).scores].sort(([, a], [, b]) => b - a);
  return {
    ranking,
    bySystem: {
      BM25: index.passages(byWords.map(([id]) => id)),
      'pooled vectors': index.passages(index.nearest(vector, depth).map(({ id }) => id)),
      'late interaction': byLateInteraction.map(({ passage }) => passage),
      product: ranking.candidates.map(({ passage }) => passage),
    },
  };
}
