import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Embedder, QuestionEmbedding } from '../embedding/index.js';
import { detectLanguage, languages, type Language } from '../language/index.js';
import type { PassageIndex } from '../search-index/index.js';
import { languageOf, type RankCandidates } from './rank-candidates.js';

/** Which height late interaction reaches by chance. */
export const noiseLevelSchema = z.object({ mean: z.number(), deviation: z.number().positive() });
export type NoiseLevel = z.infer<typeof noiseLevelSchema>;

/**
 * What general questions, which no article answers, reach in a corpus: the height of the best passage of each language for questions in Chinese and
 * in English. The more passages there are, the higher the best of them stands by chance: a question has to stand out from that.
 */
export const corpusNoiseSchema = z.object({
  chinese: z.partialRecord(z.enum(languages), noiseLevelSchema),
  english: z.partialRecord(z.enum(languages), noiseLevelSchema),
});
export type CorpusNoise = z.infer<typeof corpusNoiseSchema>;

const generalQuestionsSchema = z.object({ 'zh-Hans': z.array(z.string()), 'zh-Hant': z.array(z.string()), en: z.array(z.string()) });

/** Keeps a deviation of a handful of passages from making everything stand out. */
const leastDeviation = 0.02;

export interface NoiseMeter {
  /** Asks the general questions. Takes about 5 ms for each (of which the model takes 4 the first time). @throws EmbeddingError, IndexCorruptError */
  measure(index: PassageIndex): Promise<CorpusNoise>;
}

/** The general questions as a model sees them: they are the same for every index. */
const embeddedBy = new WeakMap<object, Promise<readonly AskedQuestion[]>>();

export function createNoiseMeter(embedder: Pick<Embedder, 'embedQuestion'>, rank: RankCandidates): NoiseMeter {
  return {
    async measure(index) {
      const embedded = embeddedBy.get(embedder) ?? embedGeneralQuestions(embedder);
      embeddedBy.set(embedder, embedded);
      embedded.catch(() => embeddedBy.delete(embedder));
      const heights = { chinese: new Map<Language, number[]>(), english: new Map<Language, number[]>() };
      for (const { text, isEnglish, embedding } of await embedded) {
        const reached = new Map<Language, number>();
        for (const { passage, lateInteraction } of rank(embedding, text, index)) {
          const language = languageOf(passage, index);
          reached.set(language, Math.max(reached.get(language) ?? -1, lateInteraction));
        }
        const kind = heights[isEnglish ? 'english' : 'chinese'];
        for (const [language, height] of reached) kind.set(language, [...(kind.get(language) ?? []), height]);
        // Lets whoever waits for an answer have one in between.
        await new Promise((resolve) => setImmediate(resolve));
      }
      return { chinese: levelsOf(heights.chinese), english: levelsOf(heights.english) };
    },
  };
}

/** How far a height of the question stands out from the noise, in standard deviations of it; 0 where the noise is unknown. */
export function overNoise(question: string, noise: CorpusNoise | undefined): (height: number, passageLanguage: Language) => number {
  const levels = noise?.[detectLanguage(question) === 'en' ? 'english' : 'chinese'];
  return (height, passageLanguage) => {
    const level = levels?.[passageLanguage];
    return level === undefined ? 0 : (height - level.mean) / level.deviation;
  };
}

interface AskedQuestion {
  readonly text: string;
  readonly isEnglish: boolean;
  readonly embedding: QuestionEmbedding;
}

async function embedGeneralQuestions(embedder: Pick<Embedder, 'embedQuestion'>): Promise<readonly AskedQuestion[]> {
  const asked: AskedQuestion[] = [];
  for (const text of generalQuestions()) {
    asked.push({ text, isEnglish: detectLanguage(text) === 'en', embedding: await embedder.embedQuestion(text) });
  }
  return asked;
}

/** Questions of everyday life in three scripts, which an article answers only by chance. */
export function generalQuestions(): readonly string[] {
  const file = new URL('./general-questions.json', import.meta.url);
  const questions = generalQuestionsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return languages.flatMap((language) => questions[language]);
}

function levelsOf(heights: ReadonlyMap<Language, readonly number[]>): Partial<Record<Language, NoiseLevel>> {
  return Object.fromEntries(
    [...heights].map(([language, reached]) => {
      const mean = reached.reduce((sum, height) => sum + height, 0) / reached.length;
      const variance = reached.reduce((sum, height) => sum + (height - mean) ** 2, 0) / reached.length;
      return [language, { mean, deviation: Math.max(leastDeviation, Math.sqrt(variance)) }];
    }),
  );
}
