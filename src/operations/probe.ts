import { setTimeout as sleep } from 'node:timers/promises';
import type { Check } from './health-routes.js';

export interface ProbeOptions {
  readonly name: string;
  /** Fails, or does not come back, where the thing is not well. */
  readonly ask: () => Promise<unknown>;
  readonly withinMs: number;
}

/**
 * Asks a thing whether it is well, and does not wait longer than that for it. While one question is without an answer, no other is put: whoever
 * looks every second must not pile up questions before what hangs.
 */
export function createProbe({ name, ask, withinMs }: ProbeOptions): () => Promise<Check> {
  let underWay: Promise<Check> | undefined;
  const put = async (): Promise<Check> => {
    try {
      await ask();
      return { name, ok: true };
    } catch (error) {
      return { name, ok: false, detail: error instanceof Error ? error.message : String(error) };
    } finally {
      underWay = undefined;
    }
  };
  return async () => {
    underWay ??= put();
    const answered = new AbortController();
    const late = async (): Promise<Check> => {
      await sleep(withinMs, undefined, { signal: answered.signal, ref: false }).catch(() => undefined);
      return { name, ok: false, detail: `It has not answered within ${withinMs / 1000} s.` };
    };
    try {
      return await Promise.race([underWay, late()]);
    } finally {
      answered.abort();
    }
  };
}
