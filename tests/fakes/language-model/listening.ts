import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';

/** A port on loopback that can be closed for a while and opened again. */
export interface Listening {
  readonly port: () => number;
  readonly openConnections: () => number;
  /** Ends every connection, too: one that is kept alive would still be served. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
}

export async function listen(port: number, handle: RequestListener): Promise<Listening> {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let ownPort = port;

  async function start(): Promise<void> {
    if (server) return;
    const starting = createServer(handle);
    server = starting;
    starting.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      starting.once('error', reject);
      starting.listen(ownPort, '127.0.0.1', resolve);
    });
    const address = starting.address();
    if (address === null || typeof address === 'string') throw new Error('The fake language model did not get a port on loopback.');
    ownPort = address.port;
  }

  async function stop(): Promise<void> {
    const stopping = server;
    if (!stopping) return;
    server = undefined;
    await new Promise<void>((resolve) => {
      stopping.close(() => {
        resolve();
      });
      stopping.closeAllConnections();
    });
  }

  await start();
  return { port: () => ownPort, openConnections: () => sockets.size, start, stop };
}
