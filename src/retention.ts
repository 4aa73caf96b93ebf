/**
 * Retention: deletes what is older than the operator wants it kept, at the start and every day.
 * Decides nothing about what belongs together; the stores' purge does. Does not believe a clock that has leapt ahead: it would delete everything.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log, Stores } from './chat/index.js';

const dayMs = 24 * 60 * 60_000;
/** A bot that was stopped for longer, and a clock that is wrong, look the same; the operator knows. */
const longestGapDays = 7;
/** Before this program was written, so a clock that says so has not been set. */
const firstPossible = Date.UTC(2025, 0, 1);

/** When retention last knew the time. */
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
  /** Milliseconds since any moment, at a steady pace. */
  readonly elapsed: () => number;
  readonly knownTimes: KnownTimes;
  readonly log: Log;
}

/** The time before which nothing is kept. */
export function retentionLimit(now: number, retentionDays: number): number {
  return now - retentionDays * dayMs;
}

/** Whether the clock may be right, as far as the last known time tells. */
export function isPlausible(clock: number, last: number | undefined): boolean {
  return last === undefined || last < firstPossible || clock <= last + longestGapDays * dayMs;
}

/** @returns how to end it. A purge that fails is logged, and tried again the next day. */
export function keepRetention({ stores, retentionDays, now, elapsed, knownTimes, log }: RetentionDependencies): () => void {
  /** A moment whose time is known, and what `elapsed` said then. */
  let known: { readonly time: number; readonly at: number } | undefined;

  /** The time as far as it is certain to have come: the clock's, unless it is ahead of what can have passed. */
  const certainTime = async (): Promise<number> => {
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
      const time = await certainTime();
      const rows = await stores.purge(retentionLimit(time, retentionDays));
      if (rows > 0) log.info({ rows, retentionDays }, 'Deleted what was kept long enough.');
      await knownTimes.record(time);
    } catch (error) {
      log.error({ err: error, retentionDays }, 'What was kept long enough could not be deleted; it is tried again tomorrow.');
    }
  };
  void purge();
  const daily = setInterval(() => void purge(), dayMs).unref();
  return () => clearInterval(daily);
}

const knownTimeFile = 'last-purge';

/** Kept in the data folder. Until there is a record, what was last written to the store tells. */
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
