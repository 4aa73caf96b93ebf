/**
 * Composing: constructs what main.ts and the scripts share, from the configuration to the answer service.
 * Decides nothing about chats and adapters; those are main.ts's.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createAnswerService,
  createIntentClassifier,
  type Example,
  type ExampleSet,
  examplesToCompare,
  framesToCompare,
  readCalibration,
  type AnswerService,
  type IntentClassifier,
} from './answering/index.js';
import type { Log } from './chat/index.js';
import type { ModelOptions, ModelParts } from './compose-model.js';
import { ConfigError, type Config } from './config.js';
import { CorpusError } from './corpus/index.js';
import {
  createApartEmbedder,
  createTransformersEmbedder,
  rememberQuestions,
  EmbeddingError,
  type CountingEmbedder,
  type Embedder,
  type EmbedderOptions,
} from './embedding/index.js';
import { createClaimJudge } from './generating/index.js';
import type { IngestOptions, IngestProgress, IngestReport, StaleReason } from './ingest/index.js';
import { createRetriever, type Retriever } from './retrieval/index.js';
import {
  IndexCorruptError,
  IndexLockedError,
  IndexMismatchError,
  IndexMissingError,
  IndexVersionError,
  IndexWriteError,
  readCurrentBuild,
  type PassageIndex,
} from './search-index/index.js';
import { escapeControls, HttpServerError, tightenFolder, type Stage } from './operations/index.js';
import { exampleStoreIn, noiseStoreIn, serveIndex } from './serve-index.js';
import { isStoreError, type StoreLocation } from './storage/index.js';

export interface AnsweringParts {
  readonly embedder: Embedder;
  /** The build being served. */
  readonly index: () => PassageIndex;
  readonly retriever: Retriever;
  readonly intents: IntentClassifier;
  readonly frames: IntentClassifier;
  readonly answers: AnswerService;
  /** The language model; left out where none is configured, or wanted. */
  readonly model?: ModelParts;
  close(): Promise<void>;
}

export interface ComposeOptions {
  /** Build the index first if it is missing or does not go with the corpus; otherwise what is there is opened, or an error says that nothing is. */
  readonly buildIfStale: boolean;
  /** Take up new builds while running, looking for one this often; never, where left out. */
  readonly followBuildsEveryMs?: number;
  /** Let the model compute in a process of its own: for whoever serves many at once. It starts a third of a second later. */
  readonly modelApart?: boolean;
  /** Write answers with the language model, where one is configured; left out: they are in the sources' own words. */
  readonly writeWithModel?: ModelOptions;
  /** Where the index is, if not in the data folder. */
  readonly indexFolder?: string | undefined;
  readonly log: Log;
  /** Told how long the model and the search took for a question. */
  readonly observe?: (stage: Stage, seconds: number) => void;
}

export function indexFolderOf(config: Pick<Config, 'dataDir'>): string {
  return join(config.dataDir, 'index');
}

/** What survives a restart is kept on a server where one is named, and in a file otherwise. */
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

/** For one who computes and does nothing else meanwhile: all cores, in this thread. @throws EmbeddingError */
export function composeEmbedder(config: Pick<Config, 'dataDir' | 'embedding'>): Promise<CountingEmbedder> {
  return createTransformersEmbedder(embedderOptions(config));
}

/** @throws EmbeddingError, the errors of the index, CorpusError (only where it builds) */
export async function composeAnswering(config: Config, options: ComposeOptions): Promise<AnsweringParts> {
  const { observe } = options;
  const folder = options.indexFolder ?? indexFolderOf(config);
  const embedder = await embedderFor(config, folder, options);
  try {
    const model = await modelFor(config, embedder, options);
    const timed = <Arguments extends unknown[], Result>(stage: Stage, work: (...given: Arguments) => Promise<Result>) =>
      observe === undefined ? work : measured(work, (seconds) => observe(stage, seconds));
    const embedQuestion = rememberQuestions(timed('embed', (text: string) => embedder.embedQuestion(text)));
    const asking = { ...embedder, embedQuestion };
    const classifierOf = (examples: readonly Example[], set: ExampleSet) =>
      createIntentClassifier(
        asking,
        examples,
        exampleStoreIn(folder, set, embedder.model, () => served.index(), options.log),
      );
    const intents = classifierOf(examplesToCompare(), 'examples');
    const frames = classifierOf(framesToCompare(), 'frames');
    const searching = createRetriever({ embedder: asking, index: () => served.index(), noiseStore: noiseStoreIn(folder, options.log) });
    const served = await serveIndex(folder, embedder, { ...options, prepare: (index) => searching.prepare(index) });
    // Before the first question: once a build, as the noise is.
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
    return closing(embedder)(error);
  }
}

async function modelFor(
  { languageModel }: Config,
  embedder: Embedder,
  { writeWithModel, log }: ComposeOptions,
): Promise<ModelParts | undefined> {
  if (languageModel === undefined || writeWithModel === undefined) return undefined;
  const { composeModel } = await import('./compose-model.js');
  return composeModel(languageModel, { ...writeWithModel, embedder, log });
}

/** The same work, whose duration is told: also when it fails, since it took its time then, too. */
function measured<Arguments extends unknown[], Result>(
  work: (...given: Arguments) => Promise<Result>,
  tell: (seconds: number) => void,
): (...given: Arguments) => Promise<Result> {
  return async (...given) => {
    const began = performance.now();
    try {
      return await work(...given);
    } finally {
      tell((performance.now() - began) / 1000);
    }
  };
}

/** What questions are embedded with, once the index is such as it can serve. */
async function embedderFor(config: Config, folder: string, { buildIfStale, modelApart, log }: ComposeOptions): Promise<Embedder> {
  if (modelApart !== true) {
    const embedder = await composeEmbedder(config);
    const build: Build = async (options, onProgress) => {
      const { ingest } = await import('./ingest/index.js');
      return ingest(options, { embedder, now: () => new Date(), onProgress });
    };
    if (buildIfStale) await bringUpToDate(config, folder, embedder, build, log).catch(closing(embedder));
    return embedder;
  }
  const apart = (): Promise<Embedder> => createApartEmbedder(embedderOptions(config));
  const embedder = await apart();
  const isStale = buildIfStale && (await staleness(config, folder, embedder).catch(closing(embedder))) !== undefined;
  if (!isStale) return embedder;
  // One model in memory at a time: a small machine has room for no more.
  await embedder.close();
  const build: Build = async (options, onProgress) => {
    const { ingestApart } = await import('./ingest/index.js');
    return ingestApart(options, embedderOptions(config), onProgress);
  };
  await bringUpToDate(config, folder, embedder, build, log);
  return apart();
}

/** For `catch`: what was opened before is closed when what follows fails, and holds the process no longer. */
export function closing(opened: { close(): Promise<void> }): (error: unknown) => Promise<never> {
  return async (error) => {
    await opened.close();
    throw error;
  };
}

async function staleness(config: Config, indexFolder: string, { model }: Pick<Embedder, 'model'>): Promise<StaleReason | undefined> {
  const { whyStale } = await import('./ingest/index.js');
  try {
    return await whyStale(indexFolder, config.corpusDir, model);
  } catch (error) {
    // An index that came without its corpus (a container's) is served as it is.
    if (error instanceof CorpusError && (await readCurrentBuild(indexFolder).catch(() => undefined)) !== undefined) return undefined;
    throw error;
  }
}

/** The index could not be built, for a reason that a person can do something about. */
class BuildError extends Error {
  override readonly name = 'BuildError';
}

type Build = (options: IngestOptions, onProgress: (progress: IngestProgress) => void) => Promise<IngestReport>;

async function bringUpToDate(
  config: Config,
  indexFolder: string,
  embedder: Pick<Embedder, 'model'>,
  build: Build,
  log: Log,
): Promise<void> {
  const reason = await staleness(config, indexFolder, embedder);
  if (reason === undefined) return;
  const { ApartIngestError, createProgressDisplay } = await import('./ingest/index.js');
  const corpusFolder = config.corpusDir;

  log.info({ reason, corpusFolder, indexFolder }, 'Building the index.');
  const now = (): Date => new Date();
  const display = createProgressDisplay(process.stderr, now, (line) => log.info({}, line));
  try {
    // A damaged build has nothing worth copying from.
    const report = await build({ corpusFolder, indexFolder, full: reason === 'damaged', parseLimits: config.parsing }, (progress) =>
      display.update(progress),
    );
    const { documentCount, passageCount, seconds } = report;
    log.info({ documentCount, passageCount, seconds }, 'The index is built.');
    for (const { path, reason: why } of report.refused) log.warn({ path, reason: why }, 'An article was left out of the index.');
  } catch (error) {
    const failure = error instanceof ApartIngestError ? new BuildError(error.message, { cause: error }) : error;
    // Only the articles are at fault: the build that was there before is whole.
    const isOfArticles = error instanceof CorpusError || (error instanceof ApartIngestError && error.isOfArticles);
    if (reason !== 'sources' || !isOfArticles) throw failure;
    log.error({ reason: error.message }, 'No article can be read; the index from before goes on serving.');
  } finally {
    display.stop();
  }
}

/**
 * For every program that uses the data folder, before anything else: what is written from now on, and what was written before, is for this user
 * alone. It holds questions, and the key behind people's hashes.
 */
export async function keepToOurselves(folder: string, tell: (sentence: string) => void): Promise<void> {
  process.umask(0o077);
  const [refused, ...others] = await tightenFolder(folder);
  if (refused === undefined) return;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  tell(`Others may read ${refused}${more}, which belongs to another user: give it to the user that runs Footnote, or remove their rights.`);
}

const personSecretFile = 'person-key';
const personSecretBytes = 32;

/**
 * The secret behind people's keys: made once, kept in the data folder, readable by the program's user alone. Whoever deletes the file
 * makes everybody a stranger, and what is kept of them nobody's.
 */
export async function personSecret(dataDir: string): Promise<Uint8Array> {
  const file = join(dataDir, personSecretFile);
  await mkdir(dataDir, { recursive: true });
  try {
    await writeFile(file, randomBytes(personSecretBytes), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Made by an earlier start.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFile(file);
}

/** Errors that a person can do something about: their message says what, and is all that has to be shown. */
const expectedErrors = [
  BuildError,
  ConfigError,
  CorpusError,
  EmbeddingError,
  HttpServerError,
  IndexCorruptError,
  IndexLockedError,
  IndexMismatchError,
  IndexMissingError,
  IndexVersionError,
  IndexWriteError,
];

/** What to print when the program ends with an error: a sentence for what was to be expected, everything for what was not. */
export function describeFailure(error: unknown): string {
  return escapeControls(failureText(error));
}

function failureText(error: unknown): string {
  if (error instanceof Error && (isStoreError(error) || expectedErrors.some((kind) => error instanceof kind))) return error.message;
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Something went wrong that should not have. Please report it with these lines, and with what you did before:\n${details}`;
}
