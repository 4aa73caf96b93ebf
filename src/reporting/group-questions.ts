import type { GroupQuestions, LoggedQuestion } from '../chat/index.js';
import type { Embedder } from '../embedding/index.js';
import { questionWordsOf, type Language } from '../language/index.js';

/**
 * How similar two questions must be to count as the same. Of those of `tests/reporting/group-questions.test.ts` that ask the same, the two
 * farthest from each other come to .737 in one language and .759 across; those that ask different things stay below .62. Nearer are only
 * questions that differ in a name ("o3的API价格是多少" and the same of o1: .81), which {@link nameDifferentThings} tells apart, or in a place.
 */
const sameLanguageSimilarity = 0.73;
const acrossLanguagesSimilarity = 0.75;

interface Group {
  readonly question: string;
  readonly isChinese: boolean;
  readonly vector: Float32Array;
  readonly names: ReadonlySet<string>;
  count: number;
}

/** Groups questions by meaning: each joins the nearest group, if it is near enough, or begins a new one. */
export function createQuestionGrouper(embedder: Pick<Embedder, 'embedQuestion'>): GroupQuestions {
  return async (questions) => {
    const groups: Group[] = [];
    // The most frequent wording first, since it likely represents the group.
    for (const { question, language, count } of byWording(questions)) {
      const { vector } = await embedder.embedQuestion(question);
      const isChinese = language !== 'en';
      const names = new Set(questionWordsOf(question).flatMap(({ term, isName }) => (isName ? [term] : [])));
      const nearest = nearestGroup(groups, { vector, names, isChinese });
      if (nearest === undefined) groups.push({ question, isChinese, vector, names, count });
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

function nearestGroup(
  groups: readonly Group[],
  { vector, names, isChinese }: Pick<Group, 'vector' | 'names' | 'isChinese'>,
): Group | undefined {
  let nearest: Group | undefined;
  let margin = 0;
  for (const group of groups) {
    const needed = group.isChinese === isChinese ? sameLanguageSimilarity : acrossLanguagesSimilarity;
    const over = cosine(group.vector, vector) - needed;
    if (over < margin || nameDifferentThings(group.names, names)) continue;
    nearest = group;
    margin = over;
  }
  return nearest;
}

/** Whether each has a name, number or version that the other lacks. */
function nameDifferentThings(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const has = (names: ReadonlySet<string>, lacking: ReadonlySet<string>): boolean => [...names].some((name) => !lacking.has(name));
  return has(one, other) && has(other, one);
}

/** Of vectors of length 1. */
function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
