import { AbortedError, ModelError, unlessAborted, type LanguageModel, type ModelRequest } from '../language-model/index.js';

/**
 * A completion that ends with its request's signal, whatever the model does then: a reader is waiting, and the port's promise must hold for
 * every implementation.
 * @throws ModelError
 */
export async function* completeInTime(model: LanguageModel, request: ModelRequest): AsyncGenerator<string> {
  const pieces = model.complete(request)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await unlessAborted(pieces.next(), request.signal);
      if (next.done === true) return;
      yield next.value;
    }
  } catch (error) {
    if (!(error instanceof AbortedError)) throw error;
    throw new ModelError('timed-out', 'The time for the question was up, or the program stops.');
  } finally {
    // Tells the model that nobody reads on, without waiting for what comes of it.
    pieces.return?.().catch(() => undefined);
  }
}
