import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { generalQuestions } from '../../retrieval/index.js';
import { createWording, type Wording } from './wording.js';

/** Addressed to the bot, not asked of the articles. */
export const chatterTopics = ['greeting', 'thanks', 'farewell', 'help', 'small-talk'] as const;
export type ChatterTopic = (typeof chatterTopics)[number];

/** Asked about an article as a whole, or about what articles there are. */
export const articleAspects = ['summary', 'author', 'date', 'latest', 'listing'] as const;
export type ArticleAspect = (typeof articleAspects)[number];

/** `question`: asks for an article's content. */
export type IntentLabel = ChatterTopic | ArticleAspect | 'question';

export interface Example {
  readonly text: string;
  /** The text without its variable part: a title, a number, a topic. */
  readonly frame: string;
  readonly label: IntentLabel;
}

const texts = z.array(z.string().min(1)).min(1);
const examplesFile = z.object({
  note: z.string(),
  greeting: texts,
  thanks: texts,
  farewell: texts,
  help: texts,
  'small-talk': texts,
  summary: texts,
  author: texts,
  date: texts,
  latest: texts,
  listing: texts,
  question: texts,
} satisfies Readonly<Record<IntentLabel | 'note', z.ZodType>>);

/** The labelled examples beside this file. */
export function readExamples(): readonly Example[] {
  const file = examplesFile.parse(JSON.parse(readFileSync(new URL('./examples.json', import.meta.url), 'utf8')));
  const labels = [...chatterTopics, ...articleAspects, 'question'] as const;
  return labels.flatMap((label) =>
    file[label].map((text) => ({ text: text.replace(/[[\]]/g, ''), frame: text.replace(/\[.*?\]/g, ' '), label })),
  );
}

/** The labelled examples, and general questions that are not among them. */
export function examplesToCompare(): readonly Example[] {
  const examples = readExamples();
  const labelled = new Set(examples.map(({ text }) => text));
  const general = generalQuestions().filter((text) => !labelled.has(text));
  return [...examples, ...general.map((text) => ({ text, frame: text, label: 'question' as const }))];
}

/** The examples with names masked, for comparison with a question whose article is masked. */
export function framesToCompare(): readonly Example[] {
  const { mask } = articleWording();
  return examplesToCompare()
    .filter(({ label }) => isArticleAspect(label))
    .map((example) => ({ ...example, text: mask(example.text) }));
}

/** The wording of the examples about articles. */
export function articleWording(): Wording {
  const ofArticles = readExamples().filter(({ label }) => isArticleAspect(label));
  return createWording(ofArticles.map(({ frame }) => frame));
}

function isArticleAspect(label: IntentLabel): label is ArticleAspect {
  return articleAspects.some((aspect) => aspect === label);
}

export function isChatterTopic(label: IntentLabel): label is ChatterTopic {
  return chatterTopics.some((topic) => topic === label);
}
