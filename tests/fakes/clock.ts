/** Time as a fake server sees it; a test with a fake clock hands in its own. */
export interface Clock {
  /** Milliseconds since the epoch: ids, dates of messages, rate limits, deadlines and `retry_after` go by this. */
  readonly now: () => number;
  /** Calls back once after `ms`: the end of a long poll, a slow reply, a connection that forgot its heartbeat. Returns how to cancel it. */
  readonly after: (ms: number, action: () => void) => () => void;
}

// Taken at import, so that a test that fakes the global timers does not freeze the server that it talks to.
const { setTimeout: startTimer, clearTimeout: stopTimer } = globalThis;
const wallTime = Date.now.bind(Date);

export const systemClock: Clock = {
  now: wallTime,
  after(ms, action) {
    const timer = startTimer(action, ms);
    return () => {
      stopTimer(timer);
    };
  },
};
