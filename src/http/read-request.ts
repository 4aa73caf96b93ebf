import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Incoming } from '../chat/index.js';
import { isSecret, parseJson, readBody } from '../operations/index.js';

/** A request that the chat deals with. */
export interface ApiRequest {
  readonly incoming: Incoming;
  readonly conversation: string;
  readonly isStream: boolean;
}

/** What is answered without the chat. */
export interface Refusal {
  readonly status: number;
  readonly error: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A question of 500 characters is at most 6,000 bytes as JSON may write it. */
const largestBodyBytes = 16 * 1024;

const conversation = z.string().regex(/^[\w.:-]{1,100}$/);
const language = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,35}$/)
  .optional();
const askBody = z.strictObject({ question: z.string(), conversation, language, thorough: z.boolean().optional() });
const passageQuery = z.strictObject({
  answer: z.string().regex(/^[\w-]{1,16}$/),
  number: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number),
  conversation,
  language,
});

/** `undefined` when the request may go on. */
export function unauthorized({ headers }: IncomingMessage, token: string): Refusal | undefined {
  const [scheme = '', given] = (headers.authorization ?? '').split(' ');
  if (scheme.toLowerCase() === 'bearer' && isSecret(given, token)) return undefined;
  return { status: 401, error: 'The bearer token is missing or wrong.', headers: { 'www-authenticate': 'Bearer' } };
}

export async function readAsk(request: IncomingMessage, id: string): Promise<ApiRequest | Refusal> {
  if (request.method !== 'POST') return notAllowed('POST');
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return { status: 415, error: 'Send application/json.' };
  const body = await readBody(request, largestBodyBytes);
  if (body === undefined) return { status: 413, error: `The body may have ${largestBodyBytes} bytes.`, headers: { connection: 'close' } };
  const parsed = askBody.safeParse(parseJson(body));
  if (!parsed.success) return malformed(parsed.error);
  const { question: text, thorough } = parsed.data;
  const effort = thorough === true ? 'thorough' : 'short';
  return {
    conversation: parsed.data.conversation,
    incoming: { kind: 'question', sender: senderOf(parsed.data), text, effort, request: id },
    isStream: /\btext\/event-stream\b/i.test(request.headers.accept ?? ''),
  };
}

export function readPassage(request: IncomingMessage, id: string): ApiRequest | Refusal {
  if (request.method !== 'GET') return notAllowed('GET');
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  const parsed = passageQuery.safeParse(Object.fromEntries(query));
  if (!parsed.success) return malformed(parsed.error);
  const { answer: answerId, number } = parsed.data;
  const action = { kind: 'open-passage', answerId, number } as const;
  const incoming = { kind: 'action', sender: senderOf(parsed.data), action, request: id } as const;
  return { conversation: parsed.data.conversation, incoming, isStream: false };
}

interface Asker {
  readonly conversation: string;
  readonly language?: string | undefined;
}

/** Whoever holds the token tells conversations apart; each counts as one person. */
function senderOf({ conversation: chat, language: clientLanguage }: Asker): Incoming['sender'] {
  return { platform: 'http', chat, user: chat, isPrivate: true, clientLanguage };
}

function notAllowed(allow: string): Refusal {
  return { status: 405, error: `Use ${allow}.`, headers: { allow, connection: 'close' } };
}

function malformed(error: z.ZodError): Refusal {
  return { status: 400, error: z.prettifyError(error).replaceAll('\n', ' ') };
}
