import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startRetention, type KnownTimes } from '../src/retention.js';

const dayMs = 86_400_000;

describe('retention', () => {
  const logged: string[] = [];
  const write = (_details: object, message: string): void => void logged.push(message);
  const log = { info: write, warn: write, error: write };

  const times = (known?: number): KnownTimes => {
    let last = known;
    return {
      last: async () => last,
      record: async (time) => {
        last = time;
      },
    };
  };

  beforeEach(() => {
    vi.useFakeTimers();
    logged.length = 0;
  });
  afterEach(() => vi.useRealTimers());

  it('deletes what is older than the days given, at the start and every day, until it is ended', async () => {
    const purged: number[] = [];
    let now = 1_000 * dayMs;
    const purge = async (before: number): Promise<number> => purged.push(before);
    const end = startRetention({ stores: { purge }, retentionDays: 30, now: () => now, elapsed: () => now, knownTimes: times(), log });
    await vi.advanceTimersByTimeAsync(0);
    expect(purged).toEqual([970 * dayMs]);
    now += dayMs;
    await vi.advanceTimersByTimeAsync(dayMs);
    expect(purged).toEqual([970 * dayMs, 971 * dayMs]);
    end();
    await vi.advanceTimersByTimeAsync(3 * dayMs);
    expect(purged).toHaveLength(2);
  });

  it('goes on after a day on which it failed', async () => {
    let attempts = 0;
    const purge = async (): Promise<number> => {
      attempts++;
      throw new Error('disk');
    };
    const end = startRetention({ stores: { purge }, retentionDays: 30, now: () => 0, elapsed: () => 0, knownTimes: times(), log });
    await vi.advanceTimersByTimeAsync(dayMs);
    expect(attempts).toBe(2);
    expect(logged[0]).toContain('trying again tomorrow');
    end();
  });

  const today = Date.UTC(2026, 10, 30);
  /** The first purge, with a clock that says so and a last known time. */
  const firstPurge = async (clock: number, known?: number) => {
    const purged: number[] = [];
    const purge = async (before: number): Promise<number> => purged.push(before);
    const knownTimes = times(known);
    const end = startRetention({ stores: { purge }, retentionDays: 90, now: () => clock, elapsed: () => 0, knownTimes, log });
    await vi.advanceTimersByTimeAsync(0);
    end();
    return { days: purged.map((before) => Math.round((before - today) / dayMs) + 90), last: await knownTimes.last() };
  };

  it.each([
    ['years ahead', 3_650],
    ['a month ahead', 30],
    ['eight days ahead', 8],
  ])('does not believe a clock that is %s at the start, and says what to do', async (_how, days) => {
    const { days: purged, last } = await firstPurge(today + days * dayMs, today);
    expect([purged, last]).toEqual([[0], today]);
    expect(logged[0]).toMatch(/clock is further ahead.*npm run data -- purge/);
  });

  it('believes it again, however often it is restarted with a wrong one', async () => {
    let last: number | undefined = today;
    for (let start = 0; start < 5; start++) ({ last } = await firstPurge(today + 3_650 * dayMs, last));
    expect(await firstPurge(today + dayMs, last)).toEqual({ days: [1], last: today + dayMs });
  });

  it.each([
    ['was not set: 1970', 0],
    ['was set back a year', today - 365 * dayMs],
  ])('deletes no more when the clock %s', async (_how, clock) => {
    expect((await firstPurge(clock, today)).days[0]).toBeLessThanOrEqual(0);
  });

  it('deletes no more when the clock leaps ahead while it runs, or an hour for the summer', async () => {
    const purged: number[] = [];
    let clock = today;
    let elapsed = 0;
    const purge = async (before: number): Promise<number> => purged.push(before);
    const dependencies = { stores: { purge }, retentionDays: 90, now: () => clock, elapsed: () => elapsed, log };
    const end = startRetention({ ...dependencies, knownTimes: times(today) });
    await vi.advanceTimersByTimeAsync(0);
    for (const [day, leap] of [3_600_000, 1_000 * dayMs, -20_000 * dayMs, 0].entries()) {
      elapsed = (day + 1) * dayMs;
      clock = today + elapsed + leap;
      await vi.advanceTimersByTimeAsync(dayMs);
      expect(purged.at(-1)).toBeLessThanOrEqual(today + elapsed - 90 * dayMs);
    }
    end();
    expect(purged.at(-1)).toBe(today + 4 * dayMs - 90 * dayMs);
  });
});
