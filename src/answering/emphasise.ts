import type { Span } from '../corpus/index.js';
import { expectationOf, expectedSpans } from './expected-words.js';

/** 原因之一 says that there is a reason, 所以 what it leads to; neither is the reason itself. */
const onlyNamesAReason = /^(?:原因(?!是|在于)|所以|因此|使得|导致|从而|reason|therefore)/i;

/** Emphasis on more than this share of a statement would emphasise nothing. */
const maxShare = 0.6;

/**
 * The words that answer, where the question's wording shows what kind it asks for: a number, a time, a name, a reason.
 *
 * @returns spans of `statement`, in order; empty where that is unclear
 */
export function emphasise(question: string, statement: string): Span[] {
  const expectation = expectationOf(question);
  if (expectation === undefined || expectation.kind === 'definition') return [];
  const spans = expectedSpans(expectation, statement).filter(({ start, end }) => !onlyNamesAReason.test(statement.slice(start, end)));
  const marked = spans.reduce((sum, { start, end }) => sum + end - start, 0);
  return marked <= statement.length * maxShare ? spans : [];
}
