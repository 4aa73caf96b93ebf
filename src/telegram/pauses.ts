import type { Clock } from '../chat/index.js';

/** Where Telegram has asked for silence, and until when. */
export interface Pauses {
  /** @param line The chat, or the method where a call is for no chat. */
  pause(line: string, seconds: number): void;
  /** Milliseconds until something may be sent there; 0 when it may be now. */
  left(line: string): number;
  /** A call went through. */
  passed(): void;
}

/** Telegram does not say whether a 429 is for the chat or for the whole bot. When most calls are refused, in several chats, it is for the bot. */
const watchedCalls = 20;
const refusedOfWatched = 12;
const refusedChats = 4;

export function createPauses(clock: Pick<Clock, 'now'>): Pauses {
  const until = new Map<string, number>();
  let everythingUntil = 0;
  /** The latest calls: the line that was refused, or `undefined` for one that went through. */
  let latest: (string | undefined)[] = [];

  const watch = (refused: string | undefined): void => {
    latest = [...latest.slice(1 - watchedCalls), refused];
  };

  return {
    pause: (line, seconds) => {
      const end = clock.now() + seconds * 1000;
      until.set(line, Math.max(end, until.get(line) ?? 0));
      watch(line);
      const refused = latest.filter((each) => each !== undefined);
      if (refused.length < refusedOfWatched || new Set(refused).size < refusedChats) return;
      everythingUntil = Math.max(everythingUntil, end);
      latest = [];
    },
    left: (line) => {
      const now = clock.now();
      const end = until.get(line) ?? 0;
      if (end <= now) until.delete(line);
      return Math.max(0, end - now, everythingUntil - now);
    },
    passed: () => watch(undefined),
  };
}
