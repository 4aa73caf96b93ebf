import type { GroupQuestions, LoggedQuestion } from '../chat/index.js';
import type { Embedder } from '../embedding/index.js';
import type { Language } from '../language/index.js';

/**
 * How near two questions have to be to count as the same one. Of 26 questions in ten groups (those of `tests/reporting/group-questions.test.ts`
 * and one more), the nearest two in one language that ask different things came to .934, and all but one pair that ask the same to .947 and more;
 * across languages what differs stays below .90, and translations come to .89 to .93.
 */
const sameLanguageSimilarity = 0.94;
const acrossLanguagesSimilarity = 0.905;

interface Group {
  readonly question: string;
  readonly isChinese: boolean;
  readonly vector: Float32Array;
  count: number;
}

/** Brings questions together by what they mean: each joins the nearest group, if that is near enough, or begins one. */
export function createQuestionGrouper(embedder: Pick<Embedder, 'embedQuestion'>): GroupQuestions {
  return async (questions) => {
    const groups: Group[] = [];
    // The wording that was used most is likely to stand for the group: it comes first.
    for (const { question, language, count } of byWording(questions)) {
      const { vector } = await embedder.embedQuestion(question);
      const isChinese = language !== 'en';
      const nearest = nearestGroup(groups, vector, isChinese);
      if (nearest === undefined) groups.push({ question, isChinese, vector, count });
      else nearest.count += count;
    }
    return groups.sort((a, b) => b.count - a.count).map(({ question, count }) => ({ question, count }));
  };
}

interface Wording {
  readonly question: string;
  readonly language: Language;
  count: number;
}

function byWording(questions: readonly LoggedQuestion[]): readonly Wording[] {
  const wordings = new Map<string, Wording>();
  for (const { question, language } of questions) {
    const key = question
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(/[\s\p{P}]+/gu, ' ')
      .trim();
    const wording = wordings.get(key) ?? { question, language, count: 0 };
    wording.count++;
    wordings.set(key, wording);
  }
  return [...wordings.values()].sort((a, b) => b.count - a.count);
}

function nearestGroup(groups: readonly Group[], vector: Float32Array, isChinese: boolean): Group | undefined {
  let nearest: Group | undefined;
  let margin = 0;
  for (const group of groups) {
    const needed = group.isChinese === isChinese ? sameLanguageSimilarity : acrossLanguagesSimilarity;
    const over = cosine(group.vector, vector) - needed;
    if (over < margin) continue;
    nearest = group;
    margin = over;
  }
  return nearest;
}

/** Of vectors of length 1. */
function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
