/**
 * Retention: deletes what is older than the operator wants it kept, at the start and every day.
 * Decides nothing about what belongs together; the stores' purge does.
 */
import type { Log, Stores } from './chat/index.js';

const dayMs = 24 * 60 * 60_000;

export interface RetentionDependencies {
  readonly stores: Pick<Stores, 'purge'>;
  readonly retentionDays: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
}

/** The time before which nothing is kept. */
export function retentionLimit(now: number, retentionDays: number): number {
  return now - retentionDays * dayMs;
}

/** @returns how to end it. A purge that fails is logged, and tried again the next day. */
export function keepRetention({ stores, retentionDays, now, log }: RetentionDependencies): () => void {
  const purge = async (): Promise<void> => {
    try {
      const rows = await stores.purge(retentionLimit(now(), retentionDays));
      if (rows > 0) log.info({ rows, retentionDays }, 'Deleted what was kept long enough.');
    } catch (error) {
      log.error({ err: error, retentionDays }, 'What was kept long enough could not be deleted; it is tried again tomorrow.');
    }
  };
  void purge();
  const daily = setInterval(() => void purge(), dayMs).unref();
  return () => clearInterval(daily);
}
