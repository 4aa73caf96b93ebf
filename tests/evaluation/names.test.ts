import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureStatements, shareOf, totalOf, type StatementFigures } from '../../scripts/evaluation/measure-statements.js';
import { halfOf, readStatements, type LabelledStatement } from '../../scripts/evaluation/read-statements.js';
import { indexArticle, type IndexedCorpus } from './indexed-article.js';

let article: IndexedCorpus;
let statements: LabelledStatement[];
const figures = new Map<string, StatementFigures>();
beforeAll(async () => {
  article = await indexArticle();
  statements = await readStatements(join(import.meta.dirname, 'names.jsonl'));
  for (const half of ['fit', 'test'] as const)
    figures.set(half, await measureStatements(statements, half, article.embedder, article.index));
});
afterAll(() => article.remove());

const misses = (half: string): string => `\n${figures.get(half)!.misses.join('\n')}\n`;

describe('the statements with names', () => {
  it('are in three languages in equal shares, half of them with a name that is not in what they quote', () => {
    for (const lang of ['zh', 'zh-Hant', 'en']) {
      for (const supported of [true, false])
        expect(statements.filter((row) => row.lang === lang && row.supported === supported).length).toBe(statements.length / 6);
    }
    for (const { id, supported, flaw } of statements) expect(supported, id).toBe(flaw === undefined);
    expect(new Set(statements.map(({ id }) => id)).size).toBe(statements.length);
    expect(statements.filter((row) => halfOf(row) === 'fit').length).toBe(statements.length / 2);
  });
});

describe.each(['fit', 'test'])('of the statements with names in the half "%s"', (half) => {
  it('70% of the supported ones are kept', () => {
    expect(shareOf(totalOf(figures.get(half)!.kept)), misses(half)).toBeGreaterThanOrEqual(0.7);
  });

  it('90% of those with somebody else are dropped', () => {
    expect(shareOf(figures.get(half)!.dropped.get('person')!), misses(half)).toBeGreaterThanOrEqual(0.9);
  });

  it('90% of all wrong ones are dropped', () => {
    expect(shareOf(totalOf(figures.get(half)!.dropped)), misses(half)).toBeGreaterThanOrEqual(0.9);
  });
});
