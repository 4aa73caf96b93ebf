import { asError } from '../ports/as-error.js';
import type { ChatAdapter } from '../ports/chat-adapter.js';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import type { Delivery } from './delivery.js';
import type { Lifecycle } from './lifecycle.js';
import type { PlatformPort } from './platform-port.js';

export interface PlatformAdapterOptions {
  readonly port: Pick<PlatformPort<never, never>, 'platform' | 'connect' | 'disconnect'>;
  readonly delivery: Pick<Delivery<never>, 'resume' | 'idle' | 'underWay'>;
  readonly lifecycle: Lifecycle;
  readonly clock: Clock;
  readonly log: Log;
}

/** A platform as main.ts starts and stops it: connects, resumes what is owed, and ends in order. */
export function createPlatformAdapter({ port, delivery, lifecycle, clock, log }: PlatformAdapterOptions): ChatAdapter {
  const { receiving, working, become } = lifecycle;
  return {
    name: port.platform,
    start: async () => {
      try {
        become('starting');
        await port.connect();
        if (receiving.aborted) return;
        become('connected');
        await delivery.resume();
      } catch (error) {
        if (receiving.aborted && lifecycle.health().state !== 'failed') return;
        const problem = asError(error);
        lifecycle.fail(problem);
        throw problem;
      }
    },
    stop: async (withinMs) => {
      lifecycle.stopReceiving();
      // Stopped before, or failed: nothing more can be delivered.
      if (working.aborted) return;
      const timeUp = new AbortController();
      const finished = Promise.all([port.disconnect(), delivery.idle()]);
      await Promise.race([finished, clock.wait(withinMs, timeUp.signal)]);
      timeUp.abort('finished');
      lifecycle.end();
      if (delivery.underWay > 0) {
        log.warn({ count: delivery.underWay }, 'Not everything could be delivered in time; it is delivered after the next start.');
      }
    },
    health: lifecycle.health,
    ended: lifecycle.ended,
  };
}
