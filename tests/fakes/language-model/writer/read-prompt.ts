import { z } from 'zod';
import { languages } from '../../../../src/language/index.js';
import type { ChatRequest } from '../chat-request.js';

// All that the writer knows of the prompt stands here: when its form changes, this has to change with it, and nothing else.

const answering = z.looseObject({
  question: z.string(),
  understood_as: z.string(),
  answer_language: z.enum(languages),
  passages: z.array(z.object({ number: z.int(), title: z.string(), text: z.string() })),
});
const rewriting = z.looseObject({ follow_up: z.string(), earlier_questions: z.array(z.string()) });
const reviewing = z.looseObject({ statements: z.array(z.object({ number: z.int(), statement: z.string(), quotation: z.string() })) });
const splitting = z.looseObject({ question: z.string(), split: z.literal(true) });

export type PromptPassage = Readonly<z.infer<typeof answering>['passages'][number]>;

export interface AnswerTask {
  readonly kind: 'answer';
  readonly question: string;
  readonly understoodAs: string;
  readonly language: z.infer<typeof answering>['answer_language'];
  readonly passages: readonly PromptPassage[];
  /** The system prompt, which a model that obeys an injection gives away. */
  readonly instructions: string;
  /** Whatever else was said: a second try is another request, and may come out differently. */
  readonly rest: string;
}

export type Task =
  | AnswerTask
  | { readonly kind: 'rewrite'; readonly followUp: string; readonly earlier: readonly string[] }
  | { readonly kind: 'split'; readonly question: string }
  | { readonly kind: 'review'; readonly statements: readonly { readonly number: number; readonly statement: string }[] }
  | { readonly kind: 'unknown'; readonly message: string };

/** What the last message of the user asks for: JSON, with or without words around it. */
export function readPrompt({ messages }: ChatRequest): Task {
  const message = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const data = parse(message.slice(message.indexOf('{'), message.lastIndexOf('}') + 1));
  const toSplit = splitting.safeParse(data);
  if (toSplit.success) return { kind: 'split', question: toSplit.data.question };
  const toRewrite = rewriting.safeParse(data);
  if (toRewrite.success) return { kind: 'rewrite', followUp: toRewrite.data.follow_up, earlier: toRewrite.data.earlier_questions };
  const toReview = reviewing.safeParse(data);
  if (toReview.success) return { kind: 'review', statements: toReview.data.statements };
  const toAnswer = answering.safeParse(data);
  if (!toAnswer.success) return { kind: 'unknown', message };
  const { question, understood_as: understoodAs, answer_language: language, passages, ...rest } = toAnswer.data;
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  return { kind: 'answer', question, understoodAs, language, passages, instructions: system.join('\n'), rest: JSON.stringify(rest) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
