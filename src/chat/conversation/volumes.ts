import type { Answer } from '../../answering/index.js';
import type { Language } from '../../language/index.js';
import type { Feedback, LoggedQuestion, Platform } from '../ports/stores.js';

/** How much was asked in a span of time, and what came of it. */
export interface Volumes {
  readonly questions: number;
  readonly people: number;
  /** `cautious`: answered with the warning that the articles may not say it directly. */
  readonly byKind: Readonly<Record<Answer['kind'] | 'cautious', number>>;
  readonly byPlatform: Readonly<Partial<Record<Platform, number>>>;
  readonly byLanguage: Readonly<Partial<Record<Language, number>>>;
  readonly votes: { readonly up: number; readonly down: number };
  /** Of the answer service, in milliseconds; 0 where nothing was asked. */
  readonly milliseconds: { readonly median: number; readonly p95: number };
}

/** Whether the question shows a gap in the articles: it was refused, or answered only with a caution. */
export function showsGap(question: Pick<LoggedQuestion, 'kind' | 'confidence'>): boolean {
  return question.kind === 'not-in-sources' || isCautious(question);
}

function isCautious({ kind, confidence }: Pick<LoggedQuestion, 'kind' | 'confidence'>): boolean {
  return kind === 'answered' && confidence === 'low';
}

export function volumesOf(questions: readonly LoggedQuestion[], feedback: readonly Feedback[]): Volumes {
  const byKind = { answered: 0, cautious: 0, 'not-in-sources': 0, conversation: 0 };
  const byPlatform: Partial<Record<Platform, number>> = {};
  const byLanguage: Partial<Record<Language, number>> = {};
  for (const question of questions) {
    const { kind, platform, language } = question;
    byKind[isCautious(question) ? 'cautious' : kind]++;
    byPlatform[platform] = (byPlatform[platform] ?? 0) + 1;
    byLanguage[language] = (byLanguage[language] ?? 0) + 1;
  }
  const times = questions.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const up = feedback.filter(({ vote }) => vote === 'up').length;
  return {
    questions: questions.length,
    people: new Set(questions.map(({ person }) => person)).size,
    byKind,
    byPlatform,
    byLanguage,
    votes: { up, down: feedback.length - up },
    milliseconds: { median: quantile(times, 0.5), p95: quantile(times, 0.95) },
  };
}

/** @param sorted ascending */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
