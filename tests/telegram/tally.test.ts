import { expect, it } from 'vitest';
import { createTally } from '../../src/telegram/tally.js';

it('tells of the first at once, and of a flood a few times an hour', () => {
  let now = 0;
  const told: number[] = [];
  const tally = createTally(
    (times) => told.push(times),
    () => now,
  );
  for (let call = 0; call < 10_000; call++) tally.count();
  expect(told).toEqual([1]);
  now = 10 * 60_000;
  tally.count();
  expect(told).toEqual([1, 10_000]);
  for (now = 0; now < 60 * 60_000; now += 100) tally.count();
  expect(told.length).toBeLessThan(10);
});
