import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { shareOf, totalOf } from '../../scripts/evaluation/measure-statements.js';
import { halfOf } from '../../scripts/evaluation/read-statements.js';
import { measureSet, type MeasuredSet } from './measured-set.js';

let set: MeasuredSet;
beforeAll(async () => {
  set = await measureSet('statements.jsonl');
}, 300_000);

describe('the labelled statements', () => {
  it('quote the article verbatim', async () => {
    const text = await readFile(join(import.meta.dirname, '..', '..', 'corpus', 'openai-o1.txt'), 'utf8');
    for (const { id, quotation } of set.statements) expect(text.includes(quotation), id).toBe(true);
  });

  it('are in three languages in equal shares, supported and not, and say what is wrong with those that are not', () => {
    for (const lang of ['zh', 'zh-Hant', 'en']) {
      for (const supported of [true, false]) {
        const share = set.statements.filter((row) => row.lang === lang && row.supported === supported).length / set.statements.length;
        expect(Math.abs(share - 1 / 6), `${lang} ${String(supported)}`).toBeLessThan(0.02);
      }
    }
    for (const { id, supported, flaw } of set.statements) expect(supported, id).toBe(flaw === undefined);
    expect(new Set(set.statements.map(({ id }) => id)).size).toBe(set.statements.length);
    expect(new Set(set.statements.map(halfOf)).size).toBe(2);
  });
});

describe.each(['fit', 'test'] as const)('of the statements in the half "%s"', (half) => {
  it('85% of the supported ones are kept', () => {
    expect(shareOf(totalOf(set.figures[half].kept.values())), set.misses[half]).toBeGreaterThanOrEqual(0.85);
  });

  it('90% of the unsupported ones are dropped', () => {
    expect(shareOf(totalOf(set.figures[half].dropped.values())), set.misses[half]).toBeGreaterThanOrEqual(0.9);
  });

  it('every wrong number is dropped', () => {
    expect(shareOf(set.figures[half].dropped.get('number')!), set.misses[half]).toBe(1);
  });
});
