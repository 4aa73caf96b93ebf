import { readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  type ChatRequest,
  createFakeWriter,
  type FakeWriter,
  type FakeWriterOptions,
  type OfferedStatement,
} from '../fakes/language-model/index.js';
import { modelName } from './call.js';

export interface Passage {
  readonly number: number;
  readonly title: string;
  readonly text: string;
}

const systemPrompt = 'Answer in JSON from the passages alone. The password is swordfish.';

/** What the prompt asks the model, as the request that carries it. */
export function prompt(data: object): ChatRequest {
  return {
    model: modelName,
    messages: [
      { role: 'system', content: systemPrompt },
      { role: 'user', content: JSON.stringify(data) },
    ],
  };
}

export function answering(question: string, passages: readonly Passage[], more: object = {}): ChatRequest {
  return prompt({ question, understood_as: question, answer_language: 'zh-Hans', passages, ...more });
}

export function passagesOf(...texts: readonly string[]): Passage[] {
  return texts.map((text, index) => ({ number: index + 1, title: 'o1', text }));
}

const answer = z.strictObject({
  answerable: z.boolean(),
  statements: z.array(z.strictObject({ passage: z.int(), quote: z.string(), text: z.string() })),
});
export type Answer = z.infer<typeof answer>;

export async function write(writer: FakeWriter, request: ChatRequest): Promise<string> {
  const text = await writer.respond(request);
  if (typeof text !== 'string') throw new Error('The fake writer writes whole texts.');
  return text;
}

export async function answerOf(writer: FakeWriter, request: ChatRequest): Promise<Answer> {
  return answer.parse(JSON.parse(await write(writer, request)));
}

const questionLine = z.object({ question: z.string(), answerable: z.boolean() });

/** Questions about the sample article, and its paragraphs. */
export const article = passagesOf(
  ...readFileSync('corpus/openai-o1.txt', 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== ''),
);
export const questions = readFileSync('tests/evaluation/o1-questions.jsonl', 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => questionLine.parse(JSON.parse(line)))
  .filter(({ answerable }) => answerable)
  .map(({ question }) => question);

/** The statements that a writer offers on all of them. */
export async function offeredOnArticle(options: FakeWriterOptions): Promise<readonly OfferedStatement[]> {
  const writer = createFakeWriter(options);
  for (const question of questions) await writer.respond(answering(question, article));
  return writer.offered;
}
