import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import {
  ArticleTooLargeError,
  BadAddressError,
  BadStatusError,
  ConnectionError,
  ContentTypeError,
  fetchArticle,
  FetchTimeoutError,
  PrivateAddressError,
  readDocument,
  TooManyRedirectsError,
  type FetchArticleOptions,
  type FetchedArticle,
} from '../../src/corpus/index.js';
import { nonPublicRange } from '../../src/corpus/public-address.js';

const servers: Server[] = [];

/** A server on loopback; gives its port and how often it was asked. */
async function serve(listener: RequestListener): Promise<{ port: number; url: string; asked: () => number }> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked++;
    listener(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}/a`, asked: () => asked };
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const allowed: FetchArticleOptions = { allowPrivateAddresses: true, maxBytes: 100_000, timeoutMs: 3_000 };
const guarded: FetchArticleOptions = { ...allowed, allowPrivateAddresses: false };
const get = (url: string, options: Partial<FetchArticleOptions> = {}): Promise<FetchedArticle> =>
  fetchArticle(url, { ...allowed, ...options });
const textOf = (article: FetchedArticle): string => Buffer.from(article.bytes).toString();
const plain = { 'content-type': 'text/plain; charset=utf-8' };

describe('an article from the web', () => {
  it('comes with its type and the address that answered, ready to be read', async () => {
    const { port, url } = await serve((request, response) => {
      if (request.url === '/a') response.writeHead(302, { location: '/posts/b' }).end('moved');
      else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<p>正文在这里。</p>');
    });
    const article = await get(url);
    expect(article).toMatchObject({ path: url, fetchedFrom: `http://127.0.0.1:${port}/posts/b`, contentType: 'text/html; charset=utf-8' });
    expect(await readDocument(article.bytes, article)).toMatchObject({ text: '正文在这里。', sourceUrl: article.fetchedFrom, path: url });
  });

  it.each([
    ['gzip', gzipSync('compressed text')],
    ['br', brotliCompressSync('compressed text')],
    ['deflate', deflateSync('compressed text')],
  ])('may be compressed as %s', async (encoding, body) => {
    const { url } = await serve((_, response) => response.writeHead(200, { ...plain, 'content-encoding': encoding }).end(body));
    expect(textOf(await get(url))).toBe('compressed text');
  });

  it('is refused when its compression is broken or unknown', async () => {
    const { url } = await serve((_, response) => response.writeHead(200, { ...plain, 'content-encoding': 'gzip' }).end('not gzip'));
    await expect(get(url)).rejects.toThrow(ConnectionError);
    const other = await serve((_, response) => response.writeHead(200, { ...plain, 'content-encoding': 'zstd' }).end('x'));
    await expect(get(other.url)).rejects.toThrow(/compressed it as zstd/u);
  });
});

describe('addresses that are not public', () => {
  it.each([
    ['http://127.0.0.1/', 'loopback'],
    ['http://0x7f.1/', 'loopback'],
    ['http://[::1]/', 'loopback'],
    ['http://[::ffff:10.0.0.1]/', 'private'],
    ['http://10.1.2.3/', 'private'],
    ['http://192.168.1.1/', 'private'],
    ['http://169.254.169.254/latest/meta-data/', 'linkLocal'],
    ['http://100.64.0.1/', 'carrierGradeNat'],
    ['http://224.0.0.1/', 'multicast'],
    ['http://0.0.0.0/', 'unspecified'],
    ['http://[fd00::1]/', 'uniqueLocal'],
    ['http://[fe80::1]/', 'linkLocal'],
    ['http://[64:ff9b::7f00:1]/', 'rfc6052'],
  ])('%s is refused (%s)', async (url, range) => {
    await expect(fetchArticle(url, guarded)).rejects.toThrow(PrivateAddressError);
    await expect(fetchArticle(url, guarded)).rejects.toThrow(range);
  });

  it('are refused behind a name, and nothing is connected to', async () => {
    const { port, asked } = await serve((_, response) => response.writeHead(200, plain).end('secret'));
    const resolve = (): Promise<{ address: string; family: 4 }[]> =>
      Promise.resolve([
        { address: '93.184.215.14', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ]);
    await expect(fetchArticle(`http://articles.example:${port}/a`, { ...guarded, network: { resolve } })).rejects.toThrow(
      /articles\.example \(127\.0\.0\.1\).*not on the public internet.*allow private addresses explicitly/u,
    );
    expect(asked()).toBe(0);
  });

  it('are refused when a name resolves to one only the second time', async () => {
    const { port, asked } = await serve((request, response) => {
      if (request.url === '/a') response.writeHead(302, { location: '/b', connection: 'close' }).end();
      else response.writeHead(200, plain).end('secret');
    });
    let lookups = 0;
    const network = {
      resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 as const }]),
      // The first look-up finds an address that counts as public here, the second one that does not.
      nonPublicRange: () => (++lookups === 1 ? undefined : 'loopback'),
    };
    await expect(fetchArticle(`http://articles.example:${port}/a`, { ...guarded, network })).rejects.toThrow(PrivateAddressError);
    expect(lookups).toBe(2);
    expect(asked()).toBe(1);
  });

  it('are refused when a public page forwards there', async () => {
    const secret = await serve((_, response) => response.writeHead(200, plain).end('secret'));
    const { port } = await serve((_, response) =>
      response.writeHead(302, { location: secret.url.replace('127.0.0.1', '127.0.0.2') }).end(),
    );
    const network = { nonPublicRange: (address: string) => (address === '127.0.0.1' ? undefined : nonPublicRange(address)) };
    await expect(fetchArticle(`http://127.0.0.1:${port}/a`, { ...guarded, network })).rejects.toThrow(PrivateAddressError);
    expect(secret.asked()).toBe(0);
  });

  it('are fetched from when that is allowed', async () => {
    const { port } = await serve((_, response) => response.writeHead(200, plain).end('an article'));
    const network = { resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 as const }]) };
    expect(textOf(await get(`http://intranet.example:${port}/a`, { network }))).toBe('an article');
  });

  it('leave public addresses alone', () => {
    expect(['8.8.8.8', '93.184.215.14', '2606:4700::1111'].map(nonPublicRange)).toEqual([undefined, undefined, undefined]);
    expect(nonPublicRange('not an address')).toBe('invalid');
  });
});

describe('what is not an article', () => {
  it.each(['ftp://example.com/a', 'file:///etc/passwd', 'javascript:alert(1)', 'example.com/a', 'http://user:secret@example.com/'])(
    '%s is refused as an address',
    async (url) => {
      await expect(get(url)).rejects.toThrow(BadAddressError);
    },
  );

  it('is a redirect to a file, or one without end', async () => {
    const toFile = await serve((_, response) => response.writeHead(301, { location: 'file:///etc/passwd' }).end());
    await expect(get(toFile.url)).rejects.toThrow(BadAddressError);
    const forever = await serve((_, response) => response.writeHead(302, { location: '/a' }).end());
    await expect(get(forever.url)).rejects.toThrow(TooManyRedirectsError);
    expect(forever.asked()).toBe(6);
  });

  it('is a page that is missing, or of another type or none', async () => {
    const missing = await serve((_, response) => response.writeHead(404, plain).end('not here'));
    await expect(get(missing.url)).rejects.toThrow(BadStatusError);
    const image = await serve((_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end('x'));
    await expect(get(image.url)).rejects.toThrow(/is image\/png\. Footnote reads text\/html/u);
    const typeless = await serve((_, response) => response.writeHead(200).end('x'));
    await expect(get(typeless.url)).rejects.toThrow(ContentTypeError);
  });

  it('is a body that is too large, says so, or never ends', async () => {
    const honest = await serve((_, response) => response.writeHead(200, { ...plain, 'content-length': '200000' }).end('x'.repeat(200_000)));
    await expect(get(honest.url)).rejects.toThrow(ArticleTooLargeError);
    const endless = await serve((_, response) => {
      response.writeHead(200, plain);
      const timer = setInterval(() => response.write('x'.repeat(20_000)), 1);
      response.on('close', () => {
        clearInterval(timer);
      });
    });
    await expect(get(endless.url)).rejects.toThrow(/larger than 0\.1 MB/u);
  });

  it.each([
    ['gzip', gzipSync(Buffer.alloc(50_000_000))],
    ['br', brotliCompressSync(Buffer.alloc(5_000_000))],
  ])('is a small body that becomes a large one (%s)', async (encoding, bomb) => {
    const { url } = await serve((_, response) => response.writeHead(200, { ...plain, 'content-encoding': encoding }).end(bomb));
    await expect(get(url)).rejects.toThrow(ArticleTooLargeError);
  });

  it('is a server that does not answer, answers drop by drop, or hangs up', async () => {
    const silent = await serve(() => undefined);
    await expect(get(silent.url, { timeoutMs: 200 })).rejects.toThrow(FetchTimeoutError);
    const unresolved = { resolve: () => new Promise<never>(() => undefined) };
    await expect(get('http://nowhere.example/a', { timeoutMs: 200, network: unresolved })).rejects.toThrow(FetchTimeoutError);
    const slow = await serve((_, response) => {
      response.writeHead(200, plain);
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => {
        clearInterval(timer);
      });
    });
    await expect(get(slow.url, { timeoutMs: 200 })).rejects.toThrow(FetchTimeoutError);
    const rude = await serve((_, response) => {
      response.writeHead(200, { ...plain, 'content-length': '1000' });
      response.write('only this', () => response.destroy());
    });
    await expect(get(rude.url)).rejects.toThrow(ConnectionError);
  });

  it('is a name that does not resolve', async () => {
    const network = { resolve: () => Promise.reject(new Error('getaddrinfo ENOTFOUND nowhere.example')) };
    await expect(get('http://nowhere.example/a', { network })).rejects.toThrow(/could not be fetched: .*ENOTFOUND.*try again/u);
    await expect(get('http://nowhere.example/a', { network: { resolve: () => Promise.resolve([]) } })).rejects.toThrow(ConnectionError);
  });
});
