/** How long one thing that somebody else sends keeps the event loop. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../../bench/benchmark/figures.js';

export interface Input {
  /** For whoever reads the figures: which form, how long. */
  readonly what: string;
  /** Deals with it, and tells for how long nothing else had its turn, in milliseconds. */
  readonly hold: () => Promise<number>;
}

export interface Kind {
  readonly name: string;
  next(): Input;
  close(): Promise<void>;
}

export interface KindFigures {
  readonly name: string;
  readonly inputs: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly worstMs: number;
  readonly worst: string;
}

/** What else runs on the machine makes any time longer, and none shorter. */
const repeats = 5;
const repeatedInputs = 8;

/** Work without a pause: all of it is one turn. */
export async function ofCall(work: () => unknown): Promise<number> {
  const began = performance.now();
  work();
  return performance.now() - began;
}

const delays = monitorEventLoopDelay({ resolution: 1 });

/** Work with pauses: the longest of its turns, to the millisecond. */
export async function ofTurns(work: () => Promise<unknown>): Promise<number> {
  delays.enable();
  try {
    await sleep(2);
    delays.reset();
    await work();
    await sleep(2);
    // The timer that watches comes every millisecond by itself.
    return Math.max(0, delays.max / 1e6 - 1);
  } finally {
    delays.disable();
  }
}

export async function measureKind(kind: Kind, inputs: number, onProgress: (done: number) => void = () => undefined): Promise<KindFigures> {
  const holds: number[] = [];
  let worst: { readonly input: Input; readonly ms: number }[] = [];
  for (let done = 0; done < inputs; done++) {
    const input = kind.next();
    const ms = await input.hold();
    holds.push(ms);
    worst = [...worst, { input, ms }].sort((a, b) => b.ms - a.ms).slice(0, repeatedInputs);
    if (done % 500 === 499) onProgress(done + 1);
  }
  const repeated: { readonly what: string; readonly ms: number }[] = [];
  for (const { input } of worst) {
    const times: number[] = [];
    for (let round = 0; round < repeats; round++) times.push(await input.hold());
    repeated.push({ what: input.what, ms: Math.min(...times) });
  }
  repeated.sort((a, b) => b.ms - a.ms);
  return {
    name: kind.name,
    inputs,
    medianMs: percentile(holds, 0.5),
    p99Ms: percentile(holds, 0.99),
    worstMs: repeated[0]?.ms ?? 0,
    worst: repeated[0]?.what ?? '',
  };
}
