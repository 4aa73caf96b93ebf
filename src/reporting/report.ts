import type { Citation } from '../answering/index.js';
import {
  showsGap,
  volumesOf,
  type Feedback,
  type GroupQuestions,
  type QuestionGroup,
  type StoredAnswer,
  type Stores,
  type Volumes,
} from '../chat/index.js';
import type { IndexedPassage, PassageIndex } from '../search-index/index.js';

/** Plain data; times are ISO 8601. */
export interface Report {
  readonly since: string;
  readonly until: string;
  readonly volumes: Volumes;
  /** Questions, by day (UTC), oldest first; days without any are left out. */
  readonly days: readonly { readonly day: string; readonly questions: number }[];
  /** Gaps: questions that the articles could not answer, or only with a caution; the most frequent first. */
  readonly unanswered: readonly QuestionGroup[];
  /** The most cited first. */
  readonly cited: readonly CitedPassage[];
  /** Citations of articles that have changed or gone since, which belong to no current passage. */
  readonly citationsOfChangedArticles: number;
  /** Passages of the current index that no answer of the period cites, in reading order. */
  readonly neverCited: readonly ReportedPassage[];
  readonly passageCount: number;
  /** Answers that somebody voted on, the worst first. */
  readonly judged: readonly JudgedAnswer[];
}

export interface ReportedPassage {
  readonly document: string;
  readonly title: string;
  readonly section?: string;
  /** Offsets (UTF-16) into the document's text. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface CitedPassage extends ReportedPassage {
  readonly citations: number;
}

export interface JudgedAnswer {
  readonly answerId: string;
  readonly question: string;
  readonly kind: string;
  readonly up: number;
  readonly down: number;
  /** Each as often as it was given. */
  readonly reasons: readonly string[];
  readonly comments: readonly string[];
}

export interface ReportSources {
  readonly stores: Pick<Stores, 'questions' | 'answers' | 'feedback'>;
  readonly index: PassageIndex;
  readonly groupQuestions: GroupQuestions;
}

/** @param since and `until` in milliseconds since the epoch. */
export async function makeReport(since: number, until: number, { stores, index, groupQuestions }: ReportSources): Promise<Report> {
  const questions = (await stores.questions.since(since)).filter(({ at }) => at < until);
  const answers = (await stores.answers.since(since)).filter(({ at }) => at < until);
  const feedback = (await stores.feedback.since(since)).filter(({ at }) => at < until);
  const { counts, ofChanged } = countCitations(answers, index);
  const passages = passagesOf(index);
  return {
    since: new Date(since).toISOString(),
    until: new Date(until).toISOString(),
    volumes: volumesOf(questions, feedback),
    days: byDay(questions.map(({ at }) => at)),
    unanswered: await groupQuestions(questions.filter(showsGap)),
    cited: passages
      .map((passage) => ({ ...described(passage, index), citations: counts.get(passage.id) ?? 0 }))
      .filter(({ citations }) => citations > 0)
      .sort((a, b) => b.citations - a.citations),
    citationsOfChangedArticles: ofChanged,
    neverCited: passages.filter(({ id }) => !counts.has(id)).map((passage) => described(passage, index)),
    passageCount: index.passageCount,
    judged: await judgedAnswers(feedback, stores.answers),
  };
}

function countCitations(answers: readonly StoredAnswer[], index: PassageIndex): { counts: ReadonlyMap<number, number>; ofChanged: number } {
  const counts = new Map<number, number>();
  let ofChanged = 0;
  for (const { answer } of answers) {
    const citations: readonly Citation[] = answer.kind === 'answered' ? answer.citations : [];
    for (const { document, documentSha256, start, end } of citations) {
      if (index.document(document)?.sha256 !== documentSha256) {
        ofChanged++;
        continue;
      }
      for (const { id } of index.passagesAt(document, { start, end })) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  return { counts, ofChanged };
}

function passagesOf(index: PassageIndex): readonly IndexedPassage[] {
  return index.documents().flatMap(({ path }) => index.passages(index.passagesOf(path)));
}

function described({ document, section, start, end, text }: IndexedPassage, index: PassageIndex): ReportedPassage {
  const title = index.document(document)?.title ?? document;
  return { document, title, ...(section === undefined ? {} : { section }), start, end, text };
}

function byDay(times: readonly number[]): Report['days'] {
  const days = new Map<string, number>();
  for (const at of times) {
    const day = new Date(at).toISOString().slice(0, 10);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  return [...days].map(([day, questions]) => ({ day, questions })).sort((a, b) => a.day.localeCompare(b.day));
}

async function judgedAnswers(feedback: readonly Feedback[], answers: Pick<Stores['answers'], 'find'>): Promise<readonly JudgedAnswer[]> {
  const votes = new Map<string, Feedback[]>();
  for (const each of feedback) votes.set(each.answerId, [...(votes.get(each.answerId) ?? []), each]);
  const judged: JudgedAnswer[] = [];
  for (const [answerId, given] of votes) {
    const stored = await answers.find(answerId);
    const down = given.filter(({ vote }) => vote === 'down').length;
    judged.push({
      answerId,
      question: stored?.questions.at(-1) ?? '',
      kind: stored?.answer.kind ?? '',
      up: given.length - down,
      down,
      reasons: given.flatMap(({ reason }) => reason ?? []),
      comments: given.flatMap(({ comment }) => comment ?? []),
    });
  }
  return judged.sort((a, b) => b.down - a.down || b.up - a.up);
}
