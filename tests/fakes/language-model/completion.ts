import type { ChatRequest } from './chat-request.js';
import type { Interruption, Striking } from './faults.js';
import { countPromptTokens, createTokenMeter } from './tokens.js';

/** Writes the text of a completion: whole, or in pieces that are sent as they come, each in a chunk of its own. */
export type Responder = (request: ChatRequest) => string | AsyncIterable<string> | Promise<string>;

export type FinishReason = 'stop' | 'length' | 'content_filter';

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

/** What a completion consists of, in the order in which it is sent. */
export type Part =
  | { readonly kind: 'reasoning' | 'content'; readonly text: string }
  | { readonly kind: 'interruption'; readonly how: Interruption }
  | { readonly kind: 'finish'; readonly reason: FinishReason; readonly usage: Usage };

/** Sizes of the pieces that a text which comes whole is sent in: they cut words, escapes of JSON, and pairs of CR and LF. */
const pieceLengths = [1, 3, 2, 5, 1, 8, 4];

/** The parts of the completion that the responder writes, with what the faults make of it, no longer than the request allows. */
export async function* partsOfCompletion(request: ChatRequest, responder: Responder, striking: Striking): AsyncGenerator<Part> {
  const meter = createTokenMeter(request.max_completion_tokens ?? request.max_tokens ?? undefined);
  const cut = striking.one('finish');
  const interruption = striking.one('interruption');
  const reasoning = striking.all('reasoning').map(({ text }) => text);
  let reason: FinishReason = 'stop';
  let left = cut?.afterCharacters ?? Number.POSITIVE_INFINITY;
  let untilInterruption = interruption?.afterCharacters ?? Number.POSITIVE_INFINITY;

  for (const piece of reasoning.flatMap((text) => [...cutAwkwardly(text)])) {
    const text = meter.take(piece);
    if (text !== '') yield { kind: 'reasoning', text };
    if (text !== piece) reason = 'length';
  }
  for await (const piece of reworded(() => responder(request), striking)) {
    if (reason !== 'stop') break;
    const wanted = first(piece, left);
    const text = meter.take(wanted);
    if (text !== wanted) reason = 'length';
    else if (cut && wanted !== piece) reason = cut.reason;
    left -= lengthOf(text);
    const before = first(text, untilInterruption);
    if (before !== '') yield { kind: 'content', text: before };
    untilInterruption -= lengthOf(text);
    if (interruption && untilInterruption <= 0) {
      yield { kind: 'interruption', how: interruption.how };
      untilInterruption = Number.POSITIVE_INFINITY;
      if (before !== text) yield { kind: 'content', text: text.slice(before.length) };
    }
  }
  if (interruption && untilInterruption !== Number.POSITIVE_INFINITY) yield { kind: 'interruption', how: interruption.how };
  const [prompt, completion] = [countPromptTokens(request.messages), meter.spent()];
  const usage = { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
  yield { kind: 'finish', reason: reason === 'stop' && cut ? cut.reason : reason, usage };
}

async function* reworded(write: () => ReturnType<Responder>, striking: Striking): AsyncGenerator<string> {
  const changes = striking.all('reworded');
  const drips = striking.one('drip') !== undefined;
  const cut = (text: string): Iterable<string> => (drips ? text : cutAwkwardly(text));
  for (const { before } of changes.toReversed()) yield* cut(before);
  const instead = changes.find((change) => change.instead !== undefined)?.instead;
  const written = instead ?? (await write());
  if (typeof written === 'string') yield* cut(written);
  else for await (const piece of written) yield* drips ? piece : [piece];
  for (const { after } of changes) yield* cut(after);
}

function* cutAwkwardly(text: string): Generator<string> {
  const characters = [...text];
  for (let at = 0, piece = 0; at < characters.length; piece++) {
    const length = pieceLengths[piece % pieceLengths.length] ?? 1;
    yield characters.slice(at, at + length).join('');
    at += length;
  }
}

/** Characters are code points: half a surrogate pair is nothing that JSON in UTF-8 could carry. */
function first(text: string, characters: number): string {
  return characters >= text.length ? text : [...text].slice(0, characters).join('');
}

function lengthOf(text: string): number {
  return [...text].length;
}
