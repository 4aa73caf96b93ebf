import { ModelError } from './port.js';
import { explainFailure, type Place } from './explain-failure.js';
import type { Endpoint } from './endpoint.js';

/** OpenAI lists a hundred. */
const namedModels = 8;

/** To Ollama `qwen2.5` and `qwen2.5:latest` are the same. */
export function isListed(model: string, models: readonly string[]): boolean {
  return models.includes(model) || models.includes(`${model}:latest`);
}

/** Short, since a reader is waiting for the answer. */
const listWithinMs = 2_000;

/** The most similar names first. */
export function describeModels(wanted: string, models: readonly string[]): string {
  const sorted = models.toSorted((a, b) => sharedBeginning(b, wanted) - sharedBeginning(a, wanted));
  const rest = sorted.length - namedModels;
  return `${sorted.slice(0, namedModels).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function sharedBeginning(name: string, wanted: string): number {
  const [a, b] = [name.toLowerCase(), wanted.toLowerCase()];
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/**
 * The error of an unknown model, with the models that the endpoint has. The list is requested, since a 404 may also come from an address
 * that is not an endpoint.
 */
export async function explainUnknownModel(
  error: ModelError,
  endpoint: Endpoint,
  place: Place,
  now: number,
  signal: AbortSignal,
): Promise<ModelError> {
  const say = (advice: string): ModelError => new ModelError('unknown-model', `${error.message} ${advice}`);
  let models: readonly string[];
  try {
    models = await endpoint.listModels(AbortSignal.any([signal, AbortSignal.timeout(listWithinMs)]));
  } catch (cause) {
    const { error: reason } = explainFailure(cause, place, now);
    return say(
      reason.failure === 'unknown-model'
        ? 'It lists no models either: LLM_BASE_URL has to be the address that /chat/completions comes after, mostly with /v1 at its end.'
        : 'Set LLM_MODEL to one that it has.',
    );
  }
  if (models.length === 0) return say('It has none at all: with Ollama, run "ollama pull" first.');
  if (isListed(place.model, models))
    return say(
      'It lists it all the same: LLM_BASE_URL has to be the address that /chat/completions comes after, mostly with /v1 at its end.',
    );
  return say(`It has ${describeModels(place.model, models)}: set LLM_MODEL to one of them, or pull the one you want.`);
}
