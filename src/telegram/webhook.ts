import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../chat/index.js';
import { isSecret, parseJson, readBody } from '../operations/index.js';
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
    const body = await readBody(request, largestBodyBytes);
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
