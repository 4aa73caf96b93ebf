import type { Part, Usage } from './completion.js';
import type { Interruption, Striking } from './faults.js';
import { type Step, write } from './steps.js';

/** What all chunks of one completion have in common. */
export interface CompletionHead {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly model: string;
}

export const midStreamError = { message: 'The engine failed while generating.', type: 'server_error', param: null, code: null };

/** Begins a character of three bytes, and then does not go on with it. */
export const invalidUtf8 = Buffer.from([0xe6, 0x80, 0x2e]);

interface StreamOptions {
  readonly head: CompletionHead;
  readonly includeUsage: boolean;
  readonly striking: Striking;
}

/** A completion as server-sent events: the role, the content, the finish_reason, the usage where it was asked for, `[DONE]`. */
export async function* streamedCompletion(
  parts: AsyncGenerator<Part>,
  { head, includeUsage, striking }: StreamOptions,
): AsyncGenerator<Step> {
  const lineEnd = striking.one('crlf') ? '\r\n' : '\n';
  const drip = striking.one('drip');
  const pings = striking.one('pings') !== undefined;
  const line = (text: string): string => `${text}${lineEnd}${lineEnd}`;
  const asChunk = (choices: readonly object[], usage: Usage | null = null): string =>
    JSON.stringify({
      ...{ id: head.id, object: 'chat.completion.chunk', created: head.created, model: head.model, system_fingerprint: null },
      choices,
      ...(includeUsage ? { usage } : {}),
    });
  const withDelta = (delta: object, finish: string | null = null): string =>
    asChunk([{ index: 0, delta, logprobs: null, finish_reason: finish }]);
  function* event(data: string, content = ''): Generator<Step> {
    if (pings) yield write(line(': ping'));
    yield write(line(`data: ${data}`), content);
  }

  yield* event(withDelta({ role: 'assistant', content: '' }));
  for await (const part of parts) {
    switch (part.kind) {
      case 'content':
        if (drip) yield { kind: 'wait', ms: drip.ms };
        yield* event(withDelta({ content: part.text }), part.text);
        break;
      case 'reasoning':
        yield* event(withDelta({ content: null, reasoning_content: part.text }));
        break;
      case 'interruption': {
        const interrupted = interruptedStream(part.how, withDelta, line);
        yield* interrupted.steps;
        if (interrupted.isLast) return;
        break;
      }
      case 'finish':
        yield* event(withDelta({}, part.reason));
        if (includeUsage && !striking.one('no-usage')) yield* event(asChunk([], part.usage));
        break;
    }
  }
  if (!striking.one('no-done')) yield* event('[DONE]');
}

interface InterruptedStream {
  readonly steps: readonly Step[];
  /** Nothing of the completion follows. */
  readonly isLast: boolean;
}

function interruptedStream(how: Interruption, withDelta: (delta: object) => string, line: (text: string) => string): InterruptedStream {
  const done = write(line('data: [DONE]'));
  switch (how) {
    case 'stall':
      return { steps: [{ kind: 'stall' }], isLast: true };
    case 'break-off':
      return { steps: [{ kind: 'break-off' }], isLast: true };
    case 'early-end':
      return { steps: [], isLast: true };
    case 'malformed-json':
      return { steps: [write(line(`data: ${withDelta({ content: '…' }).slice(0, -9)}`))], isLast: false };
    case 'error-event':
      return { steps: [write(line(`data: ${JSON.stringify({ error: midStreamError })}`)), done], isLast: true };
    case 'error-field':
      return { steps: [write(line(`error: ${JSON.stringify(midStreamError)}`)), done], isLast: true };
    case 'invalid-utf8': {
      const [before = '', after = ''] = line(`data: ${withDelta({ content: '|' })}`).split('|');
      return { steps: [write(Buffer.concat([Buffer.from(before), invalidUtf8, Buffer.from(after)]))], isLast: false };
    }
  }
}
