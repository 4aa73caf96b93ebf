import type { ModelRequest } from './port.js';
import type { Endpoint } from './endpoint.js';
import { refusalOf, type Place } from './explain-failure.js';
import { createEventReader, type EventReader } from './read-events.js';
import { adaptForm, bodyOf, type RequestForm } from './request-form.js';
import type { Clock } from '../operations/index.js';
import { AbortedError, unlessAborted } from './unless-aborted.js';

/** One request to the endpoint, and its result. */
export interface Attempt {
  /** Pieces of the answer. @throws AbortedError, ModelError, and the client's errors */
  readonly text: AsyncGenerator<string>;
  /** The endpoint has accepted the request. */
  readonly isOpen: boolean;
  readonly reader: EventReader;
}

export interface AttemptDependencies {
  readonly endpoint: Endpoint;
  readonly clock: Clock;
  /**
   * The endpoint has stalled when no piece arrives for this long after the first. Before the first it may take as long as the caller
   * allows.
   */
  readonly silenceMs: number;
  /** The form of requests that the endpoint accepts, and the callback that updates it. */
  readonly form: () => RequestForm;
  readonly learn: (form: RequestForm) => void;
}

/** The usage follows right after the end, or not at all. */
const usageWithinMs = 1_000;

/** Nothing is sent until `text` is read. */
export function beginAttempt(request: ModelRequest, place: Place, dependencies: AttemptDependencies): Attempt {
  const { endpoint, clock, silenceMs, form, learn } = dependencies;
  const mayReplace = request.messages.some(({ content }) => content.includes('\uFFFD'));
  const reader = createEventReader({ place, maxTokens: request.maxTokens, mayReplace });
  let isOpen = false;

  async function open(signal: AbortSignal): Promise<AsyncIterator<unknown>> {
    for (let tried = form(); ;) {
      try {
        const stream = await unlessAborted(endpoint.stream(bodyOf(request, place.model, tried), signal), signal);
        isOpen = true;
        if (tried !== form()) learn(tried);
        return stream[Symbol.asyncIterator]();
      } catch (error) {
        const refusal = refusalOf(error);
        const next = refusal === undefined ? undefined : adaptForm(tried, refusal);
        if (next === undefined) throw error;
        tried = next;
      }
    }
  }

  async function* read(): AsyncGenerator<string> {
    const ending = new AbortController();
    const { signal } = ending;
    const end = (): void => ending.abort();
    if (request.signal.aborted) end();
    request.signal.addEventListener('abort', end);
    const silence = createSilenceWatch(clock, signal, end);
    try {
      const events = await open(signal);
      for (;;) {
        const next = await nextEvent(events, signal);
        if (next.done === true) break;
        const text = reader.read(next.value);
        if (reader.isFinished) silence.within(usageWithinMs);
        else if (reader.hasBegun) silence.within(silenceMs);
        if (text !== '') yield text;
        // Nothing needed follows, and some servers leave the connection open.
        if (reader.isFinished && reader.usage !== undefined) break;
      }
      const rest = reader.end();
      if (rest !== '') yield rest;
    } finally {
      request.signal.removeEventListener('abort', end);
      // A caller who stops reading leaves no open connection.
      end();
    }
  }

  /** Once the model has finished, errors of the connection do not matter. */
  async function nextEvent(events: AsyncIterator<unknown>, signal: AbortSignal): Promise<IteratorResult<unknown>> {
    const done = { done: true, value: undefined } as const;
    try {
      const next = await unlessAborted(events.next(), signal);
      // The client ends an aborted stream without an error.
      if (signal.aborted) throw new AbortedError();
      return next;
    } catch (error) {
      if (reader.isFinished && error instanceof Error) return done;
      throw error;
    }
  }

  return {
    text: read(),
    reader,
    get isOpen() {
      return isOpen;
    },
  };
}

/** Ends a silent stream. */
function createSilenceWatch(clock: Clock, signal: AbortSignal, end: () => void): { within(milliseconds: number): void } {
  let deadline = Number.POSITIVE_INFINITY;
  let waitsUntil = Number.POSITIVE_INFINITY;
  let earlier = new AbortController();

  async function watch(): Promise<void> {
    // One timer for many events: each only moves the deadline, and wakes the timer where the deadline is earlier.
    while (!signal.aborted && clock.elapsed() < deadline) {
      waitsUntil = deadline;
      await clock.wait(deadline - clock.elapsed(), AbortSignal.any([signal, earlier.signal]));
      earlier = new AbortController();
    }
    end();
  }

  return {
    within: (milliseconds) => {
      const isWatching = deadline !== Number.POSITIVE_INFINITY;
      deadline = clock.elapsed() + milliseconds;
      if (!isWatching) void watch();
      else if (deadline < waitsUntil) earlier.abort();
    },
  };
}
