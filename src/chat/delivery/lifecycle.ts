import { setMaxListeners } from 'node:events';
import type { AdapterHealth } from '../ports/chat-adapter.js';
import type { Clock } from '../ports/clock.js';

/** How an adapter is doing, and how it ends. */
export interface Lifecycle {
  /** Aborted when nothing more is to be received. */
  readonly receiving: AbortSignal;
  /** Aborted when no more calls are to be made. */
  readonly working: AbortSignal;
  readonly become: (state: AdapterHealth['state'], detail?: string) => void;
  /** It cannot go on. */
  readonly fail: (error: Error) => void;
  readonly stopReceiving: () => void;
  /** Nothing more is done. */
  readonly end: () => void;
  readonly health: () => AdapterHealth;
  /** Resolves at the end; rejects when it cannot go on. */
  readonly ended: Promise<void>;
}

export function createLifecycle(clock: Pick<Clock, 'now'>): Lifecycle {
  const receiving = new AbortController();
  const working = new AbortController();
  // As many calls as there are chats wait for these at a time, which is no leak.
  setMaxListeners(0, receiving.signal, working.signal);
  let health: AdapterHealth = { state: 'stopped', since: clock.now() };
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const ended = new Promise<void>((...settle) => ([resolve, reject] = settle));
  // Whoever starts the adapter watches it; a failure before that is told by start() itself.
  ended.catch(() => undefined);

  const become = (state: AdapterHealth['state'], detail?: string): void => {
    if (health.state === 'failed' || (health.state === state && health.detail === detail)) return;
    health = { state, since: clock.now(), ...(detail === undefined ? {} : { detail }) };
  };

  return {
    receiving: receiving.signal,
    working: working.signal,
    become,
    fail: (error) => {
      if (health.state === 'failed') return;
      become('failed', error.message);
      receiving.abort();
      working.abort();
      reject(error);
    },
    stopReceiving: () => receiving.abort(),
    end: () => {
      working.abort();
      become('stopped');
      resolve();
    },
    health: () => health,
    ended,
  };
}
