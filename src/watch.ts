/**
 * Watching: joins what main.ts constructs with what operations shows of it: metrics, request ids in the log, checks of readiness.
 * Changes nothing of what it watches: everything here has the same behaviour with it and without.
 */
import {
  QueueFullError,
  type AdapterObserver,
  type AnswerGiven,
  type ChatAdapter,
  type DeliveryStore,
  type FeedbackStore,
  type Log,
  type Stores,
  type TurnQueue,
} from './chat/index.js';
import type { ModelOptions, ModelParts } from './compose-model.js';
import { createProbe, type Check, type Metrics, type RequestContext, type Stage } from './operations/index.js';
import type { PassageIndex } from './search-index/index.js';

export interface WatchDependencies {
  readonly metrics: Metrics;
  readonly requests: RequestContext;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface Watch {
  observer(platform: string): AdapterObserver;
  queue(queue: TurnQueue): TurnQueue;
  stores(stores: Stores): Stores;
  /** Told how long a part of answering took. */
  readonly stage: (stage: Stage, seconds: number) => void;
  /** Told of every answer. */
  answered(given: AnswerGiven): void;
  /** What is ready once it is there. */
  serves(index: () => PassageIndex): void;
  runs(adapters: readonly ChatAdapter[]): void;
  /** What the language model is observed with. */
  readonly model: Pick<ModelOptions, 'observer' | 'onStatement'>;
  /** The language model that is used. */
  writesWith(model: Pick<ModelParts, 'isPaused'>): void;
  /** Asked by every check of readiness. */
  probes(name: string, ask: () => Promise<unknown>): void;
  checks(): Promise<readonly Check[]>;
}

/** Shorter than what supervisors wait for an answer; a question to the store takes milliseconds. */
const probeWithinMs = 2_000;

/** Deliveries under way whose beginning is remembered; more than that are not measured. */
const rememberedDeliveries = 10_000;

export function createWatch({ metrics, requests, log, now }: WatchDependencies): Watch {
  let index: (() => PassageIndex) | undefined;
  let adapters: readonly ChatAdapter[] = [];
  let isModelPaused = (): boolean | undefined => undefined;
  let queueDepth = (): number => 0;
  const probes: (() => Promise<Check>)[] = [];

  metrics.follow({
    now,
    queueDepth: () => queueDepth(),
    index: () => {
      if (index === undefined) return undefined;
      const { createdAt, passageCount, documentCount } = index().manifest;
      return { builtAt: new Date(createdAt), passages: passageCount, documents: documentCount };
    },
    platforms: () => Object.fromEntries(adapters.map((adapter) => [adapter.name, isConnected(adapter)])),
    isModelPaused: () => isModelPaused(),
  });

  return {
    observer: (platform) => ({
      during: (request, work) => requests.during(request, work),
      retry: (reason) => metrics.retry(platform, reason),
    }),
    queue: (queue) => {
      queueDepth = () => queue.size;
      return watchedQueue(queue, metrics, requests);
    },
    stores: (stores) => ({
      ...stores,
      deliveries: watchedDeliveries(stores.deliveries, metrics, log),
      feedback: watchedFeedback(stores.feedback, metrics),
      keepIf: (grounds, write) =>
        stores.keepIf(grounds, (inner) => write({ ...inner, feedback: watchedFeedback(inner.feedback, metrics) })),
    }),
    stage: (stage, seconds) => metrics.stage(stage, seconds),
    answered: ({ platform, answerId, answer, milliseconds }) => {
      const { language } = answer;
      const kind = answer.kind === 'answered' && answer.confidence === 'low' ? 'cautious' : answer.kind;
      metrics.question({ platform, kind, language });
      metrics.stage('answer', milliseconds / 1000);
      log.info({ platform, kind, language, answer: answerId, milliseconds: Math.round(milliseconds) }, 'Answered a question.');
    },
    serves: (served) => {
      index = served;
    },
    runs: (running) => {
      adapters = running;
    },
    model: {
      observer: {
        called: (call) => metrics.modelCall(call),
        spent: ({ prompt, completion }) => {
          metrics.modelTokens('prompt', prompt);
          metrics.modelTokens('completion', completion);
        },
      },
      onStatement: (outcome) => metrics.statement(outcome),
    },
    writesWith: (model) => {
      isModelPaused = () => model.isPaused();
    },
    probes: (name, ask) => {
      probes.push(createProbe({ name, ask, withinMs: probeWithinMs }));
    },
    checks: async () => [
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
    ],
  };
}

function isConnected(adapter: ChatAdapter): boolean {
  return adapter.health().state === 'connected';
}

function watchedQueue(queue: TurnQueue, metrics: Metrics, requests: RequestContext): TurnQueue {
  return {
    run: async (chat, task) => {
      const asked = performance.now();
      // The queue calls it whenever the turn before it ends, as part of the request that had that turn.
      const inItsRequest = requests.bind(() => {
        metrics.stage('wait', (performance.now() - asked) / 1000);
        return task();
      });
      try {
        return await queue.run(chat, inItsRequest);
      } catch (error) {
        if (error instanceof QueueFullError) metrics.refusedByQueue();
        throw error;
      }
    },
    get size() {
      return queue.size;
    },
    fewerThan: (count) => queue.fewerThan(count),
  };
}

function watchedDeliveries(deliveries: DeliveryStore, metrics: Metrics, log: Log): DeliveryStore {
  const began = new Map<string, number>();
  const keyOf = (platform: string, id: string): string => `${platform}:${id}`;
  return {
    accept: async (update) => {
      const arrived = performance.now();
      const standing = await deliveries.accept(update);
      if (standing === 'new' && began.size < rememberedDeliveries) began.set(keyOf(update.platform, update.id), arrived);
      return standing;
    },
    complete: async (platform, id, at) => {
      await deliveries.complete(platform, id, at);
      const request = keyOf(platform, id);
      const arrived = began.get(request);
      if (arrived === undefined) return;
      began.delete(request);
      const milliseconds = performance.now() - arrived;
      metrics.stage('whole', milliseconds / 1000);
      log.info({ request, platform, milliseconds: Math.round(milliseconds) }, 'Dealt with a message.');
    },
    owed: (platform) => deliveries.owed(platform),
  };
}

function watchedFeedback(feedback: FeedbackStore, metrics: Metrics): FeedbackStore {
  return {
    ...feedback,
    put: async (given) => {
      await feedback.put(given);
      // The reason comes after the vote, and is not another one.
      if (given.reason === undefined) metrics.feedback(given.vote);
    },
  };
}
