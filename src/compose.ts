/**
 * Composing: constructs what main.ts and the scripts share, from the configuration to the answer service.
 * Decides nothing about chats and adapters; main.ts does.
 */
import { join } from 'node:path';
import {
  createAnswerService,
  createExampleStore,
  createIntentClassifier,
  type Example,
  type ExampleSet,
  examplesToCompare,
  framesToCompare,
  readCalibration,
  type AnswerService,
  type IntentClassifier,
} from './answering/index.js';
import type { ModelOptions, ModelParts } from './compose-model.js';
import type { Config } from './config.js';
import {
  createSubprocessEmbedder,
  createTransformersEmbedder,
  rememberQuestions,
  type CountingEmbedder,
  type Embedder,
  type EmbedderOptions,
} from './embedding/index.js';
import type { Emit } from './events.js';
import { createClaimJudge } from './generating/index.js';
import type { Log, Stage } from './operations/index.js';
import { createNoiseStore, createRetriever, type Retriever } from './retrieval/index.js';
import { createBuildNotes, serveIndex, type PassageIndex } from './search-index/index.js';
import type { StoreLocation } from './storage/index.js';

export interface AnsweringParts {
  readonly embedder: Embedder;
  /** The build that is served now. */
  readonly index: () => PassageIndex;
  readonly retriever: Retriever;
  readonly intents: IntentClassifier;
  readonly frames: IntentClassifier;
  readonly answers: AnswerService;
  /** Left out where no language model is configured, or wanted. */
  readonly model?: ModelParts;
  close(): Promise<void>;
}

export interface ComposeOptions {
  /** Build the index first if it is missing or stale. Otherwise it is opened as it is, and its absence is an error. */
  readonly buildIfStale: boolean;
  /** How often to look for a new build and switch to it; never, where left out. */
  readonly followBuildsEveryMs?: number;
  /** Run the embedding model in a subprocess: for programs that serve many at once. It starts a third of a second later. */
  readonly modelInSubprocess?: boolean;
  /** Write answers with the language model, where one is configured; left out: answers are in the sources' own words. */
  readonly writeWithModel?: ModelOptions;
  /** Left out: the one in the data folder. */
  readonly indexFolder?: string | undefined;
  readonly log: Log;
  readonly emit?: Emit;
}

export function indexFolderOf(config: Pick<Config, 'dataDir'>): string {
  return join(config.dataDir, 'index');
}

/** A server where one is configured, otherwise a file. */
export function storeLocationOf({ dataDir, storage }: Pick<Config, 'dataDir' | 'storage'>): StoreLocation {
  const { databaseUrl: url } = storage;
  return url === undefined ? { kind: 'sqlite', file: join(dataDir, 'footnote.sqlite') } : { kind: 'postgres', url };
}

function embedderOptions(config: Pick<Config, 'dataDir' | 'embedding'>): EmbedderOptions {
  return {
    model: config.embedding.model,
    modelsFolder: join(import.meta.dirname, '..', 'models'),
    cacheFolder: join(config.dataDir, 'models'),
    hubEndpoint: config.embedding.hubEndpoint,
  };
}

/** In this thread and on all cores: for programs that do nothing else meanwhile. @throws EmbeddingError */
export function composeEmbedder(config: Pick<Config, 'dataDir' | 'embedding'>): Promise<CountingEmbedder> {
  return createTransformersEmbedder(embedderOptions(config));
}

/** @throws EmbeddingError, the errors of the index, CorpusError (only where it builds) */
export async function composeAnswering(config: Config, options: ComposeOptions): Promise<AnsweringParts> {
  const { emit, log } = options;
  const folder = options.indexFolder ?? indexFolderOf(config);
  const embedder = await embedderFor(config, folder, options);
  try {
    const model = await modelFor(config, embedder, options);
    const timed = <Arguments extends unknown[], Result>(stage: Stage, work: (...given: Arguments) => Promise<Result>) =>
      emit === undefined ? work : measured(work, (seconds) => emit({ kind: 'stage-took', stage, seconds }));
    const embedQuestion = rememberQuestions(timed('embed', (text: string) => embedder.embedQuestion(text)));
    const asking = { ...embedder, embedQuestion };
    const notes = createBuildNotes(folder, log);
    const classifierOf = (examples: readonly Example[], set: ExampleSet) =>
      createIntentClassifier(
        asking,
        examples,
        createExampleStore(set, embedder.model, notes, () => served.index()),
      );
    const intents = classifierOf(examplesToCompare(), 'examples');
    const frames = classifierOf(framesToCompare(), 'frames');
    const searching = createRetriever({ embedder: asking, index: () => served.index(), noiseStore: createNoiseStore(notes) });
    const served = await serveIndex(folder, embedder, { ...options, prepare: (index) => searching.prepare(index) });
    // Before the first question, which would have to wait for it.
    await intents.prepare();
    await frames.prepare();
    const retriever: Retriever = {
      retrieve: timed('retrieve', (...given: Parameters<Retriever['retrieve']>) => searching.retrieve(...given)),
    };
    const { composer, rewriter, translator } = model ?? {};
    const calibration = readCalibration();
    return {
      ...{ embedder, index: served.index, retriever, intents, frames },
      answers: createAnswerService({
        ...{ retriever, index: served.index, calibration, intents, frames, composer, rewriter, translator },
        canThink: model !== undefined,
        claims: createClaimJudge({ embedder }),
      }),
      ...(model !== undefined && { model }),
      close: async () => {
        await model?.close();
        served.close();
        await embedder.close();
      },
    };
  } catch (error) {
    return closeOnError(embedder)(error);
  }
}

async function modelFor(
  { languageModel }: Config,
  embedder: Embedder,
  { writeWithModel, log, emit }: ComposeOptions,
): Promise<ModelParts | undefined> {
  if (languageModel === undefined || writeWithModel === undefined) return undefined;
  const { composeModel } = await import('./compose-model.js');
  return composeModel(languageModel, { emit, ...writeWithModel, embedder, log });
}

/** The same work, with its duration reported; also when it fails. */
function measured<Arguments extends unknown[], Result>(
  work: (...given: Arguments) => Promise<Result>,
  report: (seconds: number) => void,
): (...given: Arguments) => Promise<Result> {
  return async (...given) => {
    const began = performance.now();
    try {
      return await work(...given);
    } finally {
      report((performance.now() - began) / 1000);
    }
  };
}

/** What questions are embedded with, once the index is up to date where that is wanted. */
async function embedderFor(
  config: Config,
  indexFolder: string,
  { buildIfStale, modelInSubprocess, log }: ComposeOptions,
): Promise<Embedder> {
  const options = { corpusFolder: config.corpusDir, indexFolder, parseLimits: config.parsing };
  const output = { log, stderr: process.stderr };
  if (modelInSubprocess !== true) {
    const embedder = await composeEmbedder(config);
    if (!buildIfStale) return embedder;
    const { bringUpToDate, ingest, stalenessOf } = await import('./ingest/index.js');
    const reason = await stalenessOf(options, embedder.model);
    if (reason === undefined) return embedder;
    await bringUpToDate(options, reason, (given, onProgress) => ingest(given, { embedder, now: () => new Date(), onProgress }), output);
    return embedder;
  }
  const open = (): Promise<Embedder> => createSubprocessEmbedder(embedderOptions(config));
  const embedder = await open();
  if (!buildIfStale) return embedder;
  const { bringUpToDate, ingestInSubprocess, stalenessOf } = await import('./ingest/index.js');
  const reason = await stalenessOf(options, embedder.model).catch(closeOnError(embedder));
  if (reason === undefined) return embedder;
  // One model in memory at a time: a small machine has no room for more.
  await embedder.close();
  await bringUpToDate(options, reason, (given, onProgress) => ingestInSubprocess(given, embedderOptions(config), onProgress), output);
  return open();
}

/** For `catch`: closes what was opened before, so that it does not hold the process, and throws the error again. */
export function closeOnError(opened: { close(): Promise<void> }): (error: unknown) => Promise<never> {
  return async (error) => {
    await opened.close();
    throw error;
  };
}
