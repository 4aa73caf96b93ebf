import type { Clock as RoomClock } from '../../src/chat/index.js';
import type { Clock as ServerClock } from './telegram/index.js';

/** One clock for the adapter and the fake server, that moves only when a test lets it. */
export interface ManualClock extends RoomClock, ServerClock {
  now: () => number;
  /** Lets time pass, in steps, so that what a step sets off is done before the next. */
  advance(milliseconds: number, stepMs?: number): Promise<void>;
}

export function createManualClock(): ManualClock {
  let time = Date.UTC(2025, 0, 1);
  const timers = new Set<{ readonly at: number; readonly action: () => void }>();

  const after = (ms: number, action: () => void): (() => void) => {
    const timer = { at: time + ms, action };
    timers.add(timer);
    return () => {
      timers.delete(timer);
    };
  };
  return {
    now: () => time,
    after,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) {
          resolve();
          return;
        }
        const end = (): void => {
          cancel();
          signal?.removeEventListener('abort', end);
          resolve();
        };
        const cancel = after(ms, end);
        signal?.addEventListener('abort', end);
      }),
    advance: async (ms, stepMs = 500) => {
      const end = time + ms;
      await settle();
      while (time < end) {
        time = Math.min(end, time + stepMs);
        for (const timer of [...timers].sort((a, b) => a.at - b.at)) {
          if (timer.at > time || !timers.delete(timer)) continue;
          timer.action();
        }
        await settle();
      }
    },
  };
}

/** What goes over loopback needs some turns of the real event loop. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
}
