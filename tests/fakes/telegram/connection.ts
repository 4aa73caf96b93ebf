import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallOutcome } from './call-record.js';
import type { Clock } from '../clock.js';
import type { Fault } from './faults.js';

/** Answers one HTTP request with what a call came to, or with what a fault makes of it. */
export async function answer(
  response: ServerResponse,
  { fault, act, clock }: { readonly fault: Fault | undefined; readonly act: () => Promise<CallOutcome>; readonly clock: Clock },
): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      writeOutcome(response, await act());
      return;
    case 'too-many-requests': {
      const { retryAfterSeconds: seconds } = fault;
      const description = `Too Many Requests: retry after ${seconds}`;
      writeOutcome(response, { ok: false, code: 429, description, parameters: { retry_after: seconds } });
      return;
    }
    case 'refused':
      writeOutcome(response, { ok: false, code: fault.code, description: fault.description });
      return;
    case 'bad-gateway':
      write(response, 502, 'text/html', '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>');
      return;
    case 'reset':
      if (fault.when === 'after') await act();
      response.socket?.resetAndDestroy();
      return;
    case 'hang':
      // No answer, ever: the client gives up, or the server is closed.
      if (fault.when === 'after') await act();
      return;
    case 'malformed-json':
      await act();
      write(response, 200, 'application/json', '{"ok":true,"result":{"message_id":');
      return;
    case 'slow':
      await new Promise<void>((resolve) => void clock.after(fault.ms, resolve));
      writeOutcome(response, await act());
      return;
  }
}

export function writeOutcome(response: ServerResponse, outcome: CallOutcome): void {
  const { ok } = outcome;
  const body = ok
    ? { ok, result: outcome.result, description: outcome.description }
    : { ok, error_code: outcome.code, description: outcome.description, parameters: outcome.parameters };
  write(response, ok ? 200 : outcome.code, 'application/json', JSON.stringify(body));
}

/** Aborted when the client goes away before it has its answer. */
export function closedSignal(request: IncomingMessage, response: ServerResponse): AbortSignal {
  const closed = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) closed.abort();
  });
  request.on('error', () => {
    closed.abort();
  });
  return closed.signal;
}

function write(response: ServerResponse, status: number, type: string, body: string): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { 'content-type': type }).end(body);
}
