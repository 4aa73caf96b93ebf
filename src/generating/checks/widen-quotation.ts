import type { Span } from '../../corpus/index.js';

/** A quotation is shown with the sentences around it, up to so many characters: what a phone shows at a glance. As the extractive answers show theirs. */
const maxQuotationCharacters = 200;

/** What of a passage is needed; sentences follow one another without a gap. */
export interface PassageSentences {
  readonly text: string;
  readonly sentences: readonly Span[];
}

/**
 * The whole sentences that the found words are in, and as many of those around as fit, the ones before first, within their paragraph: what the
 * next one says of somebody else would lend a statement its words. Never narrower than what was found, however long that is; white space at
 * the ends is left out. `undefined` where one of the sentences that the words are in may not be shown.
 *
 * @param mayBeShown whether a sentence may; all of them, where left out
 */
export function widenQuotation(passage: PassageSentences, found: Span): Span;
export function widenQuotation(passage: PassageSentences, found: Span, mayBeShown: (sentence: string) => boolean): Span | undefined;
export function widenQuotation(
  { text, sentences }: PassageSentences,
  found: Span,
  mayBeShown?: (sentence: string) => boolean,
): Span | undefined {
  let first = sentences.findIndex(({ end }) => end > found.start);
  let last = sentences.findLastIndex(({ start }) => start < found.end);
  if (first < 0 || last < first) return { start: found.start, end: found.end };
  const spanOf = (from: number, to: number): Span => {
    const start = Math.min(sentences[from]?.start ?? 0, found.start);
    const end = Math.max(sentences[to]?.end ?? text.length, found.end);
    const words = text.slice(start, end);
    return { start: start + (words.length - words.trimStart().length), end: end - (words.length - words.trimEnd().length) };
  };
  const fits = (from: number, to: number): boolean => {
    const { start, end } = spanOf(from, to);
    return end - start <= maxQuotationCharacters;
  };
  const shows = sentences.map(({ start, end }) => mayBeShown?.(text.slice(start, end)) !== false);
  if (shows.slice(first, last + 1).includes(false)) return undefined;
  const joinsNext = sentences.map(({ start, end }) => !/\n\s*$/u.test(text.slice(start, end)));
  while (shows[first - 1] === true && joinsNext[first - 1] === true && fits(first - 1, last)) first--;
  while (shows[last + 1] === true && joinsNext[last] === true && fits(first, last + 1)) last++;
  const { start, end } = spanOf(first, last);
  return { start: Math.min(start, found.start), end: Math.max(end, found.end) };
}
