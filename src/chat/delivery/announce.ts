import type { Clock } from '../ports/clock.js';

/** An answer that comes sooner needs no announcement. */
const patienceMs = 100;

interface Typing {
  readonly key: string;
  readonly repeatMs: number;
  readonly show: () => Promise<void>;
}

export interface Announcing {
  readonly typing: Typing | undefined;
  /** `from`: when the wait begins. */
  readonly working: { readonly from: Promise<unknown>; readonly afterMs: number; readonly show: () => void } | undefined;
  /** Aborted when the reader sees by other means that something is being done. */
  readonly seen: AbortSignal;
}

/**
 * Shows that something is being done. Settles as the work does, and not before what is shown meanwhile has arrived: after the answer it would
 * linger.
 */
export type Announce = <Result>(work: Promise<Result>, announcing: Announcing) => Promise<Result>;

export function createAnnounce(clock: Clock): Announce {
  /** Of many questions in one place one announcement is enough. */
  const shownIn = new Set<string>();

  const type = async ({ key, repeatMs, show }: Typing, done: AbortSignal): Promise<void> => {
    await clock.wait(patienceMs, done);
    if (done.aborted || shownIn.has(key)) return;
    shownIn.add(key);
    try {
      do {
        await show();
        await clock.wait(repeatMs, done);
      } while (!isOver(done));
    } finally {
      shownIn.delete(key);
    }
  };

  const sayWorking = async ({ from, afterMs, show }: NonNullable<Announcing['working']>, done: AbortSignal): Promise<void> => {
    await from;
    await clock.wait(afterMs, done);
    if (!done.aborted) show();
  };

  return async (work, { typing, working, seen }) => {
    const done = new AbortController();
    // A reason of our own: without one, an error with its stack is made.
    const end = (): void => done.abort('done');
    seen.addEventListener('abort', end);
    const announced = Promise.all([typing && type(typing, done.signal), working && sayWorking(working, done.signal)]);
    // Whoever waits for the work learns of a failure; until then nobody listens.
    announced.catch(() => undefined);
    try {
      return await work;
    } finally {
      end();
      await announced;
    }
  };
}

function isOver(done: AbortSignal): boolean {
  return done.aborted;
}
