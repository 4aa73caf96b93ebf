/** What the model's process does when asked, from the first line on which model it is. Only `apart-embedder.ts` starts and asks it. */
import { worker } from 'workerpool';
import { z } from 'zod';
import type { EmbeddingModel, PassageEmbedding, PassageText, QuestionEmbedding, Reading } from './embedder.js';
import { EmbeddingError } from './embedding-error.js';
import { createTransformersEmbedder } from './transformers-embedder.js';

/** An error that goes to another process arrives there as one of no class; what was to be expected goes as a sentence instead. */
export type Outcome<Value> = { readonly value: Value } | { readonly failure: string };

/** What can be asked, by name. */
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
// Whoever asks first is told.
opened.catch(() => undefined);

// What goes wrong is told by an outcome or an error. What libraries print besides may hold the text that is embedded, and would not pass the log.
const silent = (): void => undefined;
Object.assign(globalThis.console, { debug: silent, error: silent, info: silent, log: silent, trace: silent, warn: silent });

// Ctrl-C and a supervisor's stop go to every process of a group; this one goes when the one that it works for lets go of it.
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
