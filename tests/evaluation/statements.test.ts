import { readFile } from 'node:fs/promises';
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
  statements = await readStatements(join(import.meta.dirname, 'statements.jsonl'));
  for (const half of ['fit', 'test'] as const)
    figures.set(half, await measureStatements(statements, half, article.embedder, article.index));
});
afterAll(() => article.remove());

const misses = (half: string): string => `\n${figures.get(half)!.misses.join('\n')}\n`;

describe('the labelled statements', () => {
  it('quote the article verbatim', async () => {
    const text = await readFile(join(import.meta.dirname, '..', '..', 'corpus', 'openai-o1.txt'), 'utf8');
    for (const { id, quotation } of statements) expect(text.includes(quotation), id).toBe(true);
  });

  it('are in three languages in equal shares, supported and not, and say what is wrong with those that are not', () => {
    for (const lang of ['zh', 'zh-Hant', 'en']) {
      for (const supported of [true, false]) {
        const share = statements.filter((row) => row.lang === lang && row.supported === supported).length / statements.length;
        expect(Math.abs(share - 1 / 6), `${lang} ${String(supported)}`).toBeLessThan(0.02);
      }
    }
    for (const { id, supported, flaw } of statements) expect(supported, id).toBe(flaw === undefined);
    expect(new Set(statements.map(({ id }) => id)).size).toBe(statements.length);
    expect(new Set(statements.map(halfOf)).size).toBe(2);
  });
});

describe.each(['fit', 'test'])('of the statements in the half "%s"', (half) => {
  it('85% of the supported ones are kept', () => {
    expect(shareOf(totalOf(figures.get(half)!.kept)), misses(half)).toBeGreaterThanOrEqual(0.85);
  });

  it('90% of the unsupported ones are dropped', () => {
    expect(shareOf(totalOf(figures.get(half)!.dropped)), misses(half)).toBeGreaterThanOrEqual(0.9);
  });

  it('every wrong number is dropped', () => {
    expect(shareOf(figures.get(half)!.dropped.get('number')!), misses(half)).toBe(1);
  });
});
