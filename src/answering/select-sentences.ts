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
  /** How much a sentence's own match counts beside its passage's score. */
  readonly sentenceWeight: number;
  /** What a further passage must add to what is matched already (weighted share of the question), unless it ranks close to the best. */
  readonly minGain: number;
  /**
   * What words of the kind that the question asks for add to a sentence's relevance. Names are told least surely (most are Chinese or transcribed
   * ones), and gain nothing from more.
   */
  readonly expectedWordsBonus: Readonly<Record<ExpectedKind, number>>;
  /** How far below the best candidate's score a further passage may rank and still be shown without adding a match. */
  readonly maxGap: number;
  /** What a neighbouring sentence must add to be part of the statement. */
  readonly minNeighbourGain: number;
}

export const defaultSelectionRules: SelectionRules = {
  maxSelections: 3,
  sentenceWeight: 1,
  minGain: 0.03,
  maxGap: 0.12,
  minNeighbourGain: 0.04,
  expectedWordsBonus: { time: 0.1, number: 0.1, name: 0.04, reason: 0.12, definition: 0.1 },
};

/** Candidates that are looked at for sentences. */
const consideredCandidates = 8;

interface Sentence {
  readonly candidate: Candidate;
  readonly number: number;
  readonly matches: Float32Array;
  readonly relevance: number;
}

/**
 * The sentences that answer, best first: the first is the most relevant one; each further one is chosen for what it adds to the tokens of the
 * question that are matched already (so that both halves of a double question are answered), or for standing close to the best.
 */
export function selectSentences(
  { candidates, tokenWeights }: Ranking,
  expectation: Expectation | undefined,
  rules: SelectionRules = defaultSelectionRules,
): Selection[] {
  const considered = candidates.slice(0, consideredCandidates);
  const sentences = considered.flatMap((candidate) =>
    candidate.sentenceMatches.map((matches, number): Sentence => {
      const own = weightedScore(tokenWeights, matches);
      const { start, end } = spanOfSentences(candidate, number, number);
      const bonus =
        expectation !== undefined && expectedSpans(expectation, candidate.passage.text.slice(start, end)).length > 0
          ? rules.expectedWordsBonus[expectation.kind]
          : 0;
      return { candidate, number, matches, relevance: candidate.score + rules.sentenceWeight * (own - candidate.lateInteraction) + bonus };
    }),
  );
  const bestScore = considered[0]?.score ?? 0;
  const covered = new Float32Array(tokenWeights.length).fill(-1);
  const selections: Selection[] = [];

  while (selections.length < rules.maxSelections) {
    const open = sentences.filter(({ candidate }) => selections.every((selection) => selection.candidate !== candidate));
    const [next] = open
      .map((sentence) => ({ sentence, gain: selections.length === 0 ? 0 : gainOf(sentence.matches, covered, tokenWeights) }))
      .filter(
        ({ sentence, gain }) => selections.length === 0 || gain >= rules.minGain || sentence.candidate.score >= bestScore - rules.maxGap,
      )
      .sort((a, b) => b.sentence.relevance + b.gain - a.sentence.relevance - a.gain);
    if (next === undefined) break;
    const { candidate, number, matches } = next.sentence;
    include(covered, matches);
    const run = growStatement(candidate, number, covered, tokenWeights, rules.minNeighbourGain);
    selections.push({ candidate, ...run });
  }
  return selections;
}

/** Adds the sentence before or after, where it matches what the chosen one does not. */
function growStatement(
  candidate: Candidate,
  number: number,
  covered: Float32Array,
  tokenWeights: Float32Array,
  minGain: number,
): { first: number; last: number } {
  const gainAt = (at: number): number => {
    const matches = candidate.sentenceMatches[at];
    return matches === undefined ? 0 : gainOf(matches, covered, tokenWeights);
  };
  const before = gainAt(number - 1);
  const after = gainAt(number + 1);
  if (Math.max(before, after) < minGain) return { first: number, last: number };
  const added = before > after ? number - 1 : number + 1;
  include(covered, candidate.sentenceMatches[added] ?? covered);
  return { first: Math.min(number, added), last: Math.max(number, added) };
}

function gainOf(matches: Float32Array, covered: Float32Array, tokenWeights: Float32Array): number {
  let gain = 0;
  for (let token = 0; token < tokenWeights.length; token++) {
    gain += (tokenWeights[token] ?? 0) * Math.max(0, (matches[token] ?? -1) - (covered[token] ?? -1));
  }
  return gain;
}

function include(covered: Float32Array, matches: Float32Array): void {
  for (let token = 0; token < covered.length; token++) covered[token] = Math.max(covered[token] ?? -1, matches[token] ?? -1);
}

/** The span of a run of sentences in the passage's text, without white space at its ends. */
export function spanOfSentences({ passage }: Candidate, first: number, last: number): Span {
  const start = passage.sentences[first]?.start ?? 0;
  const end = passage.sentences[last]?.end ?? passage.text.length;
  const text = passage.text.slice(start, end);
  return { start: start + (text.length - text.trimStart().length), end: end - (text.length - text.trimEnd().length) };
}
