import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** A statement about one of many articles, and the words of the article that it claims to rest on. */
const articleStatement = z.object({
  id: z.string(),
  half: z.enum(['fit', 'test']),
  title: z.string(),
  statement: z.string(),
  lang: z.enum(['zh', 'zh-Hant', 'en']),
  label: z.enum(['supported', 'contradicted', 'unsupported']),
  /** What was changed; `none` where it is supported. */
  change: z.string(),
  /** Verbatim, and shown as it is. */
  quote: z.string(),
});
export type ArticleStatement = z.infer<typeof articleStatement>;

/** @returns undefined where the file holds statements in another form */
export async function readArticleStatements(file: string): Promise<ArticleStatement[] | undefined> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  const parsed = lines.map((line) => articleStatement.safeParse(JSON.parse(line)));
  return parsed.every(({ success }) => success) ? parsed.flatMap(({ data }) => data ?? []) : undefined;
}
