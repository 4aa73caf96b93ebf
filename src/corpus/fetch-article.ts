import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import type { Agent, Dispatcher } from 'undici';
import {
  ArticleTooLargeError,
  BadAddressError,
  BadStatusError,
  ConnectionError,
  ContentTypeError,
  FetchArticleError,
  FetchTimeoutError,
  PrivateAddressError,
  TooManyRedirectsError,
} from './fetch-errors.js';
import { formats } from './formats.js';
import { nonPublicRange } from './public-address.js';
import { decompressed } from './decompress.js';

export interface FetchArticleOptions {
  /**
   * Also fetch from loopback and private networks. Off by default, because anybody who can name an address could otherwise probe this
   * machine's network.
   */
  readonly allowPrivateAddresses: boolean;
  /** Of the body, on the wire and decompressed. */
  readonly maxBytes: number;
  /** For everything together: name look-up, connections, redirects and the whole body. */
  readonly timeoutMs: number;
  readonly network?: Partial<Network>;
}

/** Access to the internet; replaced in tests. */
export interface Network {
  readonly resolve: (host: string) => Promise<readonly ResolvedAddress[]>;
  /** Why connecting to an address is not allowed; undefined where it is. */
  readonly nonPublicRange: (address: string) => string | undefined;
}

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

export interface FetchedArticle {
  /** The address that was asked for. */
  readonly path: string;
  /** The address that answered, after redirects. */
  readonly fetchedFrom: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

const maxRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * An article from the web. The address of the actual connection is checked, at every redirect, so that a name that resolves differently the
 * second time (DNS rebinding) is refused.
 * @throws FetchArticleError with what happened and what to do.
 */
export async function fetchArticle(url: string, options: FetchArticleOptions): Promise<FetchedArticle> {
  const network: Network = { resolve: resolveHost, nonPublicRange, ...options.network };
  const guard = (host: string, address: string): void => {
    const range = options.allowPrivateAddresses ? undefined : network.nonPublicRange(address);
    if (range !== undefined) throw new PrivateAddressError(url, host === address ? host : `${host} (${address})`, range);
  };
  // Loaded when needed, as the formats' readers are.
  const undici = await import('undici');
  const agent = new undici.Agent({ connect: { lookup: guardedLookup(network, guard), timeout: options.timeoutMs } });
  const signal = AbortSignal.timeout(options.timeoutMs);
  try {
    return await follow(url, options.maxBytes, agent, signal, guard);
  } catch (error) {
    throw asFetchError(error, url, signal, options.timeoutMs);
  } finally {
    await agent.destroy();
  }
}

async function follow(
  url: string,
  maxBytes: number,
  agent: Agent,
  signal: AbortSignal,
  guard: (host: string, address: string) => void,
): Promise<FetchedArticle> {
  let address = parseAddress(url, url);
  for (let redirected = 0; redirected <= maxRedirects; redirected++) {
    // A numeric host is not looked up.
    const host = address.hostname.replace(/^\[|\]$/gu, '');
    if (isIP(host) !== 0) guard(host, host);
    const response = await agent.request({
      origin: address.origin,
      path: `${address.pathname}${address.search}`,
      method: 'GET',
      signal,
      headers: {
        accept: formats.flatMap((format) => format.mediaTypes).join(', '),
        'accept-encoding': 'gzip, br, deflate',
        'user-agent': 'Footnote',
      },
    });
    response.body.on('error', ignoreAbandonedBody);
    const location = header(response, 'location');
    if (redirects.has(response.statusCode) && location !== undefined) {
      response.body.destroy();
      address = parseAddress(location, url, address);
      continue;
    }
    if (response.statusCode !== 200) throw new BadStatusError(url, response.statusCode);
    const contentType = header(response, 'content-type');
    if (contentType === undefined || !isArticle(contentType)) throw new ContentTypeError(url, contentType);
    const bytes = await readBody(response, url, maxBytes);
    return { path: url, fetchedFrom: address.href, bytes, contentType };
  }
  throw new TooManyRedirectsError(url, maxRedirects);
}

/** The body's reader gets its errors from reading. Without a listener, aborting an unread body would end the process. */
function ignoreAbandonedBody(): void {}

function parseAddress(address: string, asked: string, base?: URL): URL {
  if (!URL.canParse(address, base?.href)) throw new BadAddressError(asked);
  const url = new URL(address, base);
  if (!/^https?:$/u.test(url.protocol) || url.username !== '' || url.password !== '') throw new BadAddressError(asked);
  return url;
}

function isArticle(contentType: string): boolean {
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return formats.some((format) => format.mediaTypes.includes(mediaType));
}

function header(response: Dispatcher.ResponseData, name: string): string | undefined {
  const value = response.headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

async function readBody(response: Dispatcher.ResponseData, url: string, maxBytes: number): Promise<Uint8Array> {
  if (Number(header(response, 'content-length') ?? 0) > maxBytes) throw new ArticleTooLargeError(url, maxBytes);
  const limited = async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let length = 0;
    for await (const chunk of source) {
      length += chunk.length;
      if (length > maxBytes) throw new ArticleTooLargeError(url, maxBytes);
      yield chunk;
    }
  };
  const chunks: Uint8Array[] = [];
  for await (const chunk of limited(decompressed(limited(response.body), header(response, 'content-encoding')))) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function resolveHost(host: string): Promise<readonly ResolvedAddress[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}

/** Looks a name up, and refuses it where any of its addresses is not public; the connection goes to one of these. */
function guardedLookup(network: Network, guard: (host: string, address: string) => void): LookupFunction {
  return (host, { all, family }, callback) => {
    network.resolve(host).then(
      (resolved) => {
        try {
          for (const { address } of resolved) guard(host, address);
        } catch (error) {
          callback(error instanceof Error ? error : new Error(String(error)), [], 0);
          return;
        }
        const usable = resolved.filter(
          (entry) => family === 0 || family === undefined || entry.family === Number(String(family).replace('IPv', '')),
        );
        const first = usable[0];
        if (first === undefined) callback(new Error(`${host} has no address`), [], 0);
        else if (all === true) callback(null, [...usable]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => {
        callback(error instanceof Error ? error : new Error(String(error)), [], 0);
      },
    );
  };
}

function asFetchError(error: unknown, url: string, signal: AbortSignal, timeoutMs: number): FetchArticleError {
  if (error instanceof FetchArticleError) return error;
  if (signal.aborted) return new FetchTimeoutError(url, timeoutMs);
  if (error instanceof Error && error.cause instanceof FetchArticleError) return error.cause;
  const reason = error instanceof Error ? error.message : String(error);
  return new ConnectionError(url, reason.replace(/\.$/u, ''), { cause: error });
}
