import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArticleStatements, type ArticleStatement } from '../../scripts/evaluation/article-statements.js';
import { measureArticleStatements, type ArticleStatementFigures } from '../../scripts/evaluation/measure-article-statements.js';
import { shareOf } from '../../scripts/evaluation/measure-statements.js';
import type { CountingEmbedder } from '../../src/embedding/index.js';
import { createRuleJudge } from '../../src/generating/index.js';
import { createBundledEmbedder } from '../embedding/bundled-embedder.js';

let statements: readonly ArticleStatement[];
let embedder: CountingEmbedder;
let figures: ArticleStatementFigures;
beforeAll(async () => {
  statements = (await readArticleStatements(join(import.meta.dirname, 'articles-statements.jsonl')))!;
  embedder = await createBundledEmbedder();
  figures = await measureArticleStatements(statements, 'test', createRuleJudge({ embedder }));
}, 600_000);
afterAll(() => embedder.close());

describe('the statements about many articles', () => {
  it('are 1,960, and no article is in both halves', () => {
    expect(statements).toHaveLength(1960);
    const titlesIn = (half: string): string[] => statements.filter((each) => each.half === half).map(({ title }) => title);
    const fitted = new Set(titlesIn('fit'));
    expect(titlesIn('test').filter((title) => fitted.has(title))).toEqual([]);
  });
});

/** What is measured, less a little; the aim is 92% and 80% (docs/answers.md). */
describe('of those in the half "test"', () => {
  it('50% of the supported ones are kept', () => expect(shareOf(figures.kept)).toBeGreaterThanOrEqual(0.5));
  it('70% of the others are dropped', () => expect(shareOf(figures.dropped)).toBeGreaterThanOrEqual(0.7));
});
