import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { limitConnections } from './crowding.js';
import type { Logger } from './logger.js';

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface HttpServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly log: Pick<Logger, 'error'>;
  readonly limits?: HttpLimits;
}

export interface HttpLimits {
  /** Whoever sends slower than this is holding the connection, not using it. */
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  /** A body that says it is larger is refused before a byte of it is read. Handlers count what does not say its length. */
  readonly largestBodyBytes: number;
  /** A connection on which nothing moves, in either direction: whoever does not read an answer holds it. */
  readonly idleTimeoutMs: number;
  /** A further connection takes the place of one that waits. */
  readonly connections: number;
}

export const defaultHttpLimits: HttpLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 20_000,
  largestBodyBytes: 1024 * 1024,
  idleTimeoutMs: 30_000,
  connections: 256,
};

/** The process's one HTTP server: what wants to be reached gives it a path. */
export interface HttpServer {
  /** @returns the port. @throws HttpServerError when it cannot be listened on. */
  listen(): Promise<number>;
  /** Answers requests for this path from now on; 404 for others. Returns how to end it. */
  route(path: string, handle: HttpHandler): () => void;
  /** Answers what was asked, for a moment; then every connection is cut. */
  close(): Promise<void>;
}

/** The address is taken, or not this machine's. */
export class HttpServerError extends Error {
  override readonly name = 'HttpServerError';
}

const closeWithinMs = 2_000;

export function createHttpServer({ host, port, log, limits = defaultHttpLimits }: HttpServerOptions): HttpServer {
  const handlers = new Map<string, HttpHandler>();
  const { headersTimeoutMs: headersTimeout, requestTimeoutMs: requestTimeout, largestBodyBytes } = limits;
  // Node looks for connections past their time every 30 s, unless told to look more often.
  const connectionsCheckingInterval = Math.min(5_000, Math.ceil(headersTimeout / 2));

  const server = createServer({ headersTimeout, requestTimeout, connectionsCheckingInterval }, (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const refused = refusal(request, handlers.has(path), largestBodyBytes);
    const handle = handlers.get(path);
    if (refused !== undefined || handle === undefined) {
      // What is left of a body would be taken for the next request.
      if (hasBody(request)) response.setHeader('connection', 'close');
      response.writeHead(refused ?? 404).end();
      return;
    }
    handle(request, response).catch((error: unknown) => {
      // Who leaves in the middle of a request gets no answer, and is no trouble of ours.
      if (!request.complete && request.destroyed) return;
      log.error({ err: error, path }, 'A request could not be dealt with.');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.setTimeout(limits.idleTimeoutMs);
  limitConnections(server, limits.connections);

  return {
    listen: () =>
      new Promise((resolve, reject) => {
        const fail = (error: Error): void => reject(new HttpServerError(listenFailure(host, port, error), { cause: error }));
        server.once('error', fail);
        server.listen(port, host, () => {
          server.off('error', fail);
          const address = server.address();
          resolve(typeof address === 'object' && address !== null ? address.port : port);
        });
      }),
    route: (path, handle) => {
      handlers.set(path, handle);
      return () => {
        if (handlers.get(path) === handle) handlers.delete(path);
      };
    },
    close: () =>
      new Promise((resolve) => {
        const impatient = setTimeout(() => server.closeAllConnections(), closeWithinMs);
        server.close(() => {
          clearTimeout(impatient);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** The status of a request that no handler needs to see. */
function refusal({ headers }: IncomingMessage, isKnown: boolean, largestBodyBytes: number): number | undefined {
  if (!isKnown) return 404;
  return Number(headers['content-length'] ?? 0) > largestBodyBytes ? 413 : undefined;
}

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function listenFailure(host: string, port: number, error: Error): string {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} of ${host} is taken by another program. Stop that one, or set HTTP_PORT to another port (or to nothing, for no HTTP server).`;
  if (code === 'EACCES') return `Port ${port} may not be used by this user. Set HTTP_PORT to a port above 1023.`;
  if (code === 'EADDRNOTAVAIL')
    return `${host} is no address of this machine. Set HTTP_HOST to one of its addresses, 127.0.0.1 or 0.0.0.0.`;
  return `The HTTP server cannot listen on port ${port} of ${host}: ${error.message}.`;
}
