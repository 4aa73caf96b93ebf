import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Logger } from './logger.js';

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface HttpServerOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly log: Pick<Logger, 'error'>;
}

/** The process's one HTTP server: what wants to be reached gives it a path. */
export interface HttpServer {
  /** @returns the port. @throws when it cannot be listened on. */
  listen(): Promise<number>;
  /** Answers requests for this path from now on; 404 for others. Returns how to end it. */
  route(path: string, handle: HttpHandler): () => void;
  close(): Promise<void>;
}

/** Whoever sends slower than this is holding the connection, not using it. */
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 20_000;

export function createHttpServer({ host, port, log }: HttpServerOptions): HttpServer {
  const handlers = new Map<string, HttpHandler>();
  const server = createServer({ headersTimeout: headersTimeoutMs, requestTimeout: requestTimeoutMs }, (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const handle = handlers.get(path);
    if (handle === undefined) {
      response.writeHead(404).end();
      return;
    }
    handle(request, response).catch((error: unknown) => {
      log.error({ err: error, path }, 'A request could not be dealt with.');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
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
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}
