import { setTimeout as sleep } from 'node:timers/promises';
import type { Check } from './health-routes.js';

export interface ProbeOptions {
  readonly name: string;
  /** Rejects, or never settles, where something is wrong. */
  readonly ask: () => Promise<unknown>;
  readonly withinMs: number;
}

/**
 * A health check with a time limit. While one is pending, no other is started, so that frequent checks do not pile up on something that
 * hangs.
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
