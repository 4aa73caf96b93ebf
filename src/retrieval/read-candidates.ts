import { headingOf } from '../corpus/index.js';
import type { Embedder, Reading } from '../embedding/index.js';
import type { IndexedPassage, PassageIndex } from '../search-index/index.js';
import type { Candidate, CandidateReading, Ranking } from './candidate.js';
import type { Query } from './query.js';

/**
 * How much the ranking's score counts beside the logit of reading. Fitted on the questions of ten of the twenty articles; between 15 and 30
 * it makes little difference there (`npm run evaluate`, docs/evaluation.md).
 */
const scoreWeight = 20;

/** The first candidate is read alone: where it clearly answers and stands out, no others are read. */
const clearAnswer = 3.5;
const clearLead = 0.12;

/** The score of a candidate that was read. */
export function readScore({ score, reading }: Candidate): number {
  return reading === undefined ? -Infinity : reading.answers + scoreWeight * score;
}

/**
 * Reads the question with the best candidates, and reorders these by both scores; the rest keeps its order. A model that cannot read leaves
 * the ranking unchanged.
 *
 * @param count how many are read at most; fewer where the first one clearly answers
 */
export async function readCandidates(
  query: Query,
  ranking: Ranking,
  { embedder, index, count }: { readonly embedder: Embedder; readonly index: PassageIndex; readonly count: number },
): Promise<Ranking> {
  const { candidates } = ranking;
  if (!embedder.model.reads || count === 0 || candidates.length === 0) return ranking;
  const read = async (from: number, to: number): Promise<Candidate[]> => {
    const chosen = candidates.slice(from, to);
    const readings = await embedder.read(
      query.text,
      chosen.map(({ passage }) => ({
        heading: headingOf(passage, index.document(passage.document)?.title ?? ''),
        text: passage.text,
      })),
    );
    return chosen.map((candidate, at) => ({ ...candidate, ...readingOf(candidate.passage, readings[at]) }));
  };
  const first = await read(0, 1);
  const lead = (candidates[0]?.score ?? 0) - (candidates[1]?.score ?? 0);
  const isPlain = (first[0]?.reading?.answers ?? 0) >= clearAnswer && lead >= clearLead;
  const others = isPlain ? [] : await read(1, count);
  const ordered = [...first, ...others].sort((a, b) => readScore(b) - readScore(a));
  return { ...ranking, candidates: [...ordered, ...candidates.slice(ordered.length)] };
}

function readingOf(passage: IndexedPassage, reading: Reading | undefined): { readonly reading?: CandidateReading } {
  if (reading === undefined) return {};
  const { answers, evidence, words, tokenEnds } = reading;
  return {
    reading: { answers, evidence: meansBySentence(passage, evidence, tokenEnds), words: meansBySentence(passage, words, tokenEnds) },
  };
}

/** The mean over the tokens of each sentence; 0 for a sentence whose tokens were cut off. */
function meansBySentence({ sentences }: IndexedPassage, values: Float32Array, tokenEnds: Uint32Array): number[] {
  let token = 0;
  return sentences.map(({ start, end }) => {
    while (token < tokenEnds.length && (tokenEnds[token] ?? 0) <= start) token++;
    const first = token;
    let sum = 0;
    for (; token < tokenEnds.length && (tokenEnds[token] ?? 0) <= end; token++) sum += values[token] ?? 0;
    return sum / Math.max(1, token - first);
  });
}
