import type { Asker } from './asking.js';
import { clippedLine } from '../replies/clipped.js';
import { notice, paragraph, plain, type Reply } from '../replies/reply.js';
import type { Feedback, LoggedQuestion, Stores } from '../ports/stores.js';
import { textsFor } from '../texts/index.js';
import { showsGap, volumesOf } from './volumes.js';

/** Questions that ask the same in other words, under the one that stands for them. */
export interface QuestionGroup {
  readonly question: string;
  readonly count: number;
}

/** Brings together what asks the same; the most asked first. */
export type GroupQuestions = (questions: readonly LoggedQuestion[]) => Promise<readonly QuestionGroup[]>;

const reportedDays = 7;
const shownGroups = 10;
/** What is grouped while readers wait for their turns: the newest of them. */
const groupedQuestions = 300;
const longestShownQuestion = 120;
const dayMs = 24 * 60 * 60_000;

/** `/stats`: the last week in numbers. */
export async function showStats(asker: Asker, stores: Stores, now: number): Promise<Reply> {
  const { language } = asker;
  const { questions, feedback } = await reportedTo(asker, stores, now - reportedDays * dayMs);
  const volumes = volumesOf(questions, feedback);
  const texts = textsFor(language).reports;
  if (volumes.questions === 0) return notice(texts.nothingAsked(reportedDays), language, 'message');
  const items = texts.stats(volumes).map(plain);
  return { placement: 'message', language, blocks: [paragraph(texts.heading(reportedDays)), { kind: 'list', items }], actions: [] };
}

/** `/unanswered`: what the articles could not answer, or not for certain. To the person alone: these are other people's words. */
export async function showUnanswered(asker: Asker, stores: Stores, now: number, group: GroupQuestions): Promise<Reply> {
  const { language } = asker;
  const { questions } = await reportedTo(asker, stores, now - reportedDays * dayMs);
  const unanswered = questions.filter(showsGap);
  const texts = textsFor(language).reports;
  if (unanswered.length === 0) return notice(texts.nothingUnanswered(reportedDays), language, 'aside');
  const groups = (await group(unanswered.slice(-groupedQuestions))).slice(0, shownGroups);
  const items = groups.map(({ question, count }) => plain(texts.asked(clippedLine(question, longestShownQuestion), count)));
  const heading = paragraph(texts.unanswered(reportedDays, unanswered.length));
  return { placement: 'aside', language, blocks: [heading, { kind: 'list', items }], actions: [] };
}

/** In private an administrator is told of everything that was asked; among others, of what was asked in that very chat alone. */
async function reportedTo(
  { conversation, isPrivate }: Asker,
  { questions, feedback, answers }: Stores,
  since: number,
): Promise<{ readonly questions: readonly LoggedQuestion[]; readonly feedback: readonly Feedback[] }> {
  const all = { questions: await questions.since(since), feedback: await feedback.since(since) };
  if (isPrivate) return all;
  const { platform, chat } = conversation;
  const given = (await answers.since(since)).filter(
    (answer) => answer.conversation.platform === platform && answer.conversation.chat === chat,
  );
  const here = new Set(given.map(({ id }) => id));
  return {
    questions: all.questions.filter(({ answerId }) => here.has(answerId)),
    feedback: all.feedback.filter(({ answerId }) => here.has(answerId)),
  };
}

/** Without a model: only what is the same letter by letter, case and space aside. */
export const groupSameQuestions: GroupQuestions = async (questions) => {
  const groups = new Map<string, { question: string; count: number }>();
  for (const { question } of questions) {
    const key = question.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
    const group = groups.get(key) ?? { question, count: 0 };
    group.count++;
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
};
