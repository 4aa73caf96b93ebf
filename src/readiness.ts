/** Whether the program is ready, and the gauges of its state: both ask what runs, whenever somebody looks. */
import type { ChatAdapter } from './chat/index.js';
import { createProbe, type Check, type Metrics } from './operations/index.js';
import type { PassageIndex } from './search-index/index.js';

/** What there is to ask. Each part is added once it is there. */
export interface Running {
  index?: () => PassageIndex;
  adapters: readonly ChatAdapter[];
  queue?: { readonly size: number };
  model?: { isPaused(): boolean };
}

export interface Readiness {
  readonly running: Running;
  /** @param ask is called at every check of readiness */
  addProbe(name: string, ask: () => Promise<unknown>): void;
  checks(): Promise<readonly Check[]>;
}

/** Shorter than supervisors wait for an answer; a query of the store takes milliseconds. */
const probeWithinMs = 2_000;

/** @param now milliseconds since the epoch */
export function createReadiness(metrics: Metrics, now: () => number): Readiness {
  const running: Running = { adapters: [] };
  const probes: (() => Promise<Check>)[] = [];

  metrics.follow({
    now,
    queueDepth: () => running.queue?.size ?? 0,
    index: () => {
      if (running.index === undefined) return undefined;
      const { createdAt, passageCount, documentCount } = running.index().manifest;
      return { builtAt: new Date(createdAt), passages: passageCount, documents: documentCount };
    },
    platforms: () => Object.fromEntries(running.adapters.map((adapter) => [adapter.name, isConnected(adapter)])),
    isModelPaused: () => running.model?.isPaused(),
  });

  return {
    running,
    addProbe: (name, ask) => {
      probes.push(createProbe({ name, ask, withinMs: probeWithinMs }));
    },
    checks: async () => {
      const { index, adapters } = running;
      return [
        { name: 'model', ok: index !== undefined, ...(index === undefined && { detail: 'It is being loaded.' }) },
        index === undefined
          ? { name: 'index', ok: false, detail: 'It is being opened, or built.' }
          : { name: 'index', ok: true, detail: `${index().passageCount} passages of ${index().manifest.documentCount} documents` },
        ...(index !== undefined && adapters.length === 0 ? [{ name: 'platforms', ok: false, detail: 'They are being connected.' }] : []),
        ...adapters.map((adapter) => {
          const { state, detail } = adapter.health();
          return { name: adapter.name, ok: isConnected(adapter), detail: detail === undefined ? state : `${state}: ${detail}` };
        }),
        ...(await Promise.all(probes.map((probe) => probe()))),
      ];
    },
  };
}

function isConnected(adapter: ChatAdapter): boolean {
  return adapter.health().state === 'connected';
}
