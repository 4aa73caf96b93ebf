import { JSONParser } from '@streamparser/json';
import { z } from 'zod';
import { ModelError } from '../language-model/index.js';

/** A statement as a model offers it: nothing of it is trusted. */
export interface OfferedStatement {
  /** The model's number of the passage. */
  readonly passage: number;
  readonly quote: string;
  readonly text: string;
}

/** What an answer's completion says, in the order in which it comes. */
export type AnswerPart =
  { readonly kind: 'answerable'; readonly answerable: boolean } | { readonly kind: 'statement'; readonly statement: OfferedStatement };

/** Far more than a sentence, or the passage it rests on, comes to: what is longer takes long to look for and would not be shown. */
const maxCharacters = 4_000;
const sentence = z.string().max(maxCharacters);
const offered = z.object({ passage: z.coerce.number().pipe(z.int()), quote: sentence, text: sentence });

/** Several times as many as are asked for. Each is looked up in every passage, so the rest is not read. */
const maxStatements = 30;

/** Of what a parser says about something that may be of any length. */
const longestReason = 300;

/** Ten times what the longest answer comes to: who writes more is not going to end. */
const maxCompletionCharacters = 40_000;

/**
 * An answer's parts as soon as each is complete. White space, a fence or a word of prose before the JSON and after it are passed over.
 * @throws ModelError `malformed` for what is no such JSON, or ends before it is whole
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

/** Nothing else takes an answer away from a reader: some endpoints' models write a word where the shape wants true or false. */
const saysNo: ReadonlySet<unknown> = new Set([false, 'false', 'False', 'no']);

/** What stands among the statements and is none is passed over. */
function statementParts(value: unknown): AnswerPart[] {
  const parsed = offered.safeParse(value);
  return parsed.success ? [{ kind: 'statement', statement: parsed.data }] : [];
}

/**
 * A completion that is of use only as a whole.
 * @throws ModelError `malformed` for what is not of that shape
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
  /** How many objects and arrays it stands in. */
  readonly depth: number;
}

/** The values at these paths of the JSON in a completion. Once the JSON is whole, nothing that follows or befalls the rest matters. */
async function* valuesOf(pieces: AsyncIterable<string>, paths: string[]): AsyncIterable<FoundValue> {
  const found: FoundValue[] = [];
  const wrong: Error[] = [];
  const parser = new JSONParser({ paths });
  parser.onValue = ({ value, key, stack }) => void found.push({ value, key, depth: stack.length });
  // Thrown by the parser, an error would take along the values before it.
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

/** From where the JSON begins on: an object begins with a brace and a quotation mark or another brace behind it; a brace with anything else is prose. */
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
      // White space between the two says nothing.
      if (begun) yield `{${piece.slice(at)}`;
      else if (!whiteSpace.test(character)) isAfterBrace = character === '{';
    }
  }
}

function malformed(why: string, options?: ErrorOptions): ModelError {
  return new ModelError('malformed', `The model's answer is not the JSON that was asked for: ${why.slice(0, longestReason)}.`, options);
}
