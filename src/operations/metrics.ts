import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Stages from a message to its reply; each has its own histogram. */
export const stages = ['wait', 'embed', 'retrieve', 'answer', 'whole'] as const;
export type Stage = (typeof stages)[number];

/** What is looked up when the metrics are read, not counted when it happens. */
export interface MetricSources {
  /** Tasks that wait or run. */
  readonly queueDepth: () => number;
  /** `undefined` as long as there is none. */
  readonly index: () => { readonly builtAt: Date; readonly passages: number; readonly documents: number } | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** By name, whether it is connected. */
  readonly platforms: () => Readonly<Record<string, boolean>>;
  /** Whether the language model is not asked at the moment; `undefined` where there is none. */
  readonly isModelPaused: () => boolean | undefined;
}

/** How a call of the language model ended. */
export interface ModelCall {
  readonly purpose: string;
  readonly outcome: string;
  /** Left out where the endpoint was not asked. */
  readonly seconds?: number;
}

export interface Metrics {
  /** Looks these up from now on. */
  follow(sources: MetricSources): void;
  question(labels: { readonly platform: string; readonly kind: string; readonly language: string }): void;
  stage(stage: Stage, seconds: number): void;
  retry(platform: string, reason: string): void;
  refusedByQueue(): void;
  feedback(vote: string): void;
  modelCall(call: ModelCall): void;
  modelTokens(kind: 'prompt' | 'completion', tokens: number): void;
  /** The result of checking a language model's statement. */
  statement(outcome: string): void;
  /** In Prometheus's text format. */
  read(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** From a cached look-up to a full queue; the embedding model needs 2 ms, a platform's call 100 ms and more. */
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** From a small model's first words to the longest timeout. */
const modelSecondsBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const questions = new Counter({
    name: 'footnote_questions_total',
    help: 'Questions answered, by platform, kind of answer (answered, cautious, not-in-sources, conversation) and language.',
    labelNames: ['platform', 'kind', 'language'],
    registers,
  });
  const stageSeconds = new Histogram({
    name: 'footnote_stage_seconds',
    help: 'Time by stage: wait (for its turn), embed, retrieve, answer (embed and retrieve included), whole (accepted until delivered).',
    labelNames: ['stage'],
    buckets: secondsBuckets,
    registers,
  });
  const retries = new Counter({
    name: 'footnote_platform_retries_total',
    help: 'Calls to a platform that have to be repeated, by reason (rate-limit, unreachable).',
    labelNames: ['platform', 'reason'],
    registers,
  });
  const busy = new Counter({
    name: 'footnote_refused_busy_total',
    help: 'Questions that were told to come back because too many were waiting.',
    registers,
  });
  const votes = new Counter({ name: 'footnote_feedback_total', help: 'Votes on answers: up, down.', labelNames: ['vote'], registers });

  const modelCalls = new Counter({
    name: 'footnote_model_calls_total',
    help: 'Calls of the language model, by purpose (answer, rewrite, split, review, retry, translate) and outcome (complete, given-up, or what failed).',
    labelNames: ['purpose', 'outcome'],
    registers,
  });
  const modelSeconds = new Histogram({
    name: 'footnote_model_call_seconds',
    help: 'Time from a request to the end of its completion, by purpose.',
    labelNames: ['purpose'],
    buckets: modelSecondsBuckets,
    registers,
  });
  const modelTokens = new Counter({
    name: 'footnote_model_tokens_total',
    help: 'Tokens spent on the language model: prompt, completion.',
    labelNames: ['kind'],
    registers,
  });
  const statements = new Counter({
    name: 'footnote_statements_total',
    help: 'Statements of the language model that were shown (kept, repaired) or not (by the check that they did not pass).',
    labelNames: ['outcome'],
    registers,
  });

  // A series that was never counted would be missing, and so would its rate.
  for (const stage of stages) stageSeconds.zero({ stage });
  for (const vote of ['up', 'down']) votes.inc({ vote }, 0);

  return {
    follow: (sources) => followSources(registers, sources),
    question: (labels) => questions.inc(labels),
    stage: (stage, seconds) => stageSeconds.observe({ stage }, seconds),
    retry: (platform, reason) => retries.inc({ platform, reason }),
    refusedByQueue: () => busy.inc(),
    feedback: (vote) => votes.inc({ vote }),
    modelCall: ({ purpose, outcome, seconds }) => {
      modelCalls.inc({ purpose, outcome });
      if (seconds !== undefined) modelSeconds.observe({ purpose }, seconds);
    },
    modelTokens: (kind, tokens) => modelTokens.inc({ kind }, tokens),
    statement: (outcome) => statements.inc({ outcome }),
    read: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

function followSources(registers: Registry[], sources: MetricSources): void {
  new Gauge({
    name: 'footnote_queue_depth',
    help: 'Messages that wait for their turn or have it.',
    registers,
    collect() {
      this.set(sources.queueDepth());
    },
  });
  new Gauge({
    name: 'footnote_index_age_seconds',
    help: 'How long ago the index that is served was built.',
    registers,
    collect() {
      const index = sources.index();
      if (index !== undefined) this.set((sources.now() - index.builtAt.getTime()) / 1000);
    },
  });
  new Gauge({
    name: 'footnote_index_passages',
    help: 'Passages in the index that is served.',
    registers,
    collect() {
      this.set(sources.index()?.passages ?? 0);
    },
  });
  new Gauge({
    name: 'footnote_index_documents',
    help: 'Documents in the index that is served.',
    registers,
    collect() {
      this.set(sources.index()?.documents ?? 0);
    },
  });
  new Gauge({
    name: 'footnote_platform_connected',
    help: '1 where the platform is connected, 0 where it is not.',
    labelNames: ['platform'],
    registers,
    collect() {
      for (const [platform, connected] of Object.entries(sources.platforms())) this.set({ platform }, connected ? 1 : 0);
    },
  });
  new Gauge({
    name: 'footnote_model_paused',
    help: '1 while the language model is not asked because it has failed of late, 0 otherwise; missing where none is configured.',
    registers,
    collect() {
      this.remove();
      const isPaused = sources.isModelPaused();
      if (isPaused !== undefined) this.set(isPaused ? 1 : 0);
    },
  });
}
