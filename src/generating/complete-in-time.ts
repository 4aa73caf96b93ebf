import { ModelError, type LanguageModel, type ModelRequest } from './language-model.js';

/**
 * A completion that ends with its request's signal, whatever the model does then: a reader waits for the answer, and a port's promise is kept by
 * whoever implements it.
 * @throws ModelError
 */
export async function* completeInTime(model: LanguageModel, request: ModelRequest): AsyncGenerator<string> {
  const { signal } = request;
  const pieces = model.complete(request)[Symbol.asyncIterator]();
  let stopWaiting = (): void => undefined;
  const over = new Promise<never>((_, reject) => {
    const end = (): void => reject(new ModelError('timed-out', 'The time for the question was up, or the program stops.'));
    if (signal.aborted) end();
    signal.addEventListener('abort', end);
    stopWaiting = () => signal.removeEventListener('abort', end);
  });
  try {
    for (;;) {
      const next = await Promise.race([over, pieces.next()]);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    stopWaiting();
    // Who reads no further says so, and does not wait to hear what comes of it.
    pieces.return?.().catch(() => undefined);
  }
}
