import { join } from 'node:path';
import { measureStatements, type StatementFigures } from '../../scripts/evaluation/measure-statements.js';
import { readStatements, type Half, type LabelledStatement } from '../../scripts/evaluation/read-statements.js';
import { indexArticle } from './indexed-article.js';

export interface MeasuredSet {
  readonly statements: readonly LabelledStatement[];
  readonly figures: Readonly<Record<Half, StatementFigures>>;
  /** The statements that came out wrong, as a floor's message: whoever breaks one sees at once which they were. */
  readonly misses: Readonly<Record<Half, string>>;
}

/** A set of labelled statements of this folder, taken through the checks. */
export async function measureSet(file: string): Promise<MeasuredSet> {
  const article = await indexArticle();
  try {
    const statements = await readStatements(join(import.meta.dirname, file));
    const measure = (half: Half): Promise<StatementFigures> => measureStatements(statements, half, article.embedder, article.index);
    const figures = { fit: await measure('fit'), test: await measure('test') };
    const listed = ({ misses }: StatementFigures): string => `\n${misses.join('\n')}\n`;
    return { statements, figures, misses: { fit: listed(figures.fit), test: listed(figures.test) } };
  } finally {
    await article.remove();
  }
}
