import type { IncomingMessage } from 'node:http';
import { Busboy } from '@fastify/busboy';
import { badRequest, BotApiError } from './bot-api-error.js';
import { isObject } from './json-fields.js';

export interface BotApiRequest {
  readonly token: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Reads `/bot<token>/<method>` with its parameters from the query string and from a JSON, urlencoded or multipart body. */
export async function readRequest(request: IncomingMessage): Promise<BotApiRequest> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const path = /^\/bot([^/]+)\/([^/]+)\/?$/.exec(decodeURIComponent(url.pathname));
  if (!path) throw new BotApiError(404, 'Not Found');
  const body = await readBody(request);
  const parameters = { ...Object.fromEntries(url.searchParams), ...(await decodeParameters(body, request.headers['content-type'] ?? '')) };
  return { token: path[1] ?? '', method: path[2] ?? '', parameters };
}

/** Also used for the method call that a webhook may give back as its reply. */
export async function decodeParameters(body: Buffer, contentType: string): Promise<Record<string, string>> {
  if (body.length === 0) return {};
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  switch (type) {
    case 'application/json':
      return decodeJson(body.toString('utf8'));
    case 'application/x-www-form-urlencoded':
      return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
    case 'multipart/form-data':
      return await decodeMultipart(body, contentType);
    default:
      return {};
  }
}

function decodeJson(text: string): Record<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest("can't parse JSON content of the request");
  }
  if (!isObject(value)) throw badRequest('expected a JSON object as the content of the request');
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, typeof field === 'string' ? field : JSON.stringify(field)]),
  );
}

async function decodeMultipart(body: Buffer, contentType: string): Promise<Record<string, string>> {
  return await new Promise((resolve, reject) => {
    const fail = (): void => {
      reject(badRequest("can't parse multipart form data of the request"));
    };
    const parameters: Record<string, string> = {};
    try {
      const parser = new Busboy({ headers: { 'content-type': contentType } });
      parser.on('field', (name, value) => {
        parameters[name] = value;
      });
      // Files are passed over: no method of this fake takes one.
      parser.on('file', (_name, stream) => stream.resume());
      parser.on('finish', () => {
        resolve(parameters);
      });
      parser.on('error', fail);
      parser.end(body);
    } catch {
      fail();
    }
  });
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
