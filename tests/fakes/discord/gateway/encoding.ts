import { constants, createDeflate, deflateSync } from 'node:zlib';
import type { WebSocket } from 'ws';

/** Sends one payload in the way that the client asked for. */
export type Send = (payload: object) => void;

export interface Wire {
  readonly send: Send;
  /** After IDENTIFY with `compress: true`, every dispatch is deflated on its own. */
  compressEach(): void;
  close(): void;
}

/** Plain JSON, or with `compress=zlib-stream` one zlib stream for the connection, flushed after each payload. */
export function createWire(socket: WebSocket, compress: string | null): Wire {
  if (compress === 'zlib-stream') return streamWire(socket);
  let each = false;
  return {
    send(payload) {
      const text = JSON.stringify(payload);
      socket.send(each ? deflateSync(text) : text);
    },
    compressEach() {
      each = true;
    },
    close: () => undefined,
  };
}

function streamWire(socket: WebSocket): Wire {
  const deflate = createDeflate({ flush: constants.Z_SYNC_FLUSH });
  // A payload may come in several frames; the client waits for the flush's four bytes.
  deflate.on('data', (chunk: Buffer) => {
    socket.send(chunk);
  });
  return {
    send: (payload) => void deflate.write(JSON.stringify(payload)),
    compressEach: () => undefined,
    close: () => void deflate.destroy(),
  };
}
