import { connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** A line on loopback to a server, which can be cut in the ways in which networks cut. */
export interface TcpProxy {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Connections so far. */
  readonly connections: number;
  /** Ends every connection with a reset (RST). */
  reset(): void;
  /** Nothing goes through any more in either direction, of old connections and new ones, and nobody is told. */
  hang(): void;
  /** New connections are refused, old ones reset. */
  refuse(): Promise<void>;
  /** Ends what `hang` and `refuse` began; connections that hung hang for ever. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

export async function startTcpProxy(target: NetConnectOpts): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let isHanging = false;
  let connections = 0;
  let server: Server;
  let port = 0;

  const accept = (inner: Socket): void => {
    connections++;
    const outer = connect(target);
    const pair = [inner, outer] as const;
    pairs.add(pair);
    for (const [from, to] of [pair, [outer, inner] as const]) {
      from.on('error', () => to.destroy());
      from.on('close', () => {
        to.destroy();
        pairs.delete(pair);
      });
    }
    if (isHanging) return;
    inner.pipe(outer);
    outer.pipe(inner);
  };
  const listen = async (): Promise<void> => {
    server = createServer(accept).listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : port;
  };
  const reset = (): void => {
    for (const [inner, outer] of pairs) {
      inner.resetAndDestroy();
      outer.destroy();
    }
  };
  const stopListening = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    reset();
    await closed;
  };
  await listen();

  return {
    get port() {
      return port;
    },
    get connections() {
      return connections;
    },
    reset,
    hang: () => {
      isHanging = true;
      for (const [inner, outer] of pairs) {
        inner.unpipe(outer);
        outer.unpipe(inner);
        inner.pause();
        outer.pause();
      }
    },
    refuse: stopListening,
    mend: async () => {
      isHanging = false;
      if (!server.listening) await listen();
    },
    close: stopListening,
  };
}
