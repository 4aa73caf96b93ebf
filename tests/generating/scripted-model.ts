import { ModelError, type LanguageModel, type ModelRequest, type Purpose } from '../../src/language-model/index.js';

/**
 * How a completion goes: what is said, and how it ends if not well. `silence` lasts until the request's signal ends it, as the port promises;
 * `deaf silence` lasts for ever, as a port that breaks its promise would have it.
 */
export interface Line {
  readonly says: string;
  readonly then?: ModelError | 'silence' | 'deaf silence';
}

/** What is said for a purpose: always the same, or by request. */
export type Part = string | Line | ((request: ModelRequest, count: number) => string | Line);

export type Script = Partial<Readonly<Record<Purpose, Part>>>;

export interface ScriptedModel extends LanguageModel {
  /** Every request, in order. */
  readonly requests: readonly ModelRequest[];
  /** What they were for, in order. */
  readonly purposes: readonly Purpose[];
}

/**
 * Plays the model's port from a script.
 * @param pieceLength characters a piece: an emoji is never cut, as the port promises
 */
export function createScriptedModel(script: Script, { pieceLength = 7 }: { readonly pieceLength?: number } = {}): ScriptedModel {
  const requests: ModelRequest[] = [];

  return {
    requests,
    get purposes() {
      return requests.map(({ purpose }) => purpose);
    },
    async *complete(request) {
      requests.push(request);
      const part = script[request.purpose];
      if (part === undefined) throw new Error(`Nobody has written what the model says to “${request.purpose}”.`);
      const count = requests.filter(({ purpose }) => purpose === request.purpose).length;
      const line = typeof part === 'function' ? part(request, count) : part;
      const { says, then } = typeof line === 'string' ? { says: line } : line;
      const characters = [...says];
      for (let at = 0; at < characters.length; at += pieceLength) {
        if (request.signal.aborted) throw timedOut();
        yield characters.slice(at, at + pieceLength).join('');
      }
      if (then instanceof ModelError) throw then;
      if (then === 'silence') await ended(request.signal);
      if (then === 'deaf silence') await new Promise(() => undefined);
    },
  };
}

async function ended(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  throw timedOut();
}

function timedOut(): ModelError {
  return new ModelError('timed-out', 'The model was told to stop.');
}

/** An answer as the prompt asks for it; each statement is `[passage, quote, text]`. */
export function answerOf(statements: readonly (readonly [number, string, string])[], answerable = true): string {
  return JSON.stringify({ answerable, statements: statements.map(([passage, quote, text]) => ({ passage, quote, text })) });
}

export const cannotAnswer = answerOf([], false);

/** What a busy machine may take besides a time limit, in milliseconds; what the limit ends would last for ever. */
export const slackMs = 700;
