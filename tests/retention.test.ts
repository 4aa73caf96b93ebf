import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepRetention } from '../src/retention.js';

const dayMs = 86_400_000;

describe('retention', () => {
  const logged: string[] = [];
  const write = (_details: object, message: string): void => void logged.push(message);
  const log = { info: write, warn: write, error: write };

  beforeEach(() => {
    vi.useFakeTimers();
    logged.length = 0;
  });
  afterEach(() => vi.useRealTimers());

  it('deletes what is older than the days given, at the start and every day, until it is ended', async () => {
    const purged: number[] = [];
    let now = 1_000 * dayMs;
    const purge = async (before: number): Promise<number> => purged.push(before);
    const end = keepRetention({ stores: { purge }, retentionDays: 30, now: () => now, log });
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
    const end = keepRetention({ stores: { purge }, retentionDays: 30, now: () => 0, log });
    await vi.advanceTimersByTimeAsync(dayMs);
    expect(attempts).toBe(2);
    expect(logged[0]).toContain('tried again tomorrow');
    end();
  });
});
