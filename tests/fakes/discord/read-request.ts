import type { IncomingMessage } from 'node:http';
import { Busboy } from '@fastify/busboy';
import { refusals } from './api-error.js';
import { invalidFormBody } from './validation/index.js';

export interface DiscordRequest {
  readonly method: string;
  /** Without `/api/v10`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly authorization: string;
  readonly body: unknown;
  /** How many files came with it. */
  readonly files: number;
}

/** @throws DiscordApiError for a version, an encoding or a body that Discord would not read */
export async function readRequest(request: IncomingMessage): Promise<DiscordRequest> {
  const url = new URL(request.url ?? '/', 'http://discord.invalid');
  const [, version, path = ''] = /^\/api\/v(\d+)(\/.*)$/.exec(url.pathname) ?? [];
  if (version === undefined) throw refusals.notFound();
  if (version !== '10') throw refusals.invalidApiVersion();
  return {
    method: request.method ?? 'GET',
    path,
    query: Object.fromEntries(url.searchParams),
    authorization: request.headers.authorization ?? '',
    ...(await readBody(request)),
  };
}

async function readBody(request: IncomingMessage): Promise<Pick<DiscordRequest, 'body' | 'files'>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (bytes.length === 0) return { body: undefined, files: 0 };
  if (type.startsWith('application/json')) return { body: parse(bytes.toString('utf8')), files: 0 };
  if (type.startsWith('multipart/form-data')) {
    return await readMultipart(bytes, type);
  }
  const message = `Expected "Content-Type" header to be one of {'application/json', 'multipart/form-data'}.`;
  throw invalidFormBody([{ path: [], code: 'CONTENT_TYPE_INVALID', message }]);
}

/** Files come beside the JSON, which is a field called `payload_json` (documentation: Reference, Uploading Files). */
async function readMultipart(bytes: Buffer, type: string): Promise<Pick<DiscordRequest, 'body' | 'files'>> {
  return await new Promise((resolve, reject) => {
    const parser = new Busboy({ headers: { 'content-type': type } });
    let payload = '{}';
    let files = 0;
    parser.on('field', (name, value) => {
      if (name === 'payload_json') payload = value;
    });
    parser.on('file', (_name, stream) => {
      files++;
      stream.resume();
    });
    parser.on('error', reject);
    parser.on('finish', () => {
      try {
        resolve({ body: parse(payload), files });
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    parser.end(bytes);
  });
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    throw refusals.invalidJson();
  }
}
