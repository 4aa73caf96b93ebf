import { readScore, type Query, type Ranking, type Retriever } from '../retrieval/index.js';

/** A question as it was understood, and what was found for it. */
export interface SearchedQuestion {
  readonly query: Query;
  readonly ranking: Ranking;
}

/** A reading that needs no second look: the question alone is answered as well as can be. */
const plainlyAnswered = 3;

/**
 * Searches for each way in which a question may be understood, likeliest first. A later one is chosen only where it reads, or without reading
 * ranks, better.
 */
export async function searchQuestion([first, ...others]: readonly [Query, ...Query[]], retriever: Retriever): Promise<SearchedQuestion> {
  let best = { query: first, ranking: await retriever.retrieve(first) };
  for (const query of others) {
    if (readingOf(best.ranking) >= plainlyAnswered) break;
    const ranking = await retriever.retrieve(query);
    if (isBetter(ranking, best.ranking)) best = { query, ranking };
  }
  return best;
}

function isBetter({ candidates: [found] }: Ranking, { candidates: [known] }: Ranking): boolean {
  if (found === undefined || known === undefined) return found !== undefined;
  if (found.reading === undefined || known.reading === undefined) return found.lateInteraction > known.lateInteraction;
  return readScore(found) > readScore(known);
}

function readingOf({ candidates: [best] }: Ranking): number {
  return best?.reading?.answers ?? -Infinity;
}
