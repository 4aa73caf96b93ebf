import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** A statement about the sample article, as a good or a bad language model would write it, and the words it says it rests on. */
const labelledStatement = z.object({
  /** `s07-3`: the third about the seventh quotation. */
  id: z.string().regex(/^[nst]\d\d-\d+$/),
  lang: z.enum(['zh', 'zh-Hant', 'en']),
  question: z.string(),
  statement: z.string(),
  /** Verbatim. */
  quotation: z.string(),
  supported: z.boolean(),
  /** What is wrong with it, where it is not supported. */
  flaw: z.string().optional(),
});
export type LabelledStatement = z.infer<typeof labelledStatement>;

export type Half = 'fit' | 'test';

/** Thresholds are fitted on the statements about the odd quotations, and reported on those about the even ones: no quotation is in both halves. */
export function halfOf({ id }: Pick<LabelledStatement, 'id'>): Half {
  return Number(id.slice(1, 3)) % 2 === 1 ? 'fit' : 'test';
}

/** Reads a set of labelled statements, JSON Lines. */
export async function readStatements(file: string): Promise<LabelledStatement[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => labelledStatement.parse(JSON.parse(line)));
}
