import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.js';

/** What the server does with a connection, one after the other. */
export type Step =
  | { readonly kind: 'write'; readonly bytes: Buffer; readonly contentCharacters: number }
  | { readonly kind: 'wait'; readonly ms: number }
  /** Nothing, until the client gives up or the server is closed. */
  | { readonly kind: 'stall' }
  | { readonly kind: 'break-off' };

export const write = (text: string | Buffer, content = ''): Step => ({
  kind: 'write',
  bytes: Buffer.isBuffer(text) ? text : Buffer.from(text, 'utf8'),
  contentCharacters: [...content].length,
});

export interface Connection {
  readonly response: ServerResponse;
  /** Aborted when the connection is gone before the answer is whole. */
  readonly closed: AbortSignal;
  readonly clock: Pick<Clock, 'after'>;
  readonly onContent: (characters: number) => void;
  readonly onBreakOff: () => void;
}

/** Carries the steps out and ends the response, unless a step left it open or the client is gone; then the steps are not continued. */
export async function takeSteps(
  steps: AsyncGenerator<Step>,
  { response, closed, clock, onContent, onBreakOff }: Connection,
): Promise<void> {
  for (;;) {
    const next = await unlessClosed(steps.next(), closed);
    if (next === 'closed') {
      // Not waited for: who writes may be in the midst of a wait of its own.
      void steps.return(undefined);
      return;
    }
    if (next.done === true) break;
    switch (next.value.kind) {
      case 'write':
        for (const part of cutAwkwardly(next.value.bytes)) {
          response.write(part);
          // A turn each, so that they go out one by one.
          await nextTurn();
        }
        onContent(next.value.contentCharacters);
        break;
      case 'wait':
        await pause(next.value.ms, closed, clock);
        break;
      case 'stall':
        await steps.return(undefined);
        return;
      case 'break-off':
        await steps.return(undefined);
        onBreakOff();
        response.socket?.destroy();
        return;
    }
  }
  response.end();
}

/** Resolves after `ms`, or when the connection is gone. */
export async function pause(ms: number, closed: AbortSignal, clock: Pick<Clock, 'after'>): Promise<void> {
  // A timer takes no more than 2^31 ms, and takes more for none at all.
  if (ms >= 2 ** 31) return await unlessClosed(new Promise<never>(() => undefined), closed).then(() => undefined);
  let cancel = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    cancel = clock.after(ms, resolve);
  });
  await unlessClosed(over, closed);
  cancel();
}

async function unlessClosed<T>(work: Promise<T>, closed: AbortSignal): Promise<T | 'closed'> {
  if (closed.aborted) return 'closed';
  let stopListening = (): void => undefined;
  const closing = new Promise<'closed'>((resolve) => {
    const onAbort = (): void => {
      resolve('closed');
    };
    closed.addEventListener('abort', onAbort);
    stopListening = () => {
      closed.removeEventListener('abort', onAbort);
    };
  });
  try {
    return await Promise.race([work, closing]);
  } finally {
    stopListening();
  }
}

/** Two parts that meet in the middle of a character where there is one of several bytes, and of the line where not: TCP keeps no borders. */
function cutAwkwardly(bytes: Buffer): Buffer[] {
  const continuation = bytes.findIndex((byte) => (byte & 0b1100_0000) === 0b1000_0000);
  const at = continuation > 0 ? continuation : bytes.length >> 1;
  return [bytes.subarray(0, at), bytes.subarray(at)].filter((part) => part.length > 0);
}
