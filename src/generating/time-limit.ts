/** The model's time limit for a question. */
export interface TimeLimit {
  /** Aborted at the timeout, with a reason named `TimeoutError`, or when the program stops. */
  readonly signal: AbortSignal;
  /** Clears the timer. */
  end(): void;
}

/**
 * Not `AbortSignal.any` with `AbortSignal.timeout`: on Node 20 such a signal that was listened to is never freed (2 KB each, measured).
 * @param sinceMs when the question came, on the clock of `performance.now()`
 */
export function createTimeLimit(sinceMs: number, limitMs: number, stopping: AbortSignal): TimeLimit {
  const over = new AbortController();
  const timer = setTimeout(
    () => over.abort(new DOMException('The time of the question is up.', 'TimeoutError')),
    Math.max(0, sinceMs + limitMs - performance.now()),
  );
  const stop = (): void => over.abort(stopping.reason);
  if (stopping.aborted) stop();
  stopping.addEventListener('abort', stop);
  return {
    signal: over.signal,
    end: () => {
      clearTimeout(timer);
      stopping.removeEventListener('abort', stop);
    },
  };
}
