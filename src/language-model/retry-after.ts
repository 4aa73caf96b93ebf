/** A longer wait is taken for a mistake: one request an hour is rare enough. */
const longestWaitMs = 3_600_000;

/** Milliseconds that an endpoint asks to wait: `retry-after-ms` (OpenAI), or `retry-after` in seconds or as a date (RFC 9110). */
export function retryAfterMs(headers: Pick<Headers, 'get'> | undefined, now: number): number | undefined {
  const wanted = wantedMs(headers, now);
  return wanted === undefined ? undefined : Math.min(longestWaitMs, Math.max(0, wanted));
}

function wantedMs(headers: Pick<Headers, 'get'> | undefined, now: number): number | undefined {
  const milliseconds = numberIn(headers?.get('retry-after-ms'));
  if (milliseconds !== undefined) return milliseconds;
  const value = headers?.get('retry-after') ?? undefined;
  const seconds = numberIn(value);
  if (seconds !== undefined) return seconds * 1000;
  const date = value === undefined ? Number.NaN : Date.parse(value);
  return Number.isNaN(date) ? undefined : date - now;
}

function numberIn(value: string | null | undefined): number | undefined {
  return value !== null && value !== undefined && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}
