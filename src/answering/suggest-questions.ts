import { normaliseText, toTraditional, type Language } from '../language/index.js';
import type { IndexedPassage, PassageIndex } from '../search-index/index.js';
import type { Answer, Citation } from './answer.js';
import { questionsAbout } from './question-templates.js';

export interface SuggesterDependencies {
  readonly index: () => PassageIndex;
  readonly answer: (question: string) => Promise<Answer>;
}

/** At most how many questions are tried for each suggestion: each costs a search. */
const maxTried = 24;
/** Text of the sources that questions are made from. */
const maxSourceCharacters = 60_000;

/** … and near a question that was refused, while the reader waits. */
const maxTriedNear = 5;

/** A suggested question must be clearly answered: this is the lowest reading score of its best passage. */
const leastReading = 1;

export interface Suggester {
  /** The best of all questions that the sources answer. Computed once for each build and language. */
  readonly suggest: (language: Language, count: number) => Promise<readonly string[]>;
  /** Questions made from these passages that the sources answer, without the one asked. */
  readonly suggestNear: (
    passages: readonly IndexedPassage[],
    asked: string,
    language: Language,
    count: number,
  ) => Promise<readonly string[]>;
}

/**
 * Questions that the sources answer: made from their names, terms and headings by each language's templates, and kept when the answer
 * service answers them with confidence, each from a different passage.
 */
export function createSuggester({ index, answer }: SuggesterDependencies): Suggester {
  const known = new WeakMap<PassageIndex, Map<Language, Promise<readonly string[]>>>();

  return {
    async suggest(language, count) {
      const serving = index();
      const byLanguage = known.get(serving) ?? new Map<Language, Promise<readonly string[]>>();
      known.set(serving, byLanguage);
      const questions = byLanguage.get(language) ?? answered(questionsAbout(textsOf(serving), language).slice(0, maxTried), language);
      byLanguage.set(language, questions);
      questions.catch(() => byLanguage.delete(language));
      return (await questions).slice(0, count);
    },
    async suggestNear(passages, asked, language, count) {
      const texts = {
        paragraphs: passages.map(({ text }) => text),
        headings: passages.flatMap(({ section }) => section ?? []),
      };
      const others = questionsAbout(texts, language).filter((question) => normaliseText(question) !== normaliseText(asked));
      const near = new Set(passages.map(({ document }) => document));
      return answered(others.slice(0, maxTriedNear), language, count, ({ document }) => near.has(document));
    },
  };

  /** Those answered with confidence, each from a different passage, in order; at most `count`. */
  async function answered(
    questions: readonly string[],
    language: Language,
    count = Infinity,
    isNear: (citation: Citation) => boolean = () => true,
  ): Promise<readonly string[]> {
    const kept: string[] = [];
    const citedPlaces = new Set<string>();
    for (const question of questions) {
      if (kept.length >= count) break;
      const asked = language === 'zh-Hant' ? await toTraditional(question) : question;
      const given = await answer(asked);
      if (given.kind !== 'answered' || given.confidence !== 'high') continue;
      const reading = given.candidates[0]?.reading?.answers;
      if (reading !== undefined && reading < leastReading) continue;
      const [first] = given.citations;
      if (first !== undefined && !isNear(first)) continue;
      const place = `${first?.document ?? ''}:${String(first?.start)}`;
      if (first === undefined || citedPlaces.has(place)) continue;
      citedPlaces.add(place);
      kept.push(asked);
    }
    return kept;
  }
}

function textsOf(serving: PassageIndex): { paragraphs: string[]; headings: string[] } {
  const paragraphs: string[] = [];
  const headings: string[] = [];
  let characters = 0;
  for (const { path } of serving.documents()) {
    const text = serving.documentText(path) ?? '';
    const left = maxSourceCharacters - characters;
    for (const { kind, start, end } of serving.documentBlocks(path, { start: 0, end: left })) {
      const content = text.slice(start, Math.min(end, left));
      if (kind === 'heading') headings.push(content);
      if (kind === 'paragraph') paragraphs.push(content);
    }
    characters += text.length;
    if (characters >= maxSourceCharacters) break;
  }
  return { paragraphs, headings };
}
