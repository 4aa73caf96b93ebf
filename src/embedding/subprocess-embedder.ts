import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { pool, TerminateError } from 'workerpool';
import type { Embedder, EmbeddingModel, PassageEmbedding, QuestionEmbedding, Reading } from './embedder.js';
import type { EmbedderProcess, Outcome } from './embedder-process.js';
import { EmbeddingError } from './embedding-error.js';
import type { EmbedderOptions } from './transformers-embedder.js';

/** See `openSession`: while one core computes, the others serve the chats. */
const threadsForOneText = 1;
/** A process that ended is restarted, and the text is tried once more. */
const attempts = 2;

const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const processFile = `${import.meta.dirname}/embedder-process.ts`;

/**
 * An embedder whose model runs in a subprocess. The model takes half of an answer's time, in which this process goes on serving the chats.
 * Not a thread, because ONNX Runtime 1.14 corrupts the heap when it is loaded by one thread after another, and because a crash of the model
 * does not end this process.
 *
 * @throws EmbeddingError as {@link createTransformersEmbedder} does
 */
export async function createSubprocessEmbedder(options: EmbedderOptions): Promise<Embedder> {
  const processes = pool(processFile, {
    workerType: 'process',
    minWorkers: 1,
    maxWorkers: 1,
    forkArgs: [JSON.stringify({ threads: threadsForOneText, ...options })],
    // `advanced`: typed arrays stay typed arrays.
    forkOpts: { execArgv: ['--import', loader], serialization: 'advanced' },
  });
  const ask = async <Value>(task: keyof EmbedderProcess, ...given: readonly unknown[]): Promise<Value> => {
    for (let attempt = 1; ; attempt++) {
      try {
        const outcome = (await processes.exec(task, [...given])) as Outcome<Value>;
        if ('failure' in outcome) throw new EmbeddingError(outcome.failure);
        return outcome.value;
      } catch (error) {
        if (!(error instanceof TerminateError)) throw error;
        if (attempt < attempts) continue;
        throw new EmbeddingError(
          `The embedding model's process ended ${attempts} times at the same text. Is there enough memory? "npm run doctor" checks the model.`,
          { cause: error },
        );
      }
    }
  };
  try {
    return {
      model: await ask<EmbeddingModel>('model'),
      embedQuestion: (text) => ask<QuestionEmbedding>('embedQuestion', text),
      embedPassages: (passages) => ask<PassageEmbedding[]>('embedPassages', passages),
      read: (question, passages) => ask<Reading[]>('read', question, passages),
      check: async () => {
        await ask<EmbeddingModel>('model');
      },
      close: async () => {
        await processes.terminate();
      },
    };
  } catch (error) {
    await processes.terminate(true);
    throw error;
  }
}
