import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ModelError } from './port.js';
import type { Clock, Log } from '../operations/index.js';
import { AbortedError, unlessAborted } from './unless-aborted.js';
import type { ModelUsageStore } from './usage-store.js';

export interface BudgetRules {
  /** Tokens of prompts and completions together; left out: no limit. */
  readonly dailyTokens?: number | undefined;
  /** Of one person. */
  readonly callsPerHour: number;
}

/** The limits on spending. */
export interface Budget {
  /**
   * Reserves tokens for a call, which must be settled.
   * @throws ModelError `over-budget`. @throws AbortedError when the signal comes first
   */
  admit(person: string | undefined, tokens: number, signal: AbortSignal): Promise<Reservation>;
  /** Resolves when everything spent is stored, or storing has failed. */
  written(): Promise<void>;
}

export interface Reservation {
  /** The actual cost of the call. */
  settle(tokens: number): void;
}

interface Day {
  readonly name: string;
  /** By this process. */
  spent: number;
  /** Of that, what is in the store. */
  written: number;
  /** By others: this program before its restart, or another process on the same server. */
  spentByOthers: number;
  /** For calls in progress. */
  reserved: number;
  hasWarned: boolean;
}

const secondsInHour = 3_600;

interface BudgetDependencies {
  readonly rules: BudgetRules;
  readonly usage: ModelUsageStore;
  readonly clock: Clock;
  readonly log: Log;
}

export function createBudget({ rules, usage, clock, log }: BudgetDependencies): Budget {
  const { dailyTokens, callsPerHour } = rules;
  const calls = new RateLimiterMemory({ keyPrefix: 'calls', points: callsPerHour, duration: secondsInHour });
  const warnings = new RateLimiterMemory({ keyPrefix: 'warnings', points: 1, duration: secondsInHour });
  const writes = new Set<Promise<void>>();
  let day: Day = beginDay(dayOf(clock.now()));
  let isStoreFailing = false;

  function today(): Day {
    const name = dayOf(clock.now());
    if (day.name !== name) day = beginDay(name);
    return day;
  }

  /** A failing store must neither remove the limit nor stop all answers: then only this process's own spending counts. */
  async function lookUpOthers(current: Day, signal: AbortSignal): Promise<void> {
    try {
      await unlessAborted(Promise.all(writes), signal);
      const { written } = current;
      current.spentByOthers = Math.max(0, (await unlessAborted(usage.tokensOf(current.name), signal)) - written);
    } catch (error) {
      if (error instanceof AbortedError) throw error;
      reportStore(error);
    }
  }

  function reportStore(error: unknown): void {
    if (isStoreFailing) return;
    isStoreFailing = true;
    log.warn({ err: error }, 'Cannot store what the language model costs; LLM_DAILY_TOKENS counts only what this process has spent.');
  }

  async function write(current: Day): Promise<void> {
    const tokens = current.spent - current.written;
    current.written += tokens;
    try {
      await usage.add(current.name, tokens);
      isStoreFailing = false;
    } catch (error) {
      // It is added to the next write.
      current.written -= tokens;
      reportStore(error);
    }
  }

  async function reserve(tokens: number, signal: AbortSignal): Promise<Reservation> {
    const current = today();
    if (dailyTokens !== undefined) {
      await lookUpOthers(current, signal);
      const spent = current.spentByOthers + current.spent;
      if (spent + current.reserved + tokens > dailyTokens) throw dayIsSpent(current, spent, dailyTokens, tokens);
    }
    current.reserved += tokens;
    return {
      settle: (cost) => {
        current.reserved -= tokens;
        if (cost === 0) return;
        current.spent += cost;
        const writing = write(current);
        writes.add(writing);
        void writing.finally(() => writes.delete(writing));
      },
    };
  }

  function dayIsSpent(current: Day, spent: number, limit: number, wanted: number): ModelError {
    const sentence =
      wanted > limit
        ? `LLM_DAILY_TOKENS (${limit}) is less than one call may cost (${wanted}): the language model is never asked. Raise it, or leave it out.`
        : `LLM_DAILY_TOKENS (${limit}) is reached: ${spent} tokens are spent and ${current.reserved} set aside for calls under way. ` +
          "Answers are in the articles' own words until midnight UTC, or until it is raised.";
    if (!current.hasWarned) {
      current.hasWarned = true;
      log.warn({ day: current.name, spent, limit }, sentence);
    }
    return new ModelError('over-budget', sentence);
  }

  async function countCall(person: string): Promise<void> {
    if (await isAllowed(calls, person)) return;
    const sentence = `A person has reached LLM_CALLS_PER_HOUR (${callsPerHour}); their answers are in the articles' own words until the hour is over.`;
    if (await isAllowed(warnings, person)) log.info({ limit: callsPerHour }, sentence);
    throw new ModelError('over-budget', sentence);
  }

  return {
    admit: async (person, tokens, signal) => {
      const reservation = await reserve(tokens, signal);
      try {
        if (person !== undefined) await countCall(person);
        return reservation;
      } catch (error) {
        reservation.settle(0);
        throw error;
      }
    },
    written: async () => {
      await Promise.all(writes);
    },
  };
}

/** `2026-11-25`, in UTC. */
function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 'YYYY-MM-DD'.length);
}

function beginDay(name: string): Day {
  return { name, spent: 0, written: 0, spentByOthers: 0, reserved: 0, hasWarned: false };
}

async function isAllowed(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  try {
    await limiter.consume(key);
    return true;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return false;
    throw refusal;
  }
}
