import type { ServerResponse } from 'node:http';
import type { CallOutcome } from './call-record.js';
import type { Clock } from '../clock.js';
import type { Fault } from './faults.js';

interface Exchange {
  readonly fault: Fault | undefined;
  /** Does what was asked, or says why not. */
  readonly act: () => Promise<CallOutcome>;
  readonly limit: (fault: Extract<Fault, { kind: 'too-many-requests' }>) => CallOutcome;
  readonly clock: Clock;
}

/** Answers one HTTP request with what a call came to, or with what a fault makes of it. */
export async function answer(response: ServerResponse, { fault, act, limit, clock }: Exchange): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      writeOutcome(response, await act());
      return;
    case 'too-many-requests':
      writeOutcome(response, limit(fault));
      return;
    case 'refused':
      writeOutcome(response, { status: fault.status, body: { message: fault.message, code: fault.code } });
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
      write(response, 200, 'application/json', '{"id":"1","content":');
      return;
    case 'slow':
      await new Promise<void>((resolve) => void clock.after(fault.ms, resolve));
      writeOutcome(response, await act());
      return;
  }
}

export function writeOutcome(response: ServerResponse, { status, body, headers = {} }: CallOutcome): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  write(response, status, 'application/json', text, headers);
}

function write(response: ServerResponse, status: number, type: string, body: string, headers: Readonly<Record<string, string>> = {}): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { ...(body === '' ? {} : { 'content-type': type }), ...headers }).end(body);
}
