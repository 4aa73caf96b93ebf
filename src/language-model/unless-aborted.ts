/** What the work comes to, or a rejection with the signal's reason as soon as it is aborted; the work's own end is then nobody's concern. */
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

/** The signal came first. */
export class AbortedError extends Error {
  override readonly name = 'AbortedError';
}
