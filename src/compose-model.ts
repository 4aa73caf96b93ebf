/**
 * Composing the language model, where one is configured: the endpoint's client, the composer and the rewriter that write with it.
 * Loaded only then: everybody else starts without its client library.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AnswerServiceDependencies } from './answering/index.js';
import type { Log } from './chat/index.js';
import type { LanguageModelConfig } from './config.js';
import type { Embedder } from './embedding/index.js';
import {
  createGenerativeComposer,
  createQuestionRewriter,
  createTranslator,
  promptVersion,
  type GeneratingDependencies,
} from './generating/index.js';
import {
  createLanguageModel,
  createMemoryModelUsage,
  waitingForEach,
  type ModelClock,
  type ModelObserver,
  type ModelUsageStore,
} from './language-model/index.js';

export interface ModelOptions {
  /** What was spent before this start, and by others on the same server. Left out: nothing is known of either. */
  readonly usage?: ModelUsageStore | undefined;
  readonly observer?: ModelObserver | undefined;
  readonly onStatement?: GeneratingDependencies['onStatement'];
}

/** What writes answers, and how it is ended. */
export interface ModelParts {
  readonly composer: NonNullable<AnswerServiceDependencies['composer']>;
  readonly rewriter: NonNullable<AnswerServiceDependencies['rewriter']>;
  readonly translator: NonNullable<AnswerServiceDependencies['translator']>;
  /** Questions that it has a place for at once; more are answered in the sources' words. */
  readonly places: number;
  /** The endpoint is not asked at the moment. */
  isPaused(): boolean;
  /** From now on, and for what is being written, answers are in the sources' words. */
  stop(): void;
  close(): Promise<void>;
}

const malformedAdvice =
  "Readers get the articles' own words instead. If that goes on, set LLM_MODEL to a model that follows instructions better, or use an endpoint that can be bound to a JSON schema (response_format).";

const clock: ModelClock = {
  now: Date.now,
  elapsed: () => performance.now(),
  wait: async (milliseconds, signal) => {
    try {
      await sleep(milliseconds, undefined, { signal });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
};

export function composeModel(
  config: LanguageModelConfig,
  {
    usage = createMemoryModelUsage(),
    observer,
    onStatement,
    embedder,
    log,
  }: ModelOptions & { readonly embedder: Embedder; readonly log: Log },
): ModelParts {
  const { timeoutSeconds, dailyTokens, callsPerHour, logPrompts, ...endpoint } = config;
  const timeoutMs = timeoutSeconds * 1000;
  const model = createLanguageModel({
    ...endpoint,
    ...{ timeoutMs, usage, clock, log, observer, logPrompts },
    budget: { dailyTokens, callsPerHour },
  });
  log.info({ model: config.model, promptVersion }, 'Answers are written by a language model, and checked.');
  const stopping = new AbortController();
  const writing = { model, embedder, timeoutMs, stopping: stopping.signal };
  let isToldOfMalformed = false;
  const composer = createGenerativeComposer({
    ...writing,
    onMalformed: ({ message }) => {
      observer?.called({ purpose: 'answer', outcome: 'malformed' });
      if (isToldOfMalformed) return;
      isToldOfMalformed = true;
      log.warn({ model: config.model }, `${message} ${malformedAdvice}`);
    },
    onStatement: (outcome, offered) => {
      isToldOfMalformed = false;
      onStatement?.(outcome, offered);
      if (logPrompts) log.info({ outcome, ...offered }, 'Checked a statement of the language model.');
    },
  });
  return {
    composer,
    rewriter: createQuestionRewriter(writing),
    translator: createTranslator(writing),
    places: endpoint.concurrency * (1 + waitingForEach),
    isPaused: () => model.isPaused(),
    stop: () => stopping.abort(new Error('The program stops.')),
    close: async () => {
      stopping.abort(new Error('The program stops.'));
      await model.close();
    },
  };
}
