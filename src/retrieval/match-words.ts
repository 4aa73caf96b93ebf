import { questionWordsOf } from '../language/index.js';
import type { PassageId, PassageIndex } from '../search-index/index.js';
import { coverageOf, informationOf, mostTelling } from './information.js';

/** What a passage shares with the question word by word; see {@link Candidate} for the units. */
export interface WordMatch {
  readonly bm25: number;
  readonly coverage: number;
  readonly nameMatch: number;
}

export interface MatchedWords {
  /** BM25 of the best passages. */
  readonly scores: ReadonlyMap<PassageId, number>;
  /** In the order of the ids. */
  of(ids: readonly PassageId[]): readonly WordMatch[];
}

/** Of a long question the words that tell most: a frequent one costs most and tells least. */
const searchedTerms = 32;

/** @param count how many passages to find */
export function matchWords(text: string, index: PassageIndex, count: number): MatchedWords {
  const words = questionWordsOf(text);
  const terms = words.map(({ term }) => term);
  const frequencies = index.passageFrequencies(terms);
  const information = informationOf(frequencies, index.passageCount).map((value, at) => value * (words[at]?.weight ?? 1));
  const nameInformation = information.map((value, at) => (words[at]?.isName === true ? value : 0));
  const found = words.filter((_, at) => (frequencies[at] ?? 0) > 0);
  const foundInformation = information.filter((_, at) => (frequencies[at] ?? 0) > 0);
  const scores = new Map(index.matching(mostTelling(found, foundInformation, searchedTerms), count).map(({ id, score }) => [id, score]));
  return {
    scores,
    of(ids) {
      const held = index.holding(ids, terms);
      return ids.map((id, at) => ({
        bm25: scores.get(id) ?? 0,
        coverage: coverageOf(held[at] ?? [], information),
        nameMatch: coverageOf(held[at] ?? [], nameInformation),
      }));
    },
  };
}
