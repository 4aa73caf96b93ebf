import type { Candidate, Ranking } from '../retrieval/index.js';
import type { Answer, PassageReference } from './answer.js';
import { expectationOf } from './expected-words.js';
import { hasOwnWords } from './understand-question.js';
import { spanOfSentences } from './select-sentences.js';

/** The best sentence left of a passage must be evidence to at least this share of what was shown of it. */
const leastEvidenceLeft = 0.3;

/** The lowest reading score of a passage that is shown because there is no better one. */
const leastReadingOfMore = 0;

/** What the answer has shown of the articles: the statements' sentences, or the quotations where a language model wrote the statements. */
export function shownIn(answer: Answer): readonly PassageReference[] {
  if (answer.kind !== 'answered') return [];
  const { citations, statements } = answer;
  return citations.flatMap(({ number, quote, document, documentSha256, start, end }) => {
    const place = { document, documentSha256 };
    const stated = statements
      .filter((statement) => statement.citations.includes(number))
      .map(({ text }) => ({ at: quote.indexOf(text), length: text.length }))
      .filter(({ at }) => at >= 0)
      .map(({ at, length }) => ({ ...place, start: start + at, end: start + at + length }));
    return stated.length === 0 ? [{ ...place, start, end }] : stated;
  });
}

/**
 * Whether a follow-up asks for something new: for a reason, or for more of the same. "When?" does not, since what was shown may hold the
 * time.
 */
export function asksForMore(question: string): boolean {
  const kind = expectationOf(question)?.kind;
  return kind === 'reason' || (kind === undefined && !hasOwnWords(question));
}

/**
 * What the articles of the conversation say beyond the sentences that were shown: first the passages that answer and were not shown at all,
 * then the rest of the others, where it is evidence. May be empty.
 */
export function withoutShown(ranking: Ranking, shown: readonly PassageReference[]): Ranking {
  const untouched: Candidate[] = [];
  const others: Candidate[] = [];
  // The question for more is about the articles of the conversation, not about others.
  const spokenOf = new Set(shown.map(({ document }) => document));
  for (const candidate of ranking.candidates) {
    if (spokenOf.size > 0 && !spokenOf.has(candidate.passage.document)) continue;
    const isShown = candidate.passage.sentences.map((_, at) => isWithin(candidate, at, shown));
    if (!isShown.includes(true)) {
      if (mayAnswer(candidate)) untouched.push(candidate);
    } else if (hasEvidenceLeft(candidate, isShown)) others.push(without(candidate, isShown));
  }
  return { ...ranking, candidates: [...untouched, ...others] };
}

function mayAnswer({ reading }: Candidate): boolean {
  return reading !== undefined && reading.answers >= leastReadingOfMore;
}

/** Whether the best passage's answer was shown more than once. */
export function hasBeenShownTwice({ candidates: [best] }: Ranking, shown: readonly PassageReference[]): boolean {
  if (best === undefined) return true;
  const { document, start, end } = best.passage;
  return shown.filter((each) => each.document === document && each.start < end && start < each.end).length > 1;
}

function isWithin(candidate: Candidate, sentence: number, shown: readonly PassageReference[]): boolean {
  const { document, start: offset } = candidate.passage;
  const span = spanOfSentences(candidate, sentence, sentence);
  const middle = offset + (span.start + span.end) / 2;
  return shown.some((each) => each.document === document && each.start <= middle && middle < each.end);
}

function hasEvidenceLeft({ reading }: Candidate, isShown: readonly boolean[]): boolean {
  if (reading === undefined) return false;
  const left = reading.evidence.filter((_, at) => isShown[at] !== true);
  return Math.max(0, ...left) >= leastEvidenceLeft * Math.max(...reading.evidence);
}

/** Sentences without a match or evidence are chosen only where there are no others. */
function without(candidate: Candidate, isShown: readonly boolean[]): Candidate {
  const { reading, sentenceMatches } = candidate;
  return {
    ...candidate,
    sentenceMatches: sentenceMatches.map((matches, at) => (isShown[at] === true ? new Float32Array(matches.length).fill(-1) : matches)),
    ...(reading && { reading: { ...reading, evidence: reading.evidence.map((value, at) => (isShown[at] === true ? 0 : value)) } }),
  };
}
