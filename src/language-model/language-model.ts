import { ModelError, type LanguageModel, type ModelFailure, type ModelRequest } from './port.js';
import type { Clock, Log } from '../operations/index.js';
import { createBudget, type BudgetRules } from './budget.js';
import { createEndpoint } from './endpoint.js';
import { estimatePromptTokens } from './estimate-tokens.js';
import { explainFailure, type FailedCall, type Place } from './explain-failure.js';
import { explainUnknownModel } from './name-models.js';
import { createPauses, defaultPauseRules, type CallInProgress, type PauseRules } from './pauses.js';
import { quotable } from './quotable.js';
import { bestForm, describeForm } from './request-form.js';
import { createSlots } from './slots.js';
import { beginAttempt, type Attempt } from './stream-completion.js';
import type { CallOutcome, ModelEvent } from './events.js';
import { AbortedError } from './unless-aborted.js';
import type { ModelUsageStore } from './usage-store.js';

export interface LanguageModelOptions {
  /** Without a slash at the end, mostly ending in `/v1`; a user and password in it are sent as such. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
  /** How many calls are in progress at once; twice as many wait, and more are refused. */
  readonly concurrency: number;
  /** The whole time for a question. A request's signal ends it; this value decides whether another attempt is worth while. */
  readonly timeoutMs: number;
  readonly budget: BudgetRules;
  readonly usage: ModelUsageStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly emit?: ((event: ModelEvent) => void) | undefined;
  /** Whether prompts and answers may be logged. */
  readonly logPrompts: boolean;
  readonly pauses?: PauseRules | undefined;
}

/** An endpoint as a language model. The reason of a request's signal distinguishes a timeout (`TimeoutError`) from a program that stops. */
export interface EndpointModel extends LanguageModel {
  /** No requests are sent at the moment, because it failed too often or asked to wait. */
  isPaused(): boolean;
  /** Ends calls in progress, and resolves once their cost is stored. */
  close(): Promise<void>;
}

/** A stream that is silent for this share of a question's time has stalled. A call that had less time proves nothing about the endpoint. */
const silentPart = 1 / 3;

/** A second attempt that begins after this share of a question's time would hardly finish. */
const retryPart = 1 / 2;

/** After this, a momentary failure has mostly passed. */
const retryAfterFailureMs = 300;

/** After a 429 without a retry-after. */
const retryAfterTooManyMs = 10_000;

/** Logged where they occur: once a pause, a day, or a person's hour. */
const loggedElsewhere: ReadonlySet<ModelFailure> = new Set(['paused', 'rate-limited', 'over-budget']);

/** The state of a call. */
interface CallState {
  readonly request: ModelRequest;
  readonly place: Place;
  readonly beganAt: number;
  readonly spent: { prompt: number; completion: number };
  askedAt: number | undefined;
  outcome: CallOutcome;
  answer: string;
}

export function createLanguageModel(options: LanguageModelOptions): EndpointModel {
  const { model, timeoutMs, clock, log, emit, logPrompts } = options;
  const endpoint = createEndpoint(options);
  const slots = createSlots(options.concurrency);
  const budget = createBudget({ rules: options.budget, usage: options.usage, clock, log });
  const pauses = createPauses({ clock, log, rules: options.pauses ?? defaultPauseRules });
  const silenceMs = timeoutMs * silentPart;
  /** Failures that were logged since the last complete call. */
  const logged = new Set<ModelFailure>();
  let form = bestForm;

  async function* complete(request: ModelRequest): AsyncGenerator<string> {
    const state = begin(request);
    try {
      yield* withinLimits(state);
      state.outcome = 'complete';
      logged.clear();
    } catch (error) {
      const failed = explain(error, state);
      if (state.outcome !== 'given-up') logOnce(failed);
      throw failed;
    } finally {
      report(state);
    }
  }

  function begin(request: ModelRequest): CallState {
    const prompt = request.messages.map(({ content }) => content).join('\n');
    const { address, hasKey, secrets } = endpoint;
    const quote = (said: string): string => quotable(said, secrets, logPrompts ? '' : prompt);
    const spent = { prompt: 0, completion: 0 };
    const place = { address, hasKey, model, quote };
    return { request, place, beganAt: clock.elapsed(), spent, askedAt: undefined, outcome: 'given-up', answer: '' };
  }

  async function* withinLimits(state: CallState): AsyncGenerator<string> {
    const { request, spent } = state;
    if (request.signal.aborted) throw new AbortedError();
    pauses.check();
    const leave = await slots.enter(request.signal);
    try {
      const estimate = estimatePromptTokens(request.messages) + request.maxTokens;
      const reservation = await budget.admit(request.person, estimate, request.signal);
      try {
        const call = pauses.begin();
        state.askedAt = clock.elapsed();
        yield* withCircuitBreaker(state, call);
      } finally {
        reservation.settle(spent.prompt + spent.completion);
      }
    } finally {
      leave();
    }
  }

  /** Reports the call's outcome to the circuit breaker. */
  async function* withCircuitBreaker(state: CallState, call: CallInProgress): AsyncGenerator<string> {
    let end = (): void => call.cancelled();
    try {
      yield* withRetry(state);
      end = () => call.answered();
    } catch (error) {
      if (!(error instanceof ModelError)) end = isTimeUp(state) ? () => call.failed(timedOut(state)) : end;
      else end = isEndpointsFault(error) ? () => call.failed(error) : () => call.answered();
      throw error;
    } finally {
      end();
    }
  }

  async function* withRetry(state: CallState): AsyncGenerator<string> {
    const { request } = state;
    const isOver = (): boolean => request.signal.aborted;
    for (let isSecond = false; ; isSecond = true) {
      const attempt = beginAttempt(request, state.place, { endpoint, clock, silenceMs, form: () => form, learn });
      try {
        for await (const text of attempt.text) {
          if (logPrompts) state.answer += text;
          yield text;
        }
        return;
      } catch (error) {
        if (isOver()) throw new AbortedError();
        const failed = await explainAttempt(error, state);
        pauses.applyRetryAfter(failed);
        const waitMs = isSecond || attempt.reader.hasBegun ? undefined : retryDelayMs(failed, clock.elapsed() - state.beganAt);
        if (waitMs === undefined) throw failed.error;
        await clock.wait(waitMs, request.signal);
        if (isOver()) throw new AbortedError();
      } finally {
        count(attempt, state);
      }
    }
  }

  async function explainAttempt(error: unknown, { place, request }: CallState): Promise<FailedCall> {
    if (error instanceof AbortedError) return { error: stalled(place) };
    const failed = explainFailure(error, place, clock.now());
    if (failed.error.failure === 'rate-limited' && failed.isOutOfCredit !== true) {
      return { ...failed, retryAfterMs: failed.retryAfterMs ?? retryAfterTooManyMs };
    }
    if (failed.error.failure !== 'unknown-model') return failed;
    return { error: await explainUnknownModel(failed.error, endpoint, place, clock.now(), request.signal) };
  }

  function stalled({ address }: Place): ModelError {
    const seconds = Math.round(silenceMs / 1000);
    return new ModelError(
      'timed-out',
      `${address} began to answer and then sent nothing for ${seconds} s. If that goes on, look at its own log.`,
    );
  }

  function timedOut({ place }: CallState): ModelError {
    const sentence =
      `${place.address} has not answered in full within the time of a question. ` +
      `Raise LLM_TIMEOUT_SECONDS (${Math.round(timeoutMs / 1000)}), or set LLM_MODEL to a faster model.`;
    return new ModelError('timed-out', sentence);
  }

  /** Milliseconds until a second attempt, where one may help. */
  function retryDelayMs({ error: { failure }, retryAfterMs, isOutOfCredit }: FailedCall, elapsedMs: number): number | undefined {
    if (isOutOfCredit === true || !isPassing(failure)) return undefined;
    const waitMs = retryAfterMs ?? retryAfterFailureMs;
    return elapsedMs + waitMs <= timeoutMs * retryPart ? waitMs : undefined;
  }

  /** The question's time is up, and the endpoint had enough of it to be at fault. */
  function isTimeUp({ request: { signal }, askedAt }: CallState): boolean {
    const reason: unknown = signal.reason;
    const had = askedAt === undefined ? 0 : clock.elapsed() - askedAt;
    return reason instanceof Error && reason.name === 'TimeoutError' && had >= silenceMs;
  }

  function count({ isOpen, reader }: Attempt, { request, spent }: CallState): void {
    // An endpoint that was silent until the timeout may have read the prompt all the same.
    if (!isOpen && !request.signal.aborted) return;
    spent.prompt += reader.usage?.prompt ?? estimatePromptTokens(request.messages);
    spent.completion += reader.usage?.completion ?? reader.estimatedTokens;
  }

  function learn(found: typeof form): void {
    form = found;
    log.info({}, `${endpoint.address} does not take ${describeForm(found)}; it is asked without from now on.`);
  }

  function explain(error: unknown, state: CallState): ModelError {
    const { request, place } = state;
    if (error instanceof ModelError) {
      state.outcome = error.failure;
      return error;
    }
    if (error instanceof AbortedError || request.signal.aborted) {
      const reason: unknown = request.signal.reason;
      if (!(reason instanceof Error && reason.name === 'TimeoutError'))
        return new ModelError(
          'timed-out',
          'The call was cancelled before the model had answered: the program stops, or nobody waits for it.',
        );
      state.outcome = 'timed-out';
      return timedOut(state);
    }
    // Unexpected, but the reader must get an answer all the same.
    state.outcome = 'broken-stream';
    return new ModelError('broken-stream', `The call of ${place.address} failed unexpectedly. Please report it, with this line.`, {
      cause: error,
    });
  }

  /** Once, since a wrong key fails every call, and the same line at every question would hide the others. */
  function logOnce({ failure, message }: ModelError): void {
    if (loggedElsewhere.has(failure) || logged.has(failure)) return;
    logged.add(failure);
    log.warn({ failure }, `A call of the language model has failed; readers get the articles' own words instead. ${message}`);
  }

  function report({ request, spent, askedAt, outcome, answer }: CallState): void {
    const { purpose, messages } = request;
    const seconds = askedAt === undefined ? undefined : (clock.elapsed() - askedAt) / 1000;
    emit?.({ kind: 'model-called', purpose, outcome, ...(seconds !== undefined && { seconds }) });
    if (spent.prompt + spent.completion > 0) emit?.({ kind: 'tokens-spent', ...spent });
    if (logPrompts) log.info({ purpose, outcome, messages, answer }, 'Asked the language model.');
  }

  return {
    complete,
    isPaused: () => pauses.isPaused(),
    close: async () => {
      await endpoint.close();
      await budget.written();
    },
  };
}

function isEndpointsFault({ failure }: ModelError): boolean {
  switch (failure) {
    case 'unreachable':
    case 'unauthorized':
    case 'unknown-model':
    case 'server-error':
    case 'broken-stream':
    case 'timed-out':
      return true;
    case 'rate-limited':
    case 'refused':
    case 'malformed':
    case 'cut-off':
    case 'paused':
    case 'busy':
    case 'over-budget':
      return false;
  }
}

/** Failures before any output that may not recur a moment later. */
function isPassing(failure: ModelError['failure']): boolean {
  return failure === 'unreachable' || failure === 'server-error' || failure === 'rate-limited' || failure === 'broken-stream';
}
