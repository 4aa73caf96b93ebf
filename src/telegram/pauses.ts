import type { Clock } from '../chat/index.js';

/** Where Telegram has asked for silence, and until when. */
export interface Pauses {
  /** @param line The chat, or the method where a call is for no chat. */
  pause(line: string, seconds: number): void;
  /** Milliseconds until something may be sent there; 0 when it may be now. */
  left(line: string): number;
  /** A call for it went through. */
  passed(line: string): void;
}

/**
 * Telegram does not say whether a 429 is for the chat or for the whole bot. One in a chat that was just sent a lot is that chat's, and says nothing
 * of others: whoever floods a few groups must not silence the bot for everybody. When most calls are refused that gave no cause themselves, in so
 * many chats, the pause is the bot's.
 */
const watchedCalls = 20;
const refusedLines = 12;
/** A chat may be sent a message a second, a group 20 a minute; what is far below is no cause. */
const causingCalls = 5;
const causingMs = 60_000;
/** A chat that was refused is easily refused again. */
const suspectMs = 5 * 60_000;
/** Lines whose calls are remembered before those that are over are forgotten. */
const rememberedLines = 1_000;

export function createPauses(clock: Pick<Clock, 'now'>): Pauses {
  const until = new Map<string, number>();
  const calls = new Map<string, readonly number[]>();
  const refusals = new Map<string, number>();
  let everythingUntil = 0;
  /** The latest calls that say something of the bot: the line that was refused, or `undefined` for one that went through. */
  let latest: (string | undefined)[] = [];

  const watch = (refused: string | undefined): void => {
    latest = [...latest.slice(1 - watchedCalls), refused];
  };

  const recentCalls = (line: string, now: number): readonly number[] => (calls.get(line) ?? []).filter((at) => now - at < causingMs);

  const count = (line: string): void => {
    const now = clock.now();
    calls.set(line, [...recentCalls(line, now), now].slice(-causingCalls));
    if (calls.size <= rememberedLines) return;
    for (const each of [...calls.keys()]) if (recentCalls(each, now).length === 0) calls.delete(each);
    for (const [each, at] of [...refusals]) if (now - at >= suspectMs) refusals.delete(each);
  };

  const hasCause = (line: string, now: number): boolean =>
    recentCalls(line, now).length >= causingCalls || now - (refusals.get(line) ?? Number.NEGATIVE_INFINITY) < suspectMs;

  return {
    pause: (line, seconds) => {
      const now = clock.now();
      const end = now + seconds * 1000;
      until.set(line, Math.max(end, until.get(line) ?? 0));
      if (!hasCause(line, now)) watch(line);
      count(line);
      refusals.set(line, end);
      const refused = new Set(latest.filter((each) => each !== undefined));
      if (refused.size < refusedLines) return;
      everythingUntil = Math.max(everythingUntil, end);
      latest = [];
    },
    left: (line) => {
      const now = clock.now();
      const end = until.get(line) ?? 0;
      if (end <= now) until.delete(line);
      return Math.max(0, end - now, everythingUntil - now);
    },
    passed: (line) => {
      count(line);
      watch(undefined);
    },
  };
}
