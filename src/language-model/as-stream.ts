import { z } from 'zod';
import { readInto, textOf, type FetchedResponse } from './read-body.js';

const wholeCompletion = z.looseObject({
  choices: z.array(z.looseObject({ message: z.unknown(), finish_reason: z.unknown() })).min(1),
  usage: z.unknown(),
});

/** A completion with every token a model may write, and its thoughts, is far smaller. */
const longestCompletionBytes = 4 * 1024 * 1024;

/** Some gateways send the whole completion at once where a stream was asked for: it becomes a stream of one event. What is neither is left as it is. */
export async function asStream(response: FetchedResponse): Promise<FetchedResponse | Response> {
  if (!/^application\/json\b/i.test(response.headers.get('content-type') ?? '')) return response;
  const chunks: Uint8Array[] = [];
  await readInto(chunks, response, longestCompletionBytes);
  const text = textOf(chunks);
  const parsed = wholeCompletion.safeParse(parseJson(text));
  if (!parsed.success) return new Response(text);
  const { choices, usage, ...rest } = parsed.data;
  const event = { ...rest, usage, choices: choices.map(({ message, ...choice }) => ({ ...choice, delta: message })) };
  return new Response(`data: ${JSON.stringify(event)}\n\ndata: [DONE]\n\n`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
