import { afterEach } from 'vitest';
import {
  createMemoryModelUsage,
  ModelError,
  type CallOutcome,
  type EndpointModel,
  type LanguageModel,
  type LanguageModelOptions,
  type ModelRequest,
} from '../../src/language-model/index.js';
import { createLanguageModel } from '../../src/language-model/language-model.js';
import { systemClock } from '../../src/operations/index.js';
import { startFakeLanguageModel, type FakeLanguageModel, type FakeLanguageModelOptions } from '../fakes/language-model/index.js';

/** As the checks of generating want it; in more than one script, so that cutting it anywhere shows. */
export const answer = '{"answerable":true,"text":"因为它先想再答。😀"}';

export const apiKey = 'sk-4f8a2c-right';

export interface Logged {
  readonly level: 'info' | 'warn';
  readonly details: object;
  readonly message: string;
}

export interface Observed {
  readonly calls: { readonly purpose: string; readonly outcome: CallOutcome; readonly seconds?: number }[];
  readonly tokens: { readonly prompt: number; readonly completion: number }[];
}

export interface ModelSetup {
  readonly endpoint: FakeLanguageModel;
  readonly model: EndpointModel;
  readonly log: readonly Logged[];
  readonly observed: Observed;
}

const opened: { close(): Promise<void> }[] = [];

/** A model in front of the fake endpoint. Times are short; a test in which hours pass hands in its own clock. */
export async function setUpModel(
  options: Partial<LanguageModelOptions> = {},
  endpointOptions: FakeLanguageModelOptions = {},
): Promise<ModelSetup> {
  const endpoint = await startFakeLanguageModel(endpointOptions);
  endpoint.respond(() => answer);
  const log: Logged[] = [];
  const observed: Observed = { calls: [], tokens: [] };
  const model = createLanguageModel({
    ...{ baseUrl: endpoint.baseUrl, model: 'qwen2.5:7b', concurrency: 4, timeoutMs: 3_000, logPrompts: false },
    ...{ budget: { callsPerHour: 1_000 }, usage: createMemoryModelUsage(), clock: systemClock },
    log: {
      info: (details, message) => void log.push({ level: 'info', details, message }),
      warn: (details, message) => void log.push({ level: 'warn', details, message }),
      error: (_, message) => {
        throw new Error(message);
      },
    },
    emit: ({ kind: _kind, ...event }) => void ('purpose' in event ? observed.calls.push(event) : observed.tokens.push(event)),
    ...options,
  });
  opened.push(model, endpoint);
  return { endpoint, model, log, observed };
}

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

export function request(changes: Partial<ModelRequest> = {}): ModelRequest {
  return {
    purpose: 'answer',
    messages: [
      { role: 'system', content: 'Answer from the passages alone.' },
      { role: 'user', content: '{"question":"为什么o1更慢？它想了多久才回答读者的问题？"}' },
    ],
    shape: { name: 'answer', schema: objectSchema },
    maxTokens: 400,
    signal: new AbortController().signal,
    ...changes,
  };
}

const objectSchema = {
  type: 'object',
  properties: { answerable: { type: 'boolean' }, text: { type: 'string' } },
  required: ['answerable', 'text'],
  additionalProperties: false,
};

export interface Outcome {
  readonly text: string;
  readonly pieces: readonly string[];
  /** What it failed with; a string where that is no ModelError. */
  readonly error?: ModelError | string;
}

/** Reads a completion to its end, whichever it is. */
export async function ask(model: LanguageModel, changes: Partial<ModelRequest> = {}): Promise<Outcome> {
  const pieces: string[] = [];
  try {
    for await (const piece of model.complete(request(changes))) pieces.push(piece);
    return { text: pieces.join(''), pieces };
  } catch (error) {
    return { text: pieces.join(''), pieces, error: error instanceof ModelError ? error : `no ModelError: ${String(error)}` };
  }
}

/** The text of a completion. @throws when it has failed */
export async function whole(model: LanguageModel, changes: Partial<ModelRequest> = {}): Promise<string> {
  const { text, error } = await ask(model, changes);
  if (error === undefined) return text;
  throw error instanceof Error ? error : new Error(error);
}

/** The kind of failure and the operator's sentence. @throws when it has not failed, or in another way */
export async function failureOf(model: LanguageModel, changes: Partial<ModelRequest> = {}): Promise<ModelError> {
  const { error, text } = await ask(model, changes);
  if (error instanceof ModelError) return error;
  throw new Error(error ?? `It has not failed: ${text}`);
}

/** Ends as a question's time does. */
export function timeIsUpAfter(milliseconds: number): AbortSignal {
  return AbortSignal.timeout(milliseconds);
}
