import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';

/** A question about the corpus, with what a cited passage has to hold. */
const corpusQuestion = z.object({
  id: z.string(),
  question: z.string(),
  lang: z.enum(['zh', 'zh-Hant', 'en', 'mixed']),
  kind: z.string(),
  answerable: z.boolean(),
  history: z.array(z.string()).default([]),
  evidenceAny: z.array(z.string()).optional(),
  evidenceAll: z.array(z.string()).optional(),
  /** The words that answer, where there are some. */
  answer: z.array(z.string()).nullish(),
  /** Path of the document that answers, and of others that do, too. */
  document: z.string().optional(),
  /** The evidence is what is known of the document (its author, its date), and need not stand in its text. */
  meta: z.boolean().optional(),
  alsoIn: z.array(z.string()).optional(),
});
export type CorpusQuestion = z.infer<typeof corpusQuestion>;

/** An article of a public reading-comprehension set, with questions whose paragraph is known. */
const article = z.object({
  id: z.string(),
  lang: z.string(),
  paragraphs: z.array(z.string()),
  questions: z.array(z.object({ question: z.string(), answers: z.array(z.string()), paragraph: z.int(), answerable: z.boolean() })),
});
export type Article = z.infer<typeof article>;

export type QuestionSet =
  | { readonly kind: 'corpus-questions'; readonly name: string; readonly questions: readonly CorpusQuestion[] }
  | { readonly kind: 'articles'; readonly name: string; readonly articles: readonly Article[] };

/** Calibration is fitted on questions about one half of a set's documents, and reported on the other. */
export function halfOf({ id, document }: Pick<CorpusQuestion, 'id' | 'document'>): 'fit' | 'test' {
  const [first = 0] = createHash('sha256')
    .update(document ?? id.replace(/-[^-]*$/u, ''))
    .digest();
  return first % 2 === 0 ? 'fit' : 'test';
}

/** Reads a set in either shape, JSON Lines. @throws Error naming the file and line that is of neither. */
export async function readSet(file: string): Promise<QuestionSet> {
  const name = basename(file).replace(/\.jsonl$/, '');
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  const rows = lines.map((line, at): unknown => parseLine(line, file, at + 1));
  const questions = z.array(corpusQuestion).safeParse(rows);
  if (questions.success) return { kind: 'corpus-questions', name, questions: questions.data };
  const articles = z.array(article).safeParse(rows);
  if (articles.success) return { kind: 'articles', name, articles: articles.data };
  const problems =
    rows.length > 0 && typeof rows[0] === 'object' && rows[0] !== null && 'paragraphs' in rows[0] ? articles.error : questions.error;
  throw new Error(`${file} is no question set (CONTRIBUTING.md describes both shapes): ${z.prettifyError(problems)}`);
}

function parseLine(line: string, file: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Error(`${file}, line ${String(number)} is no JSON.`, { cause: error });
  }
}
