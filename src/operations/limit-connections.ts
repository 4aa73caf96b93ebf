import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Keeps the server reachable when many connections are held open: beyond the limit, it closes the connection that has waited longest
 * without a complete request, of the address that holds most of these. Health checks send a complete request at once, and are answered.
 */
export function limitConnections(server: Server, limit: number): void {
  const open = new Set<Socket>();
  /** Connections whose complete request is being answered; these are never closed. */
  const busy = new Set<Socket>();

  const makeRoom = (): void => {
    const waiting = [...open].filter((socket) => !busy.has(socket));
    const held = new Map<string, number>();
    for (const { remoteAddress = '' } of waiting) held.set(remoteAddress, (held.get(remoteAddress) ?? 0) + 1);
    const most = Math.max(...held.values());
    // In order of arrival.
    waiting.find(({ remoteAddress = '' }) => held.get(remoteAddress) === most)?.destroy();
  };

  server.on('connection', (socket: Socket) => {
    // Before the new one is counted, which has had no time to send a request.
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
      // Just used: it moves to the end of the waiting ones.
      if (open.delete(socket) && !socket.destroyed) open.add(socket);
    });
  });
}
