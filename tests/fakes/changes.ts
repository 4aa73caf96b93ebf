import type { Clock } from './clock.js';

/** Lets a test wait for what the program under test will do, without sleeping. */
export interface Changes {
  /** Something happened: a call ended, an event was sent, a person acted. */
  readonly happened: () => void;
  /** Resolves with the first value that is neither `undefined` nor `false`. @throws when there was none for `timeoutMs` of wall time */
  readonly until: <T>(
    condition: () => T | undefined | false,
    options?: { readonly timeoutMs?: number; readonly what?: string },
  ) => Promise<T>;
}

/** A bot also changes without calling; then nobody tells us, and we look again. */
const LOOK_AGAIN_MS = 10;

export function createChanges(clock: Pick<Clock, 'after'>, describe: () => string): Changes {
  const waiting = new Set<() => void>();
  return {
    happened() {
      for (const look of waiting) look();
    },
    until<T>(condition: () => T | undefined | false, { timeoutMs = 3000, what = 'what was waited for' } = {}) {
      return new Promise<T>((resolve, reject) => {
        let lookedAgain = (): void => undefined;
        const stop = (): void => {
          waiting.delete(look);
          lookedAgain();
          timedOut();
        };
        const look = (): void => {
          try {
            const value = condition();
            if (value === undefined || value === false) return;
            stop();
            resolve(value);
          } catch (error) {
            stop();
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        };
        const keepLooking = (): void => {
          look();
          if (waiting.has(look)) lookedAgain = clock.after(LOOK_AGAIN_MS, keepLooking);
        };
        const timedOut = clock.after(timeoutMs, () => {
          stop();
          reject(new Error(`Waited ${timeoutMs} ms in vain for ${what}. ${describe()}`));
        });
        waiting.add(look);
        keepLooking();
      });
    },
  };
}
