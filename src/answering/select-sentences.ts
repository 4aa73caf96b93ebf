import type { Span } from '../corpus/index.js';
import { weightedScore, type Candidate, type Ranking } from '../retrieval/index.js';
import { expectedSpans, type ExpectedKind, type Expectation } from './expected-words.js';

/** Sentences of one passage, next to each other, that are cited together. */
export interface Selection {
  readonly candidate: Candidate;
  /** Numbers of the passage's sentences that make the statement: `[first, last]`, both included. */
  readonly first: number;
  readonly last: number;
}

export interface SelectionRules {
  /** How many citations at most. */
  readonly maxSelections: number;
  /** How much a sentence's own match (in [-1, 1]) counts beside the logit of its evidence. */
  readonly matchWeight: number;
  /** How much the logit of the very words that answer counts beside that of evidence. */
  readonly wordsWeight: number;
  /** What words of the kind that the question asks for add to a sentence's relevance. */
  readonly expectedWordsBonus: Readonly<Record<ExpectedKind, number>>;
  /** How much less likely to answer (a logit of reading) than the best passage a further one may be. */
  readonly maxReadingGap: number;
  /** How far below the best candidate's score a passage may rank that was not read, and still be shown. */
  readonly maxScoreGap: number;
}

export const defaultSelectionRules: SelectionRules = {
  maxSelections: 3,
  matchWeight: 6,
  wordsWeight: 0.5,
  expectedWordsBonus: { time: 0.6, number: 0.6, name: 0.25, reason: 0.6, definition: 0.6 },
  maxReadingGap: 2.5,
  maxScoreGap: 0.12,
};

/**
 * The sentences that answer: of each of the passages that may answer, best first, the one that reading marks as evidence and that matches best.
 * The ranking has chosen the passages; which of their sentences are shown is decided within each passage.
 */
export function selectSentences(
  { candidates, tokenWeights }: Ranking,
  expectation: Expectation | undefined,
  rules: SelectionRules = defaultSelectionRules,
): Selection[] {
  return candidates
    .filter((candidate) => mayAnswer(candidate, candidates[0], rules))
    .slice(0, rules.maxSelections)
    .map((candidate) => {
      const best = bestSentence(candidate, tokenWeights, expectation, rules);
      return { candidate, first: best, last: best };
    });
}

function mayAnswer(candidate: Candidate, best: Candidate | undefined, { maxReadingGap, maxScoreGap }: SelectionRules): boolean {
  if (best === undefined || candidate === best) return candidate === best;
  if (best.reading === undefined) return candidate.score >= best.score - maxScoreGap;
  return candidate.reading !== undefined && candidate.reading.answers >= best.reading.answers - maxReadingGap;
}

/** The number of the passage's sentence that is most likely to answer. */
export function bestSentence(
  candidate: Candidate,
  tokenWeights: Float32Array,
  expectation: Expectation | undefined,
  rules: SelectionRules = defaultSelectionRules,
): number {
  const relevances = candidate.sentenceMatches.map((matches, at) => {
    const { start, end } = spanOfSentences(candidate, at, at);
    const hasExpected = expectation !== undefined && expectedSpans(expectation, candidate.passage.text.slice(start, end)).length > 0;
    return (
      logit(candidate.reading?.evidence[at] ?? 0.5) +
      rules.wordsWeight * logit(candidate.reading?.words[at] ?? 0.5) +
      rules.matchWeight * weightedScore(tokenWeights, matches) +
      (hasExpected ? rules.expectedWordsBonus[expectation.kind] : 0)
    );
  });
  return Math.max(0, relevances.indexOf(Math.max(...relevances)));
}

const leastProbability = 0.001;

function logit(probability: number): number {
  const bounded = Math.min(1 - leastProbability, Math.max(leastProbability, probability));
  return Math.log(bounded / (1 - bounded));
}

/** The span of a run of sentences in the passage's text, without white space at its ends. */
export function spanOfSentences({ passage }: Candidate, first: number, last: number): Span {
  const start = passage.sentences[first]?.start ?? 0;
  const end = passage.sentences[last]?.end ?? passage.text.length;
  const text = passage.text.slice(start, end);
  return { start: start + (text.length - text.trimStart().length), end: end - (text.length - text.trimEnd().length) };
}
