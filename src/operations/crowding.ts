import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Keeps the server reachable however many connections are held: past the limit, the one gives way that has been waiting longest without a whole
 * request, of the address that holds the most of these. Whoever asks for the state of the process, asks in full at once, and is answered.
 */
export function limitConnections(server: Server, limit: number): void {
  const open = new Set<Socket>();
  /** Connections whose request is whole and being answered: they do not give way. */
  const busy = new Set<Socket>();

  const makeRoom = (): void => {
    const waiting = [...open].filter((socket) => !busy.has(socket));
    const held = new Map<string, number>();
    for (const { remoteAddress = '' } of waiting) held.set(remoteAddress, (held.get(remoteAddress) ?? 0) + 1);
    const most = Math.max(...held.values());
    // In the order in which they came.
    waiting.find(({ remoteAddress = '' }) => held.get(remoteAddress) === most)?.destroy();
  };

  server.on('connection', (socket: Socket) => {
    // Before the new one is counted: it has had no time to ask.
    if (open.size >= limit) makeRoom();
    open.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      busy.delete(socket);
    });
  });
  server.on('request', (request, response) => {
    const { socket } = request;
    const begin = (): void => void busy.add(socket);
    if (request.complete) begin();
    else request.once('end', begin);
    response.once('close', () => {
      busy.delete(socket);
      // Used a moment ago: it goes to the end of those that wait.
      if (open.delete(socket) && !socket.destroyed) open.add(socket);
    });
  });
}
