/** The subprocess of the embedding model. Only `subprocess-embedder.ts` starts it and sends it requests. */
import { worker } from 'workerpool';
import { z } from 'zod';
import type { EmbeddingModel, PassageEmbedding, PassageText, QuestionEmbedding, Reading } from './embedder.js';
import { EmbeddingError } from './embedding-error.js';
import { createTransformersEmbedder } from './transformers-embedder.js';

/** Errors lose their class between processes, so the message of an expected one is sent instead. */
export type Outcome<Value> = { readonly value: Value } | { readonly failure: string };

/** The requests, by name. */
export interface EmbedderProcess {
  model(): Promise<Outcome<EmbeddingModel>>;
  embedQuestion(text: string): Promise<Outcome<QuestionEmbedding>>;
  embedPassages(passages: readonly PassageText[]): Promise<Outcome<PassageEmbedding[]>>;
  read(question: string, passages: readonly PassageText[]): Promise<Outcome<Reading[]>>;
}

const optionsSchema = z.object({
  model: z.string(),
  modelsFolder: z.string(),
  cacheFolder: z.string(),
  hubEndpoint: z.string(),
  hubSilenceMs: z.number().exactOptional(),
  threads: z.number().exactOptional(),
});

const [, , options = ''] = process.argv;
const opened = createTransformersEmbedder(optionsSchema.parse(JSON.parse(options)));
// The first request reports the failure.
opened.catch(() => undefined);

// Failures are reported by outcomes and errors. What libraries print may contain the embedded text, and would bypass the log.
const silent = (): void => undefined;
Object.assign(globalThis.console, { debug: silent, error: silent, info: silent, log: silent, trace: silent, warn: silent });

// Ctrl-C and a supervisor's stop go to the whole process group; this process ends when its parent disconnects.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

const methods: EmbedderProcess = {
  model: () => outcomeOf(async () => (await opened).model),
  embedQuestion: (text) => outcomeOf(async () => (await opened).embedQuestion(text)),
  embedPassages: (passages) => outcomeOf(async () => (await opened).embedPassages(passages)),
  read: (question, passages) => outcomeOf(async () => (await opened).read(question, passages)),
};
worker({ ...methods });

async function outcomeOf<Value>(work: () => Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof EmbeddingError) return { failure: error.message };
    throw error;
  }
}
