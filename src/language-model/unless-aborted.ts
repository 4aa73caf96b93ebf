/** The work's result, or an AbortedError as soon as the signal is aborted; the work's own outcome is then ignored. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stopListening = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    const abort = (): void => reject(new AbortedError());
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    stopListening = () => signal.removeEventListener('abort', abort);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    stopListening();
  }
}

/** The signal was aborted first. */
export class AbortedError extends Error {
  override readonly name = 'AbortedError';
}
