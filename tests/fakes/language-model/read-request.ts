import type { IncomingMessage } from 'node:http';
import { ApiError, badRequest } from './api-error.js';

export type Endpoint = 'completions' | 'models';

const endpoints: Readonly<Record<string, { readonly endpoint: Endpoint; readonly method: string }>> = {
  '/v1/chat/completions': { endpoint: 'completions', method: 'POST' },
  '/v1/models': { endpoint: 'models', method: 'GET' },
};

export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0] ?? '/';
}

/** @throws ApiError: 404 for what every such server does not have, 405 for the wrong method */
export function findEndpoint(method: string, path: string): Endpoint {
  const found = endpoints[path];
  if (!found) throw new ApiError(404, `Invalid URL (${method} ${path})`);
  if (found.method === method) return found.endpoint;
  throw new ApiError(405, `Not allowed to ${method} on ${path}.`, { code: 'method_not_supported' }, { allow: found.method });
}

/** The key in `Authorization: Bearer …`. */
export function keyOf(request: IncomingMessage): string | undefined {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
}

/** @throws ApiError for a body that is not a JSON object in UTF-8, or is not called JSON */
export async function readJson(request: IncomingMessage): Promise<object> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(?:;|$)/i.test(type))
    throw new ApiError(415, `Unsupported Media Type: Only 'application/json' is allowed, but got '${type}'.`);
  const value = parse(Buffer.concat(chunks));
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw badRequest('The JSON body of your request has to be an object.');
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw badRequest('We could not parse the JSON body of your request.');
  }
}
