import { readScore, type Candidate, type Query, type Ranking, type Retriever } from '../retrieval/index.js';
import type { Understanding } from './understand-question.js';

/** A question as it was understood, and what was found for it. */
export interface SearchedQuestion {
  readonly query: Query;
  readonly ranking: Ranking;
}

/** A reading that needs no second look: the question as first understood is answered as well as can be. */
const clearlyAnswered = 3;
/** A passage that answers the question only because an earlier one stands in front reads lower than this for the question alone. */
const leastReadingAlone = -1.5;

/** What a later understanding has to gain: earlier questions in front match more by themselves. */
const leastGain = 2;

/**
 * Searches for each way in which a question may be understood, likeliest first. A later one is chosen only where it reads (or, without a model that
 * reads, ranks) better; and where the question does not show that it leans on earlier ones, only if the passage found has something to say to the
 * question alone: the answer to an earlier question is none to a new topic.
 */
export async function searchQuestion({ queries, dependence }: Understanding, retriever: Retriever): Promise<SearchedQuestion> {
  const [first, ...others] = queries;
  const asFirst: SearchedQuestion = { query: first, ranking: await retriever.retrieve(first) };
  let best = asFirst;
  for (const query of others) {
    if ((best.ranking.candidates[0]?.reading?.answers ?? -Infinity) >= clearlyAnswered) break;
    const ranking = await retriever.retrieve(query);
    if (!isBetter(ranking, best.ranking)) continue;
    if (dependence === 'not' && !answersAlone(ranking.candidates[0], asFirst.ranking)) continue;
    best = { query, ranking };
  }
  return best;
}

function isBetter({ candidates: [found] }: Ranking, { candidates: [known] }: Ranking): boolean {
  if (found === undefined || known === undefined) return found !== undefined;
  if (found.reading === undefined || known.reading === undefined) return found.lateInteraction > known.lateInteraction;
  return readScore(found) > readScore(known) + leastGain;
}

function answersAlone(found: Candidate | undefined, { candidates }: Ranking): boolean {
  const reading = candidates.find(({ passage }) => passage.id === found?.passage.id)?.reading;
  return reading !== undefined && reading.answers >= leastReadingAlone;
}
