/**
 * Retention: deletes what is older than the retention period, at the start and every day; the stores' purge decides what belongs together.
 * Does not trust a clock that has jumped ahead, since that would delete everything.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log, Stores } from './chat/index.js';

const dayMs = 24 * 60 * 60_000;
/** A bot that was stopped for longer looks the same as a wrong clock; only the operator can tell. */
const longestGapDays = 7;
/** Before this program existed: an earlier clock has not been set. */
const firstPossible = Date.UTC(2025, 0, 1);

/** Stores the last known time. */
export interface KnownTimes {
  /** `undefined` where nothing is known yet. */
  last(): Promise<number | undefined>;
  record(time: number): Promise<void>;
}

export interface RetentionDependencies {
  readonly stores: Pick<Stores, 'purge'>;
  readonly retentionDays: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds since an arbitrary moment, monotonic. */
  readonly elapsed: () => number;
  readonly knownTimes: KnownTimes;
  readonly log: Log;
}

/** The time before which nothing is kept. */
export function retentionLimit(now: number, retentionDays: number): number {
  return now - retentionDays * dayMs;
}

/** Whether the clock may be right, judging by the last known time. */
export function isPlausible(clock: number, last: number | undefined): boolean {
  return last === undefined || last < firstPossible || clock <= last + longestGapDays * dayMs;
}

/** @returns the function to stop it. A purge that fails is logged, and tried again the next day. */
export function startRetention({ stores, retentionDays, now, elapsed, knownTimes, log }: RetentionDependencies): () => void {
  /** A moment whose time is known, and what `elapsed` said then. */
  let known: { readonly time: number; readonly at: number } | undefined;

  /** The clock's time, limited to what can have passed since the last known time. */
  const trustedTime = async (): Promise<number> => {
    const clock = now();
    if (known === undefined) {
      const last = await knownTimes.last();
      known = { time: last !== undefined && !isPlausible(clock, last) ? last : Math.max(clock, last ?? clock), at: elapsed() };
    }
    const certain = Math.min(clock, known.time + elapsed() - known.at);
    if (clock - certain > dayMs) {
      log.warn(
        { clock: new Date(clock).toISOString(), known: new Date(certain).toISOString() },
        `The clock is further ahead than it can be, so that what is older than RETENTION_DAYS by it is kept for now. Set the clock and restart; if it is right (the bot was stopped for more than ${longestGapDays} days), run "npm run data -- purge --today ${new Date(clock).toISOString().slice(0, 10)}" and restart.`,
      );
    }
    return certain;
  };

  const purge = async (): Promise<void> => {
    try {
      const time = await trustedTime();
      const rows = await stores.purge(retentionLimit(time, retentionDays));
      if (rows > 0) log.info({ rows, retentionDays }, 'Deleted what is older than the retention period.');
      await knownTimes.record(time);
    } catch (error) {
      log.error({ err: error, retentionDays }, 'Cannot delete what is older than the retention period; trying again tomorrow.');
    }
  };
  void purge();
  const daily = setInterval(() => void purge(), dayMs).unref();
  return () => clearInterval(daily);
}

const knownTimeFile = 'last-purge';

/** A file in the data folder. Without one, the newest row of the store is used. */
export function knownTimesIn(dataDir: string, newest: () => Promise<number | undefined>): KnownTimes {
  const file = join(dataDir, knownTimeFile);
  return {
    last: async () => {
      const text = await readFile(file, 'utf8').catch(() => '');
      const time = Number(text.trim());
      return text.trim() !== '' && Number.isSafeInteger(time) ? time : newest();
    },
    record: (time) => writeFile(file, `${Math.round(time)}\n`, { mode: 0o600 }),
  };
}
