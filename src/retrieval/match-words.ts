import { detectLanguage, questionWordsOf, translationsOf, type Language } from '../language/index.js';
import type { PassageId, PassageIndex, SearchedTerm } from '../search-index/index.js';
import { coverageOf, informationOf, mostInformative } from './information.js';

/** A passage's lexical scores; see {@link Candidate} for the units. */
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

/** One translation of a word of the question. */
interface Alternative {
  readonly terms: readonly string[];
  /** How likely this translation is meant, in (0, 1]. */
  readonly certainty: number;
}

/** How many words of a long question are used, the most informative ones: a frequent word costs most and says least. */
const searchedTerms = 32;
/** … and of a question in the other language, where each word has several translations. */
const searchedTranslations = 64;

/**
 * The passages that share words with the question, with their scores. Passages in the other language are also searched by the words'
 * translations.
 * @param count how many passages to find
 */
export function matchWords(text: string, index: PassageIndex, count: number): MatchedWords {
  const words = questionWordsOf(text);
  const terms = words.map(({ term }) => term);
  const information = informationIn(index, terms).map((value, at) => value * (words[at]?.weight ?? 1));
  const nameInformation = information.map((value, at) => (words[at]?.isName === true ? value : 0));
  const isForeign = foreignDocuments(text, index);
  const alternatives = isForeign === undefined ? new Map<string, Alternative[]>() : alternativesIn(index, text);

  const own = searched(words, index, searchedTerms);
  const found = index.matching(own, count);
  const scores = new Map(found.map(({ id, score }) => [id, score]));
  if (isForeign !== undefined && alternatives.size > 0) {
    const translated = searched(asTerms(alternatives), index, searchedTranslations);
    for (const { id, score } of inDocuments(index.matching([...own, ...translated], count), index, isForeign)) scores.set(id, score);
  }

  return {
    scores,
    of(ids) {
      const held = index.holding(ids, terms);
      const shares = indexedTranslations(ids, index, terms, alternatives);
      return ids.map((id, at) => {
        const sure = terms.map((_, term) => (held[at]?.[term] === true ? 1 : (shares[at]?.[term] ?? 0)));
        return { bm25: scores.get(id) ?? 0, coverage: coverageOf(sure, information), nameMatch: coverageOf(sure, nameInformation) };
      });
    },
  };
}

function informationIn(index: PassageIndex, terms: readonly string[]): number[] {
  return informationOf(index.passageFrequencies(terms), index.passageCount);
}

/** Those that occur in some passage; of many, the most informative. */
function searched(words: readonly SearchedTerm[], index: PassageIndex, count: number): SearchedTerm[] {
  const frequencies = index.passageFrequencies(words.map(({ term }) => term));
  const held = words.filter((_, at) => (frequencies[at] ?? 0) > 0);
  const information = informationOf(
    frequencies.filter((frequency) => frequency > 0),
    index.passageCount,
  );
  return mostInformative(
    held,
    information.map((value, at) => value * (held[at]?.weight ?? 1)),
    count,
  );
}

const isChinese = (language: Language): boolean => language !== 'en';
const corpusLanguages = new WeakMap<PassageIndex, { readonly chinese: boolean; readonly english: boolean }>();

/** Tests for documents in another language than the question's; `undefined` where there are none. */
function foreignDocuments(question: string, index: PassageIndex): ((path: string) => boolean) | undefined {
  let languages = corpusLanguages.get(index);
  if (languages === undefined) {
    const all = index.documents().map(({ language }) => isChinese(language));
    languages = { chinese: all.includes(true), english: all.includes(false) };
    corpusLanguages.set(index, languages);
  }
  const asked = isChinese(detectLanguage(question));
  if (asked ? !languages.english : !languages.chinese) return undefined;
  return (path) => isChinese(index.document(path)?.language ?? 'en') !== asked;
}

function inDocuments<Found extends { readonly id: PassageId }>(
  found: readonly Found[],
  index: PassageIndex,
  isWanted: (path: string) => boolean,
): Found[] {
  const passages = index.passages(found.map(({ id }) => id));
  return found.filter((_, at) => isWanted(passages[at]?.document ?? ''));
}

/** The translations of each question term that occur in the index; those that no article uses do not help to choose. */
function alternativesIn(index: PassageIndex, question: string): Map<string, Alternative[]> {
  const translations = translationsOf(question);
  const all = [...new Set(translations.flatMap(({ alternatives }) => alternatives.flat()))];
  const frequencies = index.passageFrequencies(all);
  const known = new Set(all.filter((_, at) => (frequencies[at] ?? 0) > 0));
  const byTerm = new Map<string, Alternative[]>();
  for (const { terms, alternatives } of translations) {
    const present = alternatives.map((words) => words.filter((term) => known.has(term))).filter((words) => words.length > 0);
    // Between 1 and 1/n: ranked better than either (docs/evaluation.md).
    const certainty = 1 / Math.sqrt(present.length);
    for (const term of terms) {
      byTerm.set(term, [...(byTerm.get(term) ?? []), ...present.map((words) => ({ terms: words, certainty }))]);
    }
  }
  return byTerm;
}

/** A word and its bigram count as one word; the parts of a longer translation share the weight. */
function asTerms(alternatives: ReadonlyMap<string, readonly Alternative[]>): SearchedTerm[] {
  const weights = new Map<string, number>();
  for (const { terms, certainty } of new Set([...alternatives.values()].flat())) {
    const weight = certainty / Math.max(1, terms.length / 2);
    for (const term of terms) weights.set(term, Math.min(1, (weights.get(term) ?? 0) + weight));
  }
  return [...weights].map(([term, weight]) => ({ term, weight }));
}

/** How certainly each passage contains each question term in the other language, in [0, 1]. */
function indexedTranslations(
  ids: readonly PassageId[],
  index: PassageIndex,
  terms: readonly string[],
  alternatives: ReadonlyMap<string, readonly Alternative[]>,
): number[][] {
  if (alternatives.size === 0) return [];
  const all = [...new Set([...alternatives.values()].flat().flatMap((alternative) => alternative.terms))];
  const place = new Map(all.map((term, at) => [term, at]));
  return index.holding(ids, all).map((held) => {
    const holds = (term: string): boolean => held[place.get(term) ?? -1] === true;
    return terms.map((term) =>
      Math.max(0, ...(alternatives.get(term) ?? []).filter((way) => way.terms.every(holds)).map(({ certainty }) => certainty)),
    );
  });
}
