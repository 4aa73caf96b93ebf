/** Time as an adapter sees it, so that a test can let an hour pass. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after that many milliseconds, or as soon as the signal is aborted; never rejects. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: Date.now,
  wait: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal?.addEventListener('abort', end);
    }),
};

const firstPauseMs = 500;
const longestPauseMs = 60_000;

/** How long to wait before the next attempt: twice as long each time, up to a minute, and not for everybody alike. @param random in [0, 1) */
export function backoffMs(attempt: number, random: () => number): number {
  const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempt - 1, 10));
  return longest * (0.5 + random() / 2);
}
