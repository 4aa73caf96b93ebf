import { beforeAll, describe, expect, it } from 'vitest';
import { shareOf, totalOf } from '../../scripts/evaluation/measure-statements.js';
import { halfOf } from '../../scripts/evaluation/read-statements.js';
import { measureSet, type MeasuredSet } from './measured-set.js';

let set: MeasuredSet;
beforeAll(async () => {
  set = await measureSet('names.jsonl');
}, 300_000);

describe('the statements with names', () => {
  it('are in three languages in equal shares, half of them with a name that is not in what they quote', () => {
    for (const lang of ['zh', 'zh-Hant', 'en']) {
      for (const supported of [true, false])
        expect(set.statements.filter((row) => row.lang === lang && row.supported === supported).length).toBe(set.statements.length / 6);
    }
    for (const { id, supported, flaw } of set.statements) expect(supported, id).toBe(flaw === undefined);
    expect(new Set(set.statements.map(({ id }) => id)).size).toBe(set.statements.length);
    expect(set.statements.filter((row) => halfOf(row) === 'fit').length).toBe(set.statements.length / 2);
  });
});

describe.each(['fit', 'test'] as const)('of the statements with names in the half "%s"', (half) => {
  it('70% of the supported ones are kept', () => {
    expect(shareOf(totalOf(set.figures[half].kept.values())), set.misses[half]).toBeGreaterThanOrEqual(0.7);
  });

  it('90% of those with somebody else are dropped', () => {
    expect(shareOf(set.figures[half].dropped.get('person')!), set.misses[half]).toBeGreaterThanOrEqual(0.9);
  });

  it('90% of all wrong ones are dropped', () => {
    expect(shareOf(totalOf(set.figures[half].dropped.values())), set.misses[half]).toBeGreaterThanOrEqual(0.9);
  });
});
