import { z } from 'zod';
import type { AnswerService, Effort } from '../answering/index.js';
import { askRecord } from './ask-record.js';

const question = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  question: z.string(),
  history: z.array(z.string()).default([]),
});

export interface LinesSummary {
  readonly answered: number;
  /** Lines that were no question, each told of in the output. */
  readonly refused: number;
}

export interface LinesDependencies {
  readonly answers: Pick<AnswerService, 'ask'>;
  readonly maxQuestionCharacters: number;
  readonly effort?: Effort | undefined;
  /** Resolves when the line is out. */
  readonly print: (line: string) => Promise<void>;
}

/**
 * Questions as JSON Lines into answers as JSON Lines, in the same order. A line that is no question becomes `{"line","error"}`, and
 * the others are answered all the same. Empty lines are skipped.
 */
export async function answerLines(
  lines: AsyncIterable<string>,
  { answers, maxQuestionCharacters, effort, print }: LinesDependencies,
): Promise<LinesSummary> {
  let answered = 0;
  let refused = 0;
  let number = 0;
  for await (const line of lines) {
    number++;
    const text = number === 1 ? line.replace(/^\uFEFF/, '') : line;
    if (text.trim() === '') continue;
    const parsed = parseQuestion(text);
    if ('error' in parsed) {
      refused++;
      await print(JSON.stringify({ line: number, error: parsed.error }));
      continue;
    }
    const started = performance.now();
    const answer = await answers.ask(parsed.question, { questions: parsed.history }, { effort });
    await print(JSON.stringify(askRecord(parsed.id ?? number, answer, performance.now() - started, maxQuestionCharacters)));
    answered++;
  }
  return { answered, refused };
}

type Question = z.infer<typeof question>;

function parseQuestion(line: string): Question | { readonly error: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    return { error: `Not JSON (${cause instanceof Error ? cause.message : String(cause)}). Write one object a line: {"question":"…"}.` };
  }
  const parsed = question.safeParse(value);
  return parsed.success ? parsed.data : { error: `Not a question. ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}` };
}
