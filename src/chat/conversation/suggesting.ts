import type { AnswerService } from '../../answering/index.js';
import type { Language } from '../../language/index.js';

/** How many of the sources' questions are looked through. */
const consideredQuestions = 50;

/** Questions that the sources answer, those first that go with what has been typed so far; at most `count`. */
export async function suggestQuestions(
  answers: AnswerService,
  typed: string,
  language: Language,
  count: number,
): Promise<readonly string[]> {
  const questions = await answers.suggestions(language, consideredQuestions);
  const wanted = comparable(typed);
  if (wanted === '') return questions.slice(0, count);
  return questions
    .map((question) => ({ question, likeness: likeness(comparable(question), wanted) }))
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, count)
    .map(({ question }) => question);
}

/** 1 where the question holds what was typed as it is, else the share of its characters' pairs that the question holds. */
function likeness(question: string, typed: string): number {
  if (question.includes(typed)) return 1;
  const characters = [...typed];
  const pairs = characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`);
  return pairs.filter((pair) => question.includes(pair)).length / (pairs.length + 1);
}

function comparable(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}
