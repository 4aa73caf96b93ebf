import { JSONParser } from '@streamparser/json';
import { z } from 'zod';
import { ModelError } from './language-model.js';

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

const offered = z.object({ passage: z.coerce.number().pipe(z.int()), quote: z.string(), text: z.string() });

/**
 * An answer's parts as soon as each is complete. White space, a fence or a word of prose before the JSON and after it are passed over.
 * @throws ModelError `malformed` for what is no such JSON, or ends before it is whole
 */
export async function* readAnswer(pieces: AsyncIterable<string>): AsyncIterable<AnswerPart> {
  const found: AnswerPart[] = [];
  const parser = new JSONParser({ paths: ['$.answerable', '$.statements.*'] });
  parser.onValue = ({ value, key }) => {
    if (key === 'answerable') found.push({ kind: 'answerable', answerable: value === true });
    else found.push(...statementParts(value));
  };
  // What is wrong is thrown by `write`; the parser would print it besides.
  parser.onError = () => undefined;
  for await (const piece of jsonOf(pieces)) {
    if (parser.isEnded) break;
    parse(() => parser.write(piece));
    yield* found.splice(0);
  }
  if (!parser.isEnded) throw malformed('it ends in the middle');
}

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
  let text = '';
  for await (const piece of jsonOf(pieces)) text += piece;
  const document = parse((): unknown => JSON.parse(text.slice(0, text.lastIndexOf('}') + 1)));
  const parsed = shape.safeParse(document);
  if (!parsed.success) throw malformed(z.prettifyError(parsed.error).replaceAll('\n', ' '));
  return parsed.data;
}

/** From the first brace on: nothing that is asked for begins with another character. */
async function* jsonOf(pieces: AsyncIterable<string>): AsyncIterable<string> {
  let begun = false;
  for await (const piece of pieces) {
    const from = begun ? 0 : piece.indexOf('{');
    if (from < 0) continue;
    begun = true;
    yield piece.slice(from);
  }
}

function parse<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function malformed(why: string, options?: ErrorOptions): ModelError {
  return new ModelError('malformed', `The model's answer is not the JSON that was asked for: ${why}.`, options);
}
