import type { CallOutcome, FakeDiscord } from '../fakes/discord/index.js';

/** What the wire brought back. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Calls a route over HTTP as the bot, without any library's help or protection. */
export async function call(discord: FakeDiscord, method: string, path: string, body?: unknown, token = discord.token): Promise<WireAnswer> {
  const response = await fetch(`${discord.apiRoot}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

interface ErrorNode {
  readonly [key: string]: ErrorNode | readonly { readonly code: string; readonly message: string }[];
}

/** What is wrong with a body, one line a problem, as discord.js shows it: `embeds.0.title[BASE_TYPE_MAX_LENGTH]: Must be …`. */
export function problems({ body }: Pick<WireAnswer | CallOutcome, 'body'>): string[] {
  const { code, message, errors } = body as { code?: number; message?: string; errors?: ErrorNode };
  return errors ? flat(errors, []) : [`${code ?? ''} ${message ?? ''}`];
}

function flat(node: ErrorNode, path: readonly string[]): string[] {
  return Object.entries(node).flatMap(([key, value]) =>
    isProblems(value) ? value.map(({ code, message }) => `${path.join('.')}[${code}]: ${message}`) : flat(value, [...path, key]),
  );
}

const isProblems = (value: ErrorNode[string]): value is readonly { readonly code: string; readonly message: string }[] =>
  Array.isArray(value);
