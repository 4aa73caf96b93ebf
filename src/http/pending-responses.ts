import type { ServerResponse } from 'node:http';
import type { AnswerBody } from './answer-body.js';

/** How a request ends. */
export interface Ending {
  readonly status: number;
  readonly body: AnswerBody | { readonly error: string };
}

/** A client that waits for a reply. */
export interface Pending {
  readonly isStream: boolean;
  /** Sends what there is of the answer so far. */
  progress(body: AnswerBody): void;
  /** Only the first time. */
  end(ending: Ending): void;
}

/** Nobody hears anything for so long: some proxies cut a connection after half a minute. */
const keepAliveMs = 15_000;

/** Whoever left is not waiting any more: `onClosed` is called then, and at the end. */
export function createPending(response: ServerResponse, isStream: boolean, onClosed: () => void): Pending {
  // An answer may take longer than a connection may be idle.
  response.socket?.setTimeout(0);
  const keepAlive = isStream ? setInterval(() => response.write(': waiting\n\n'), keepAliveMs) : undefined;
  response.once('close', () => {
    clearInterval(keepAlive);
    onClosed();
  });
  const send = (event: string, data: object): void => {
    if (!response.headersSent) {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
    }
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  return {
    isStream,
    progress: (body) => send('progress', body),
    end: ({ status, body }) => {
      if (response.writableEnded) return;
      if (!isStream || (status !== 200 && !response.headersSent)) {
        sendJson(response, status, body);
        return;
      }
      send(status === 200 ? 'answer' : 'error', body);
      response.end();
    },
  };
}

export function sendJson(response: ServerResponse, status: number, body: object, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers });
  response.end(JSON.stringify(body));
}
