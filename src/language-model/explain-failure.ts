import OpenAI from 'openai';
import { ModelError, type ModelFailure } from './port.js';
import type { Refusal } from './request-form.js';
import { retryAfterMs } from './retry-after.js';

/** What explaining a failure needs. */
export interface Place {
  /** Without user and password. */
  readonly address: string;
  readonly hasKey: boolean;
  readonly model: string;
  /** The part of the endpoint's message that may be shown. */
  readonly quote: (said: string) => string;
}

/** A failed call, and what follows from it. */
export interface FailedCall {
  readonly error: ModelError;
  /** How long the endpoint asks to wait. */
  readonly retryAfterMs?: number | undefined;
  /** Waiting does not help: the account has no credit left. */
  readonly isOutOfCredit?: boolean;
}

/**
 * Explains a request without a completion, in a sentence that says what to do. It quotes the endpoint where that is safe, but never a
 * message about keys, since some endpoints repeat a part of the key.
 */
export function explainFailure(error: unknown, place: Place, now: number): FailedCall {
  if (error instanceof ModelError) return { error };
  if (error instanceof OpenAI.APIConnectionError) return { error: unreachable(error, place) };
  if (error instanceof OpenAI.APIError && typeof error.status === 'number') {
    const refusal = refusalOf(error);
    const isOutOfCredit = refusal?.status === 402 || refusal?.code === 'insufficient_quota';
    const headers = error.headers instanceof Headers ? error.headers : undefined;
    return {
      error: refused(refusal ?? unspoken(error.status), place, isOutOfCredit),
      retryAfterMs: retryAfterMs(headers, now),
      isOutOfCredit,
    };
  }
  return { error: brokenStream(`${place.quote(reasonOf(error)) || 'it fails on the way'}.`, place) };
}

/** The endpoint's message in a refusal. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof OpenAI.APIError) || typeof error.status !== 'number') return undefined;
  const status: number = error.status;
  const prefix = `${status} `;
  const message = error.message.startsWith(prefix) ? error.message.slice(prefix.length) : error.message;
  return { status, message, code: error.code ?? undefined, param: error.param ?? undefined };
}

export function brokenStream(what: string, { address }: Place): ModelError {
  return new ModelError('broken-stream', `The answer of ${address} is not whole: ${what} If that goes on, look at the endpoint's own log.`);
}

const unspoken = (status: number): Refusal => ({ status, message: '', code: undefined, param: undefined });

function refused(refusal: Refusal, place: Place, isOutOfCredit: boolean): ModelError {
  const { status } = refusal;
  const { address, hasKey, model } = place;
  const message = place.quote(refusal.message);
  const said = message === '' ? `${status}` : `${status}: ${withoutFullStop(message)}`;
  const fail = (failure: ModelFailure, sentence: string): ModelError => new ModelError(failure, sentence);
  if (isOutOfCredit)
    return fail(
      status === 429 ? 'rate-limited' : 'refused',
      `The account at ${address} has no credit left (${said}). Top it up, or set LLM_BASE_URL to another endpoint.`,
    );
  if (status === 401 || status === 403) {
    const advice = hasKey ? 'Set LLM_API_KEY to a key that is valid there.' : 'It wants a key: set LLM_API_KEY.';
    return fail('unauthorized', `${address} refuses to be asked (${status}). ${advice}`);
  }
  if (status === 404 || isAboutModel(refusal)) return fail('unknown-model', `${address} does not know the model ${model} (${said}).`);
  if (status === 429)
    return fail(
      'rate-limited',
      `${address} accepts no more requests at the moment (${said}). If that happens often, lower LLM_CONCURRENCY or LLM_CALLS_PER_HOUR.`,
    );
  if (status >= 500) return fail('server-error', `${address} has failed (${said}). If that goes on, look at its own log.`);
  if (status < 400) return fail('refused', `${address} does not answer itself: ${said}. Set LLM_BASE_URL to where it really is.`);
  if (isAboutLength(refusal))
    return fail(
      'refused',
      `The prompt is longer than the context of ${model} (${said}). Give it a larger context: OLLAMA_CONTEXT_LENGTH, llama.cpp's --ctx-size, vLLM's --max-model-len.`,
    );
  return fail(
    'refused',
    `${address} refuses the request (${said}). Check that LLM_MODEL is a chat model, and that LLM_BASE_URL is an OpenAI-compatible API.`,
  );
}

/** DeepSeek answers 400 for an unknown model. */
function isAboutModel({ code, message }: Refusal): boolean {
  return code === 'model_not_found' || /\bmodel\b.{0,80}\b(not exist|not found)/i.test(message);
}

function isAboutLength({ code, message }: Refusal): boolean {
  return code === 'context_length_exceeded' || /context (length|size|window)|maximum context|too many tokens/i.test(message);
}

const unknownName = new Set(['ENOTFOUND', 'EAI_AGAIN']);
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/;

function unreachable(error: unknown, { address }: Place): ModelError {
  const code = codeOf(error);
  const fail = (sentence: string): ModelError => new ModelError('unreachable', sentence);
  if (code !== undefined && unknownName.has(code)) {
    return fail(`The name in ${address} is not known (${code}). Check LLM_BASE_URL, and the network of this machine.`);
  }
  if (code !== undefined && untrusted.test(code)) {
    return fail(`The certificate of ${address} is not trusted (${code}). Name the authority behind it in NODE_EXTRA_CA_CERTS.`);
  }
  return fail(
    `${address} cannot be reached (${code ?? reasonOf(error)}). Is the server running, and is LLM_BASE_URL right? ` +
      'Within a container, localhost is the container itself.',
  );
}

function codeOf(error: unknown): string | undefined {
  for (let each = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth++) {
    if ('code' in each && typeof each.code === 'string' && each.code !== '') return each.code;
  }
  return undefined;
}

function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'an event is not JSON';
  if (!(error instanceof Error)) return 'no reason is given';
  const code = codeOf(error);
  return withoutFullStop(code === undefined ? error.message : `${error.message} (${code})`);
}

function withoutFullStop(text: string): string {
  return text.replace(/\.+$/, '');
}
