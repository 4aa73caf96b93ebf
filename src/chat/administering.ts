import type { Asker } from './asking.js';
import { notice, paragraph, plain, type Reply } from './reply.js';
import type { LoggedQuestion, Stores } from './stores.js';
import { textsFor } from './texts/index.js';
import { showsGap, volumesOf } from './volumes.js';

/** Questions that ask the same in other words, under the one that stands for them. */
export interface QuestionGroup {
  readonly question: string;
  readonly count: number;
}

/** Brings together what asks the same; the most asked first. */
export type GroupQuestions = (questions: readonly LoggedQuestion[]) => Promise<readonly QuestionGroup[]>;

export const reportedDays = 7;
const shownGroups = 10;
/** What is grouped while readers wait for their turns: the newest of them. */
const groupedQuestions = 300;
const longestShownQuestion = 120;
const dayMs = 24 * 60 * 60_000;

/** `/stats`: the last week in numbers. */
export async function showStats({ language }: Asker, stores: Stores, now: number): Promise<Reply> {
  const since = now - reportedDays * dayMs;
  const volumes = volumesOf(await stores.questions.since(since), await stores.feedback.since(since));
  const texts = textsFor(language).reports;
  if (volumes.questions === 0) return notice(texts.nothingAsked(reportedDays), language, 'message');
  const items = texts.stats(volumes).map(plain);
  return { placement: 'message', language, blocks: [paragraph(texts.heading(reportedDays)), { kind: 'list', items }], actions: [] };
}

/** `/unanswered`: what the articles could not answer, or not for certain. To the person alone: these are other people's words. */
export async function showUnanswered({ language }: Asker, stores: Stores, now: number, group: GroupQuestions): Promise<Reply> {
  const asked = await stores.questions.since(now - reportedDays * dayMs);
  const unanswered = asked.filter(showsGap);
  const texts = textsFor(language).reports;
  if (unanswered.length === 0) return notice(texts.nothingUnanswered(reportedDays), language, 'aside');
  const groups = (await group(unanswered.slice(-groupedQuestions))).slice(0, shownGroups);
  const items = groups.map(({ question, count }) => plain(texts.asked(clipped(question), count)));
  const heading = paragraph(texts.unanswered(reportedDays, unanswered.length));
  return { placement: 'aside', language, blocks: [heading, { kind: 'list', items }], actions: [] };
}

function clipped(question: string): string {
  const characters = [...question.replaceAll(/\s+/g, ' ')];
  return characters.length <= longestShownQuestion ? characters.join('') : `${characters.slice(0, longestShownQuestion).join('')}…`;
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
