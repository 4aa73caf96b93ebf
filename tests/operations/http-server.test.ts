import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  addHealthRoutes,
  createHttpServer,
  createMetrics,
  createRedactor,
  defaultHttpLimits,
  HttpServerError,
  type Check,
  type HttpServer,
} from '../../src/operations/index.js';

const open: HttpServer[] = [];
const silent = { error: () => undefined };
const secret = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
const largestBodyBytes = 1000;

const metrics = createMetrics();
metrics.follow({
  queueDepth: () => 3,
  index: () => ({ builtAt: new Date(90_000), passages: 27, documents: 1 }),
  now: () => 100_000,
  platforms: () => ({ telegram: true, discord: false }),
  isModelPaused: () => false,
});

async function serve(checks: readonly Check[] = []): Promise<{ readonly port: number; readonly url: string; readonly http: HttpServer }> {
  const limits = { ...defaultHttpLimits, headersTimeoutMs: 150, requestTimeoutMs: 200, largestBodyBytes };
  const http = createHttpServer({ host: '127.0.0.1', port: 0, log: silent, limits });
  addHealthRoutes(http, { checks: async () => checks, metrics, version: { version: '1.2.3' }, redact: createRedactor([secret]) });
  open.push(http);
  const port = await http.listen();
  return { port, url: `http://127.0.0.1:${port}`, http };
}

afterEach(async () => {
  for (const http of open.splice(0)) await http.close();
});

/** What comes back over a bare connection until the server closes it. */
function exchange(port: number, begin: (write: (text: string) => void) => void): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => begin((text) => void socket.write(text)));
    socket.setEncoding('utf8').on('data', (text: string) => (received += text));
    // A server that cuts a connection with something unread in it resets it.
    socket.on('error', () => undefined).on('close', () => resolve(received));
  });
}

describe('the health routes', () => {
  it('/healthz says that the process lives, whatever is not ready', async () => {
    const { url } = await serve([{ name: 'telegram', ok: false }]);
    const response = await fetch(`${url}/healthz`);
    expect([response.status, await response.json()]).toEqual([200, { alive: true }]);
  });

  it('/readyz is 200 when everything is well', async () => {
    const checks = [{ name: 'index', ok: true, detail: '27 passages' }];
    const response = await fetch(`${(await serve(checks)).url}/readyz`);
    expect([response.status, await response.json()]).toEqual([200, { ready: true, checks }]);
  });

  it('/readyz is 503 and tells what is missing, without secrets', async () => {
    const { url } = await serve([
      { name: 'index', ok: true },
      { name: 'telegram', ok: false, detail: `https://api.telegram.org/bot${secret}/getMe failed` },
    ]);
    const response = await fetch(`${url}/readyz`);
    const text = await response.text();
    expect(response.status).toBe(503);
    expect(text).toContain('api.telegram.org');
    expect(text).not.toContain(secret);
  });

  it('/version tells what runs', async () => {
    expect(await (await fetch(`${(await serve()).url}/version`)).json()).toEqual({ version: '1.2.3' });
  });

  it('/metrics is what Prometheus reads', async () => {
    const response = await fetch(`${(await serve()).url}/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    expect(text).toContain('footnote_queue_depth 3');
    expect(text).toContain('process_resident_memory_bytes');
  });

  it('know GET and HEAD only, and no other path', async () => {
    const { url } = await serve();
    expect((await fetch(`${url}/metrics`, { method: 'POST', body: 'x' })).status).toBe(405);
    const head = await fetch(`${url}/version`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await fetch(`${url}/etc/passwd`)).status).toBe(404);
  });
});

describe('the HTTP server', () => {
  it('refuses a body that says it is too large, without reading it', async () => {
    const { port, http } = await serve();
    let reached = false;
    http.route('/hook', async () => void (reached = true));
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const call = httpRequest({ port, path: '/hook', method: 'POST', headers: { 'content-length': largestBodyBytes + 1 } }, (response) =>
        resolve(response.statusCode),
      );
      call.on('error', reject);
      call.write('x');
    });
    expect(status).toBe(413);
    expect(reached).toBe(false);
  });

  it('does not go on reading an endless body that nobody asked for', async () => {
    const { port } = await serve();
    const answer = await exchange(port, (write) =>
      write('POST /nowhere HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabcde\r\n'),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 404 [\s\S]*connection: close/i);
  });

  it('cuts whoever sends the headers slowly', async () => {
    const { port } = await serve();
    expect(await exchange(port, (write) => write('GET /healthz HTTP/1.1\r\nhost'))).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('cuts whoever sends the body slowly', async () => {
    const { port, http } = await serve();
    http.route('/hook', async (request, response) => {
      for await (const chunk of request) expect(chunk).toBeDefined();
      response.end();
    });
    const answer = await exchange(port, (write) => write('POST /hook HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nslow'));
    expect(answer).not.toMatch(/^HTTP\/1\.1 200/);
  });

  it('refuses headers without end', async () => {
    const { port } = await serve();
    const answer = await exchange(port, (write) => write(`GET /healthz HTTP/1.1\r\nx: ${'y'.repeat(64 * 1024)}\r\n\r\n`));
    expect(answer).toMatch(/^(HTTP\/1\.1 431 |$)/);
  });

  it('answers 500 when a handler fails, and goes on serving', async () => {
    const { url, http } = await serve();
    http.route('/broken', async () => {
      throw new Error('broken');
    });
    expect((await fetch(`${url}/broken`)).status).toBe(500);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('does not wait for a connection that is held open', async () => {
    const { port, http } = await serve();
    const held = connect(port, '127.0.0.1');
    await new Promise((resolve) => held.once('connect', resolve));
    held.on('error', () => undefined).write('GET /healthz HTTP/1.1\r\nhost');
    const began = performance.now();
    await http.close();
    expect(performance.now() - began).toBeLessThan(5_000);
    held.destroy();
  });

  it('says what to do when the port is taken', async () => {
    const { port } = await serve();
    const second = createHttpServer({ host: '127.0.0.1', port, log: silent });
    await expect(second.listen()).rejects.toThrow(HttpServerError);
    await expect(second.listen()).rejects.toThrow(/HTTP_PORT/);
  });
});

describe('connections that are held', () => {
  const crowd = 40;
  const serveFew = async (): Promise<{ readonly port: number; readonly url: string }> => {
    const http = createHttpServer({ host: '127.0.0.1', port: 0, log: silent, limits: { ...defaultHttpLimits, connections: 8 } });
    addHealthRoutes(http, { checks: async () => [], metrics, version: {}, redact: (text) => text });
    open.push(http);
    const port = await http.listen();
    return { port, url: `http://127.0.0.1:${port}` };
  };
  const hold = (port: number, sends: string): Promise<Socket> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(sends);
        resolve(socket);
      }).on('error', () => undefined);
    });

  it.each([
    ['say nothing', ''],
    ['never end their headers', 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    ['never end their body', 'POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nabc'],
    ['have asked, and stay', 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('and %s do not keep health checks out', async (_what, sends) => {
    const { port, url } = await serveFew();
    const held: Socket[] = [];
    for (let count = 0; count < crowd; count++) held.push(await hold(port, sends));
    for (let check = 0; check < 5; check++) expect((await fetch(`${url}/healthz`)).status).toBe(200);
    for (const socket of held) socket.destroy();
  });

  it('give way, the longest waiting first', async () => {
    const { port } = await serveFew();
    const ended: number[] = [];
    const held: Socket[] = [];
    for (let count = 0; count < 10; count++) {
      const socket = await hold(port, '');
      socket.resume().on('close', () => ended.push(count));
      held.push(socket);
    }
    await expect.poll(() => ended).toEqual([0, 1]);
    for (const socket of held) socket.destroy();
  });
});
