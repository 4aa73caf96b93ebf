import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { afterEach } from 'vitest';

const servers: Server[] = [];

/** An endpoint that sends what the fake one, which keeps to JSON in UTF-8 and to the order of things, does not: each text as a delta, then the end. */
export async function serveDeltas(deltas: readonly string[], then: 'ends' | 'breaks' | 'stays open', usage?: object): Promise<string> {
  const choices = [
    ...deltas.map((content) => ({ index: 0, delta: { content }, finish_reason: null })),
    { index: 0, delta: {}, finish_reason: 'stop' },
  ];
  return serve((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const choice of choices) response.write(`data: ${JSON.stringify({ choices: [choice] })}\n\n`);
    if (usage !== undefined) response.write(`data: ${JSON.stringify({ choices: [], usage })}\n\n`);
    if (then === 'ends') response.end();
    if (then === 'breaks') setImmediate(() => response.destroy());
  });
}

/** An endpoint that does not stream, whatever it is asked for. */
export async function serveJson(body: string): Promise<string> {
  return serve((response) => response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(body));
}

/** An endpoint that sends these bytes, over and over until it is left where they are endless. */
export async function serveBytes(chunks: () => Iterable<string | Uint8Array>, status = 200, type = 'text/event-stream'): Promise<string> {
  return serve((response) => {
    response.writeHead(status, { 'content-type': type });
    Readable.from(chunks(), { objectMode: false })
      .on('error', () => undefined)
      .pipe(response);
  });
}

async function serve(answerWith: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((_, response) => answerWith(response));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server did not get a port on loopback.');
  return `http://127.0.0.1:${address.port}/v1`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
