import { beforeAll, describe, expect, it } from 'vitest';
import { shareOf, totalOf } from '../../scripts/evaluation/measure-statements.js';
import { measureSet, type MeasuredSet } from './measured-set.js';

let set: MeasuredSet;
beforeAll(async () => {
  set = await measureSet('statements-by-a-stranger.jsonl');
});

const halves = () => Object.values(set.figures);
const kept = (): number => shareOf(totalOf(halves().flatMap((half) => [...half.kept.values()])));
const dropped = (of: (flaw: string) => boolean): number =>
  shareOf(totalOf(halves().flatMap((half) => [...half.dropped].filter(([flaw]) => of(flaw)).map(([, share]) => share))));
const misses = (): string => set.misses.fit + set.misses.test;

/** Written by somebody who had not seen the checks, to get past them. */
describe('of the statements by a stranger', () => {
  it('85% of the supported ones are kept', () => expect(kept(), misses()).toBeGreaterThanOrEqual(0.85));
  it('78% of the wrong ones are dropped', () =>
    expect(
      dropped(() => true),
      misses(),
    ).toBeGreaterThanOrEqual(0.78));
  it.each(['number', 'name', 'polarity'])('95% of those with another %s are dropped', (flaw) =>
    expect(
      dropped((each) => each === flaw),
      misses(),
    ).toBeGreaterThanOrEqual(0.95),
  );
});
