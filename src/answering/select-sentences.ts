import type { Span } from '../corpus/index.js';
import { normaliseText } from '../language/index.js';
import { readScore, weightedScore, type Candidate, type Ranking } from '../retrieval/index.js';
import { expectedSpans, type ExpectedKind, type Expectation } from './expected-words.js';

/** Adjacent sentences of one passage that are cited together. */
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
  /** What the kind of words that the question asks for adds to a sentence's relevance. */
  readonly expectedWordsBonus: Readonly<Record<ExpectedKind, number>>;
  /** How far below the best passage's order (`readScore`) a further one may be. */
  readonly maxReadScoreGap: number;
  /** The lowest logit of reading of a further passage. */
  readonly minReading: number;
  /** How far below the best candidate's score a passage that was not read may rank and still be shown. */
  readonly maxScoreGap: number;
  /** A list takes further passages that clearly answer: with at least this logit of reading, and at most so far below the best. */
  readonly minListReading: number;
  readonly maxListReadingGap: number;
  /** … and of each passage the sentences whose evidence is at least this share of its best sentence's. */
  readonly minListEvidence: number;
}

/** Fitted on the questions about one half of the twenty articles' documents; docs/evaluation.md has the figures of the other half. */
export const defaultSelectionRules: SelectionRules = {
  maxSelections: 3,
  matchWeight: 48,
  expectedWordsBonus: { time: 1.2, number: 1.2, name: 0.5, reason: 1.2, definition: 1.2 },
  maxReadScoreGap: 5,
  minReading: -4,
  maxScoreGap: 0.12,
  minListReading: 0,
  maxListReadingGap: 1.5,
  minListEvidence: 0.5,
};

/**
 * The sentences that answer: of each passage that may answer, best first, the sentence with the best evidence and match. The ranking chose
 * the passages; the choice of sentences is made within each passage.
 */
export function selectSentences(
  { candidates, tokenWeights }: Ranking,
  expectation: Expectation | undefined,
  rules: SelectionRules = defaultSelectionRules,
): Selection[] {
  return candidates
    .filter((candidate) => mayAnswer(candidate, candidates[0], rules))
    .slice(0, rules.maxSelections)
    .map((candidate) => selectionOf(candidate, bestSentence(candidate, tokenWeights, expectation, rules)));
}

/**
 * For a question that asks for a list: all evidence sentences of all passages that answer, in the article's order; then the best sentences
 * of the passages that may answer.
 */
export function selectForList(
  ranking: Ranking,
  expectation: Expectation | undefined,
  rules: SelectionRules = defaultSelectionRules,
): Selection[] {
  const [best] = ranking.candidates;
  const single = selectSentences(ranking, expectation, rules);
  const isPartOfList = ({ candidate }: Selection): boolean =>
    candidate === best ||
    (best?.reading !== undefined &&
      candidate.reading !== undefined &&
      candidate.reading.answers >= Math.max(rules.minListReading, best.reading.answers - rules.maxListReadingGap));
  const listed = single
    .filter(isPartOfList)
    .sort((a, b) => inOrder(a, b, best))
    .flatMap(({ candidate, first }) => evidentSentences(candidate, first, rules).map((sentence) => selectionOf(candidate, sentence)));
  return [...listed, ...single.filter((selection) => !isPartOfList(selection))];
}

/** How far down the ranking a comparison looks for the side that is missing. */
const searchedDepth = 10;

/**
 * For a comparison: where no selected passage names one of the two things, the best sentence that names it is added, or replaces the last
 * one where no place is left.
 */
export function withBothSides(
  things: readonly [string, string],
  selections: readonly Selection[],
  { candidates, tokenWeights }: Ranking,
  rules: SelectionRules = defaultSelectionRules,
): Selection[] {
  const isNamed = (thing: string): boolean => selections.some(({ candidate }) => names(candidate.passage.text, thing));
  const missing = things.filter((thing) => !isNamed(thing));
  if (missing.length !== 1) return [...selections];
  const [added] = candidates.slice(0, searchedDepth).flatMap((candidate) => {
    const naming = candidate.passage.sentences
      .map((_, at) => at)
      .filter((at) => {
        const { start, end } = spanOfSentences(candidate, at, at);
        return missing.some((thing) => names(candidate.passage.text.slice(start, end), thing));
      })
      .sort((a, b) => relevance(candidate, b) - relevance(candidate, a));
    return naming.slice(0, 1).map((sentence) => selectionOf(candidate, sentence));
  });
  return added === undefined ? [...selections] : [...selections.slice(0, rules.maxSelections - 1), added];

  function relevance(candidate: Candidate, sentence: number): number {
    return relevanceOf(candidate, sentence, tokenWeights, undefined, rules);
  }
}

/** Whether the text names the thing: letter by letter after normalisation, Latin words as wholes. */
function names(text: string, thing: string): boolean {
  const within = normaliseText(text).toLowerCase();
  const wanted = normaliseText(thing).toLowerCase();
  const isLetter = (character: string | undefined): boolean => character !== undefined && /[\p{Script=Latin}\p{N}]/u.test(character);
  for (let at = within.indexOf(wanted); at >= 0; at = within.indexOf(wanted, at + 1)) {
    const startsInWord = isLetter(wanted[0]) && isLetter(within[at - 1]);
    const endsInWord = isLetter(wanted.at(-1)) && isLetter(within[at + wanted.length]);
    if (!startsInWord && !endsInWord) return true;
  }
  return false;
}

/** The best candidate's document first, and each document from its beginning. */
function inOrder({ candidate: a }: Selection, { candidate: b }: Selection, best: Candidate | undefined): number {
  const [one, other] = [a.passage, b.passage];
  if (one.document === other.document) return one.ordinal - other.ordinal;
  const first = best?.passage.document;
  return Number(other.document === first) - Number(one.document === first);
}

/** The numbers of the evidence sentences, always with the best one; a sentence that ends in a colon brings along what follows. */
function evidentSentences({ passage, reading }: Candidate, best: number, { minListEvidence }: SelectionRules): number[] {
  if (reading === undefined) return [best];
  const needed = Math.max(...reading.evidence) * minListEvidence;
  const sentences = passage.sentences.map((_, at) => at);
  const announcing = sentences.find((at) => isEvident(at) && endsInColon(passage, at));
  return sentences.filter((at) => isEvident(at) || (announcing !== undefined && at > announcing));

  function isEvident(at: number): boolean {
    return at === best || (reading?.evidence[at] ?? 0) >= needed;
  }
}

function selectionOf(candidate: Candidate, sentence: number): Selection {
  return { candidate, first: sentence, last: sentence };
}

function endsInColon({ text, sentences }: Candidate['passage'], at: number): boolean {
  return /[:：]\s*$/u.test(text.slice(sentences[at]?.start, sentences[at]?.end));
}

function mayAnswer(candidate: Candidate, best: Candidate | undefined, rules: SelectionRules): boolean {
  if (best === undefined || candidate === best) return candidate === best;
  if (best.reading === undefined) return candidate.score >= best.score - rules.maxScoreGap;
  return (
    candidate.reading !== undefined &&
    candidate.reading.answers >= rules.minReading &&
    readScore(candidate) >= readScore(best) - rules.maxReadScoreGap
  );
}

/** The number of the passage's sentence that is most likely to answer. */
function bestSentence(
  candidate: Candidate,
  tokenWeights: Float32Array,
  expectation: Expectation | undefined,
  rules: SelectionRules = defaultSelectionRules,
): number {
  const relevances = candidate.sentenceMatches.map((_, at) => relevanceOf(candidate, at, tokenWeights, expectation, rules));
  return Math.max(0, relevances.indexOf(Math.max(...relevances)));
}

/** How likely a sentence of the passage is to answer; comparable within a passage. */
function relevanceOf(
  candidate: Candidate,
  at: number,
  tokenWeights: Float32Array,
  expectation: Expectation | undefined,
  rules: SelectionRules,
): number {
  const { start, end } = spanOfSentences(candidate, at, at);
  const hasExpected = expectation !== undefined && expectedSpans(expectation, candidate.passage.text.slice(start, end)).length > 0;
  return (
    logit(candidate.reading?.evidence[at] ?? 0.5) +
    rules.matchWeight * weightedScore(tokenWeights, candidate.sentenceMatches[at] ?? new Float32Array(tokenWeights.length)) +
    (hasExpected ? rules.expectedWordsBonus[expectation.kind] : 0)
  );
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
