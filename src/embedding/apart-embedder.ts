import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { pool, TerminateError } from 'workerpool';
import type { Embedder, EmbeddingModel, PassageEmbedding, QuestionEmbedding, Reading } from './embedder.js';
import type { EmbedderProcess, Outcome } from './embedder-process.js';
import { EmbeddingError } from './embedding-error.js';
import type { EmbedderOptions } from './transformers-embedder.js';

/** See `openSession`: while one core computes, the others receive and deliver. */
const threadsForOneText = 1;
/** An ended process is started anew for the text that it ended at; a text at which it ends again is not tried a third time. */
const attempts = 2;

const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const processFile = `${import.meta.dirname}/embedder-process.ts`;

/**
 * An embedder whose model runs in a process of its own. Half of an answer's time is the model's: while it computes, this process goes on
 * receiving and delivering for everybody else. A thread would do as well, but for ONNX Runtime 1.14, whose native part corrupts the heap when it
 * is loaded by one thread after another; and what happens to the model's process does not happen to this one.
 *
 * @throws EmbeddingError as {@link createTransformersEmbedder} does
 */
export async function createApartEmbedder(options: EmbedderOptions): Promise<Embedder> {
  const processes = pool(processFile, {
    workerType: 'process',
    minWorkers: 1,
    maxWorkers: 1,
    forkArgs: [JSON.stringify({ threads: threadsForOneText, ...options })],
    // `advanced`: vectors arrive as vectors.
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
          `The embedding model's process ended ${attempts} times at the same text. Is there memory enough? "npm run doctor" checks the model.`,
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
