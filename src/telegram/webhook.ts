import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../chat/index.js';
import { createTally } from './tally.js';
import type { TakeUpdate } from './take-update.js';

/** The process's HTTP server, as far as a webhook needs it. */
export interface WebhookHost {
  /** Answers requests for this path from now on. Returns how to end it. */
  route(path: string, handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>): () => void;
}

export interface WebhookDependencies {
  readonly take: TakeUpdate;
  readonly log: Log;
  /** What Telegram was told to send along. */
  readonly secret: string;
}

/** The largest update that there is holds a few messages of 4,096 characters with their markup. */
const largestBodyBytes = 1024 * 1024;

/** Of the characters that setWebhook allows, new at every start: nobody has to keep it, and nobody can have read it. */
export function newWebhookSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Takes updates that Telegram brings. 200 says that the update is written down; anything else has Telegram bring it again. */
export function createWebhookHandler({ take, log, secret }: WebhookDependencies) {
  // Whoever knows the address can call as often as they like, and each call would be a line.
  const strangers = createTally(
    (times) => log.warn({ times }, 'Something that is not Telegram called the webhook: the secret token was wrong or missing.'),
    () => performance.now(),
  );
  const statusOf = async (request: IncomingMessage): Promise<number> => {
    if (request.method !== 'POST') return 405;
    if (!isSecret(request.headers['x-telegram-bot-api-secret-token'], secret)) {
      strangers.count();
      return 401;
    }
    const body = await readBody(request);
    if (body === undefined) {
      log.warn({ largestBodyBytes }, 'A webhook call was larger than any update; it was refused.');
      return 413;
    }
    const update = parseJson(body);
    if (update === undefined) {
      log.warn({}, 'A webhook call was not JSON; it was refused.');
      return 400;
    }
    try {
      await take(update);
      return 200;
    } catch (error) {
      log.error({ err: error }, 'An update cannot be taken in; Telegram will bring it again.');
      return 500;
    }
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const status = await statusOf(request);
    // What is left of a body that was not read would be taken for the next request.
    if (status !== 200) response.setHeader('connection', 'close');
    response.writeHead(status).end();
  };
}

/** In a time that does not tell how much of it was right; of digests, because only what is equally long can be compared so. */
function isSecret(given: string | string[] | undefined, secret: string): boolean {
  if (typeof given !== 'string') return false;
  return timingSafeEqual(digest(given), digest(secret));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** `undefined` when it is too large; the rest of it is not read. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk as Uint8Array);
    bytes += part.length;
    if (bytes > largestBodyBytes) return undefined;
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is a kind of input here, and told so.
    return undefined;
  }
}
