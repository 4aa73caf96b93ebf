import type { QuestionEmbedding } from '../embedding/index.js';
import { detectLanguage, languages, type Language } from '../language/index.js';
import type { IndexedPassage, PassageId, PassageIndex, PassageVectors } from '../search-index/index.js';
import type { Candidate } from './candidate.js';
import { fuseScores } from './fuse-scores.js';
import { createLateInteraction } from './late-interaction.js';
import { matchWords } from './match-words.js';

/** Up to so many passages, all are candidates: choosing among so few saves nothing. */
const rankAllUpTo = 96;
/** Candidates from each side: more brought nothing on any set, and each costs .02 ms. */
const candidatesFromEachSide = 40;
/** The size of the sample of each language by which the background is measured. */
const backgroundPassages = 32;

/** A sample of the passages of one language. */
interface BackgroundSample {
  readonly language: Language;
  readonly vectors: readonly PassageVectors[];
}

/** A question's candidates by vectors (HNSW) and by words (BM25), best first, before reading. */
export type RankCandidates = (question: QuestionEmbedding, text: string, index: PassageIndex) => RankedCandidate[];

/** A candidate before the comparison with the noise, and before reading. */
export type RankedCandidate = Omit<Candidate, 'overNoise' | 'similarityOverNoise' | 'reading'>;

/** @param tokenDimensions length of a token's vector */
export function createRanker(tokenDimensions: number): RankCandidates {
  const lateInteraction = createLateInteraction(tokenDimensions);
  const samples = new WeakMap<PassageIndex, readonly BackgroundSample[]>();

  return (question, text, index) => {
    const words = matchWords(text, index, candidatesFromEachSide);
    const ids = candidateIds(question, words.scores, index);
    const bestBm25 = Math.max(0, ...words.scores.values());
    const similarities = index.similarities(question.vector, ids);
    const wordMatches = words.of(ids);
    const interactions = lateInteraction(question, index.vectorsOf(ids));
    const backgrounds = backgroundsOf(question, index);
    const isAskedInEnglish = detectLanguage(text) === 'en';
    return index
      .passages(ids)
      .map((passage, at): RankedCandidate => {
        const { score = 0, sentenceMatches = [], headingMatches = new Float32Array() } = interactions[at] ?? {};
        const language = languageOf(passage, index);
        const parts = {
          lateInteraction: score,
          background: backgrounds.get(language) ?? 0,
          similarity: similarities[at] ?? 0,
          ...(wordMatches[at] ?? { coverage: 0, nameMatch: 0, bm25: 0 }),
        };
        const isTranslated = (language === 'en') !== isAskedInEnglish;
        return { passage, score: fuseScores({ ...parts, isTranslated }, bestBm25), ...parts, sentenceMatches, headingMatches };
      })
      .sort((a, b) => b.score - a.score || a.passage.id - b.passage.id);
  };

  /** The mean score of unrelated passages of each language; those in the question's language score higher than others. */
  function backgroundsOf(question: QuestionEmbedding, index: PassageIndex): ReadonlyMap<Language, number> {
    const known = samples.get(index) ?? backgroundSamples(index);
    samples.set(index, known);
    return new Map(
      known.map(({ language, vectors }) => {
        const scores = lateInteraction(question, vectors).map(({ score }) => score);
        return [language, scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length)];
      }),
    );
  }
}

function candidateIds(question: QuestionEmbedding, matching: ReadonlyMap<PassageId, number>, index: PassageIndex): PassageId[] {
  if (index.passageCount <= rankAllUpTo) return Array.from({ length: index.passageCount }, (_, id) => id);
  const near = index.nearest(question.vector, candidatesFromEachSide).map(({ id }) => id);
  return [...new Set([...near, ...matching.keys()])];
}

export function languageOf({ document }: IndexedPassage, index: PassageIndex): Language {
  return index.document(document)?.language ?? 'zh-Hans';
}

/** Passages of each language, spread evenly over the documents in it. */
function backgroundSamples(index: PassageIndex): BackgroundSample[] {
  return languages.flatMap((language) => {
    const ids = index
      .documents()
      .filter((document) => document.language === language)
      .flatMap(({ path }) => index.passagesOf(path));
    const count = Math.min(backgroundPassages, ids.length);
    const chosen = Array.from({ length: count }, (_, at) => ids[Math.floor((at * ids.length) / count)] ?? 0);
    return count === 0 ? [] : [{ language, vectors: index.vectorsOf(chosen) }];
  });
}
