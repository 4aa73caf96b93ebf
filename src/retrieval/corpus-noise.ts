import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Embedder, QuestionEmbedding } from '../embedding/index.js';
import { detectLanguage, languages, type Language } from '../language/index.js';
import type { PassageIndex } from '../search-index/index.js';
import { languageOf, type RankCandidates } from './rank-candidates.js';

/** The distribution of a score by chance. */
const noiseLevelSchema = z.object({ mean: z.number(), deviation: z.number().positive() });
type NoiseLevel = z.infer<typeof noiseLevelSchema>;

const languageNoiseSchema = z.partialRecord(
  z.enum(languages),
  z.object({ lateInteraction: noiseLevelSchema, similarity: noiseLevelSchema }),
);

/**
 * The noise of a corpus: the scores of the best passage of each language for general questions in Chinese and English, which no article
 * answers. The more passages there are, the higher the best one scores by chance, and a question's score must be above that.
 */
export const corpusNoiseSchema = z.object({ chinese: languageNoiseSchema, english: languageNoiseSchema });
export type CorpusNoise = z.infer<typeof corpusNoiseSchema>;

const generalQuestionsSchema = z.object({ 'zh-Hans': z.array(z.string()), 'zh-Hant': z.array(z.string()), en: z.array(z.string()) });

/** The smallest deviation, so that a handful of passages does not make everything stand out. */
const leastDeviation = 0.02;

export interface NoiseMeter {
  /**
   * Asks the general questions. Takes about 5 ms for each (of which the model takes 4 the first time). @throws EmbeddingError,
   * IndexCorruptError
   */
  measure(index: PassageIndex): Promise<CorpusNoise>;
}

/** The general questions' embeddings, which are the same for every index. */
const embeddedBy = new WeakMap<object, Promise<readonly AskedQuestion[]>>();

export function createNoiseMeter(embedder: Pick<Embedder, 'embedQuestion'>, rank: RankCandidates): NoiseMeter {
  return {
    async measure(index) {
      const embedded = embeddedBy.get(embedder) ?? embedGeneralQuestions(embedder);
      embeddedBy.set(embedder, embedded);
      embedded.catch(() => embeddedBy.delete(embedder));
      const reached = { chinese: new Map<Language, Heights[]>(), english: new Map<Language, Heights[]>() };
      for (const { text, isEnglish, embedding } of await embedded) {
        const best = new Map<Language, Heights>();
        for (const { passage, lateInteraction, similarity } of rank(embedding, text, index)) {
          const language = languageOf(passage, index);
          const known = best.get(language) ?? { lateInteraction: -1, similarity: -1 };
          best.set(language, {
            lateInteraction: Math.max(known.lateInteraction, lateInteraction),
            similarity: Math.max(known.similarity, similarity),
          });
        }
        const kind = reached[isEnglish ? 'english' : 'chinese'];
        for (const [language, heights] of best) kind.set(language, [...(kind.get(language) ?? []), heights]);
        // Lets answers be computed in between.
        await new Promise((resolve) => setImmediate(resolve));
      }
      return { chinese: levelsOf(reached.chinese), english: levelsOf(reached.english) };
    },
  };
}

/** The scores of a passage that are compared with the noise. */
export interface Heights {
  readonly lateInteraction: number;
  readonly similarity: number;
}

/** How far each score is above the noise, in its standard deviations; 0 where the noise is unknown. */
export interface OverNoise {
  readonly overNoise: number;
  readonly similarityOverNoise: number;
}

/** How far the scores of this question's passages are above the noise. */
export function overNoise(question: string, noise: CorpusNoise): (heights: Heights, passageLanguage: Language) => OverNoise {
  const levels = noise[detectLanguage(question) === 'en' ? 'english' : 'chinese'];
  const over = (height: number, { mean, deviation }: NoiseLevel): number => (height - mean) / deviation;
  return (heights, passageLanguage) => {
    const level = levels[passageLanguage];
    if (level === undefined) return { overNoise: 0, similarityOverNoise: 0 };
    return {
      overNoise: over(heights.lateInteraction, level.lateInteraction),
      similarityOverNoise: over(heights.similarity, level.similarity),
    };
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

function levelsOf(reached: ReadonlyMap<Language, readonly Heights[]>): CorpusNoise['chinese'] {
  return Object.fromEntries(
    [...reached].map(([language, heights]) => [
      language,
      {
        lateInteraction: levelOf(heights.map(({ lateInteraction }) => lateInteraction)),
        similarity: levelOf(heights.map(({ similarity }) => similarity)),
      },
    ]),
  );
}

function levelOf(heights: readonly number[]): NoiseLevel {
  const mean = heights.reduce((sum, height) => sum + height, 0) / heights.length;
  const variance = heights.reduce((sum, height) => sum + (height - mean) ** 2, 0) / heights.length;
  return { mean, deviation: Math.max(leastDeviation, Math.sqrt(variance)) };
}
