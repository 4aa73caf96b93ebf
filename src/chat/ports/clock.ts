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
const longestPauseMs = 30_000;

/** How long to wait before the next attempt: grows twofold, and lies between half of it and the whole, so that many do not come back at once. */
export function backoffMs(attempt: number, random: () => number, longestMs = longestPauseMs): number {
  return Math.min(longestMs, firstPauseMs * 2 ** (attempt - 1)) * (0.5 + random() / 2);
}
