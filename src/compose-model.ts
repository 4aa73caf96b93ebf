/**
 * Composing the language model, where one is configured: the endpoint's client, and what writes with it.
 * Loaded only then.
 */
import type { AnswerServiceDependencies } from './answering/index.js';
import type { LanguageModelConfig } from './config.js';
import type { Embedder } from './embedding/index.js';
import type { Emit } from './events.js';
import {
  createGenerativeComposer,
  createQuestionRewriter,
  createTranslator,
  promptVersion,
  type GeneratingEvent,
} from './generating/index.js';
import { createMemoryModelUsage, openLanguageModel, waitingForEach, type ModelUsageStore } from './language-model/index.js';
import { systemClock, type Log } from './operations/index.js';

export interface ModelOptions {
  /** What was spent before this start, and by others on the same server. Left out: nothing is known of either. */
  readonly usage?: ModelUsageStore | undefined;
  readonly emit?: Emit | undefined;
}

export interface ModelParts {
  readonly composer: NonNullable<AnswerServiceDependencies['composer']>;
  readonly rewriter: NonNullable<AnswerServiceDependencies['rewriter']>;
  readonly translator: NonNullable<AnswerServiceDependencies['translator']>;
  /** How many questions it takes at once; more are answered in the sources' words. */
  readonly places: number;
  /** No requests are sent at the moment. */
  isPaused(): boolean;
  /** From now on, and for what is being written, answers are in the sources' words. */
  stop(): void;
  close(): Promise<void>;
}

const malformedAdvice =
  "Readers get the articles' own words instead. If that goes on, set LLM_MODEL to a model that follows instructions better, or use an endpoint that can be bound to a JSON schema (response_format).";

export async function composeModel(
  config: LanguageModelConfig,
  { usage = createMemoryModelUsage(), emit, embedder, log }: ModelOptions & { readonly embedder: Embedder; readonly log: Log },
): Promise<ModelParts> {
  const { timeoutSeconds, dailyTokens, callsPerHour, logPrompts, ...endpoint } = config;
  const timeoutMs = timeoutSeconds * 1000;
  const model = await openLanguageModel({
    ...endpoint,
    ...{ timeoutMs, usage, clock: systemClock, log, emit, logPrompts },
    budget: { dailyTokens, callsPerHour },
  });
  log.info({ model: config.model, promptVersion }, 'Answers are written by a language model, and checked.');
  const stopping = new AbortController();
  const writing = { model, embedder, timeoutMs, stopping: stopping.signal };
  let hasWarned = false;
  const onEvent = (event: GeneratingEvent): void => {
    emit?.(event);
    switch (event.kind) {
      case 'answer-malformed':
        // Once, until an answer can be read again: the same line at every question would hide the others.
        if (!hasWarned) log.warn({ model: config.model }, `${event.error.message} ${malformedAdvice}`);
        hasWarned = true;
        return;
      case 'statement-checked':
        hasWarned = false;
        if (logPrompts) log.info({ outcome: event.outcome, ...event.offered }, 'Checked a statement of the language model.');
    }
  };
  const composer = createGenerativeComposer({ ...writing, emit: onEvent });
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
