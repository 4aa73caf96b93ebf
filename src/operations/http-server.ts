import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { limitConnections } from './limit-connections.js';
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
  /** A client that sends slower than this only holds the connection. */
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  /** A body with a larger content-length is refused unread. Handlers count bodies without one. */
  readonly largestBodyBytes: number;
  /** A connection without traffic in either direction, such as of a client that does not read the response. */
  readonly idleTimeoutMs: number;
  /** A further connection replaces a waiting one. */
  readonly connections: number;
}

export const defaultHttpLimits: HttpLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 20_000,
  largestBodyBytes: 1024 * 1024,
  idleTimeoutMs: 30_000,
  connections: 256,
};

/** The process's one HTTP server; parts of the program register paths. */
export interface HttpServer {
  /** @returns the port. @throws HttpServerError when it cannot be listened on. */
  listen(): Promise<number>;
  /** Handles requests for this path from now on; others get 404. @returns the function that removes the route */
  route(path: string, handle: HttpHandler): () => void;
  /** Finishes requests in progress for a moment, then closes every connection. */
  close(): Promise<void>;
}

/** The address is in use, or not this machine's. */
export class HttpServerError extends Error {
  override readonly name = 'HttpServerError';
  readonly isExpected = true;
}

const closeWithinMs = 2_000;

export function createHttpServer({ host, port, log, limits = defaultHttpLimits }: HttpServerOptions): HttpServer {
  const handlers = new Map<string, HttpHandler>();
  const { headersTimeoutMs: headersTimeout, requestTimeoutMs: requestTimeout, largestBodyBytes } = limits;
  // Node checks for connections past their time limits only every 30 s by default.
  const connectionsCheckingInterval = Math.min(5_000, Math.ceil(headersTimeout / 2));

  const server = createServer({ headersTimeout, requestTimeout, connectionsCheckingInterval }, (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const refused = refusal(request, handlers.has(path), largestBodyBytes);
    const handle = handlers.get(path);
    if (refused !== undefined || handle === undefined) {
      // The rest of a body would be taken for the next request.
      if (hasBody(request)) response.setHeader('connection', 'close');
      response.writeHead(refused ?? 404).end();
      return;
    }
    handle(request, response).catch((error: unknown) => {
      // A client that disconnects in the middle of a request is not an error.
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

/** The status of a request that is refused before any handler. */
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
