import { z } from 'zod';
import type { Refusal } from './request-form.js';

const text = z.string().optional().catch(undefined);
/** A word with OpenAI, the status again with llama.cpp. */
const anything = z.unknown().optional();
const fields = z.object({ message: anything, code: text, param: text });
const body = z.object({ error: anything, message: anything, detail: anything, code: text, param: text });

/** Enough for a sentence; the rest of an HTML page is useless. */
const longestMessage = 300;

const unseenElements = ['style', 'script'];

/**
 * The message of a response that is not 2xx: `{"error": {"message"}}` (OpenAI, llama.cpp), `{"error": "…"}` (Ollama), `{"message"}` (vLLM
 * until 2025), `{"detail"}` (FastAPI), or a proxy's page.
 */
export function readRefusal(status: number, content: string): Refusal {
  const parsed = body.safeParse(parseJson(content));
  if (!parsed.success) return { status, message: oneLine(withoutTags(content)), code: undefined, param: undefined };
  const { error, detail, message, code, param } = parsed.data;
  const inner = fields.safeParse(error);
  if (inner.success && inner.data.message !== undefined) {
    return { status, message: oneLine(asText(inner.data.message)), code: inner.data.code, param: inner.data.param };
  }
  return { status, message: oneLine(asText(error ?? message ?? detail ?? '')), code, param };
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value);
  } catch (error) {
    // Nested more deeply than the stack is.
    if (error instanceof RangeError) return '';
    throw error;
  }
}

/** In one pass: the end of an unclosed tag is searched for only once. */
function withoutTags(content: string): string {
  const lowerCase = content.toLowerCase();
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    const opens = content.indexOf('<', at);
    const unseen = opens < 0 ? undefined : unseenElements.find((name) => lowerCase.startsWith(name, opens + 1));
    const closes = unseen === undefined ? opens : lowerCase.indexOf(`</${unseen}`, opens);
    if (unseen !== undefined && closes < 0) return [...kept, content.slice(at, opens)].join(' ');
    const ends = opens < 0 ? -1 : content.indexOf('>', closes);
    if (ends < 0) return [...kept, content.slice(at)].join(' ');
    kept.push(content.slice(at, opens));
    at = ends + 1;
  }
}

function oneLine(message: string): string {
  const line = message.replaceAll(/[\s\p{C}]+/gu, ' ').trim();
  return line.length > longestMessage ? `${line.slice(0, longestMessage)}…` : line;
}
