import { JSONParser } from '@streamparser/json';
import { z } from 'zod';
import { ModelError } from '../language-model/index.js';

/** A statement as the model wrote it; nothing of it is trusted. */
export interface OfferedStatement {
  /** The model's number of the passage. */
  readonly passage: number;
  readonly quote: string;
  readonly text: string;
}

/** The parts of an answer, in the order in which they arrive. */
export type AnswerPart =
  { readonly kind: 'answerable'; readonly answerable: boolean } | { readonly kind: 'statement'; readonly statement: OfferedStatement };

/** Far more than a sentence or a passage: longer text takes long to search for, and would not be shown. */
const maxCharacters = 4_000;
const sentence = z.string().max(maxCharacters);
const offered = z.object({ passage: z.coerce.number().pipe(z.int()), quote: sentence, text: sentence });

/** Several times the requested number. Each is searched for in every passage, so the rest is ignored. */
const maxStatements = 30;

/** How much of a parser's message is shown, which may have any length. */
const longestReason = 300;

/** Ten times the longest answer: a longer one will not end. */
const maxCompletionCharacters = 40_000;

/**
 * An answer's parts, each as soon as it is complete. White space, a fence or prose before and after the JSON are ignored. @throws
 * ModelError `malformed` for invalid or incomplete JSON
 */
export async function* readAnswer(pieces: AsyncIterable<string>): AsyncIterable<AnswerPart> {
  let statements = 0;
  for await (const { value, key, depth } of valuesOf(pieces, ['$.answerable', '$.statements.*'])) {
    if (typeof key === 'number') {
      statements++;
      if (statements > maxStatements) return;
      yield* statementParts(value);
    }
    if (depth === 1) yield { kind: 'answerable', answerable: !saysNo.has(value) };
  }
}

/** Only these count as no, since some endpoints' models write a word instead of true or false. */
const saysNo: ReadonlySet<unknown> = new Set([false, 'false', 'False', 'no']);

/** Invalid entries among the statements are skipped. */
function statementParts(value: unknown): AnswerPart[] {
  const parsed = offered.safeParse(value);
  return parsed.success ? [{ kind: 'statement', statement: parsed.data }] : [];
}

/**
 * A completion that is used only as a whole. @throws ModelError `malformed` for another shape
 */
export async function readWhole<Value>(pieces: AsyncIterable<string>, shape: z.ZodType<Value>): Promise<Value> {
  let document: unknown;
  for await (const { value } of valuesOf(pieces, ['$'])) document = value;
  const parsed = shape.safeParse(document);
  if (!parsed.success) throw malformed(z.prettifyError(parsed.error).replaceAll('\n', ' '));
  return parsed.data;
}

interface FoundValue {
  readonly value: unknown;
  /** A number within an array. */
  readonly key: string | number | undefined;
  /** How deeply it is nested. */
  readonly depth: number;
}

/** The values at these paths of a completion's JSON. Once the JSON is complete, anything that follows is ignored. */
async function* valuesOf(pieces: AsyncIterable<string>, paths: string[]): AsyncIterable<FoundValue> {
  const found: FoundValue[] = [];
  const wrong: Error[] = [];
  const parser = new JSONParser({ paths });
  parser.onValue = ({ value, key, stack }) => void found.push({ value, key, depth: stack.length });
  // Not thrown within the parser, which would lose the values before it.
  parser.onError = (error) => void wrong.push(error);
  const isWhole = (): boolean => parser.isEnded;
  let characters = 0;
  try {
    for await (const piece of jsonOf(pieces)) {
      if (isWhole()) break;
      characters += piece.length;
      if (characters > maxCompletionCharacters) throw malformed('it does not end');
      parser.write(piece);
      yield* found.splice(0);
      if (!isWhole() && wrong[0] !== undefined) throw malformed(wrong[0].message, { cause: wrong[0] });
    }
  } catch (error) {
    if (!(error instanceof ModelError && isWhole())) throw error;
  }
  if (!isWhole()) throw malformed('it ends in the middle');
}

const whiteSpace = /^\s$/u;

/** The text from the start of the JSON: an object begins with a brace, followed by a quotation mark or a brace; other braces are prose. */
async function* jsonOf(pieces: AsyncIterable<string>): AsyncIterable<string> {
  let begun = false;
  let isAfterBrace = false;
  for await (const piece of pieces) {
    if (begun) {
      yield piece;
      continue;
    }
    for (let at = 0; at < piece.length && !begun; at++) {
      const character = piece.charAt(at);
      begun = isAfterBrace && (character === '"' || character === '}');
      // White space between the two is ignored.
      if (begun) yield `{${piece.slice(at)}`;
      else if (!whiteSpace.test(character)) isAfterBrace = character === '{';
    }
  }
}

function malformed(why: string, options?: ErrorOptions): ModelError {
  return new ModelError('malformed', `The model's answer is not the JSON that was asked for: ${why.slice(0, longestReason)}.`, options);
}
