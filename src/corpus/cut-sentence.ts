import type { Span } from './document.js';
import { packEvenly } from './pack-evenly.js';

export interface MeasuredSpan extends Span {
  readonly tokens: number;
}

interface Budget {
  readonly countTokens: (text: string) => number;
  readonly maxTokens: number;
}

/** Where an over-long sentence may be cut, best places first: after clauses, after words, anywhere between two visible characters. */
const cuts: readonly RegExp[] = [/(?:[，；：、;]|[,:](?!\d)|——|\n)[”’"'」』）)】》〉］\]]*\s*/gu, /\s+/gu];

/**
 * More characters a token than any real text has. An unknown run of letters is one token, however long, so that tokens alone would not
 * bound a passage.
 */
const maxCharactersPerToken = 16;

/** A budget that also bounds a passage's characters. A longer text is never given to the tokenizer, which may be slow on it or fail. */
export function boundingCharacters({ countTokens, maxTokens }: Budget): Budget {
  return {
    maxTokens,
    countTokens: (text) => {
      const least = Math.ceil(text.length / maxCharactersPerToken);
      return least > maxTokens ? least : Math.max(least, countTokens(text));
    },
  };
}
/** A visible character has a few code points; a longer run of combining marks is cut like text. */
const maxGraphemeUnits = 256;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The sentence where it fits the budget, else its clauses (or smaller parts) in the fewest and most even pieces that fit. */
export function cutToBudget(text: string, sentence: Span, budget: Budget): MeasuredSpan[] {
  return cutAtLevel(text, sentence, budget, 0);
}

function cutAtLevel(text: string, span: Span, budget: Budget, level: number): MeasuredSpan[] {
  const content = text.slice(span.start, span.end).trimEnd();
  const tokens = budget.countTokens(content);
  if (tokens <= budget.maxTokens) return [{ ...span, tokens }];
  const cut = cuts[level];
  const parts = cut === undefined ? halves(text, span) : partsAfter(text, span, cut);
  if (parts.length === 1 && cut === undefined) return [{ ...span, tokens }];
  const pieces = parts.flatMap((part) => cutAtLevel(text, part, budget, level + 1));
  return merge(text, pieces, budget);
}

/** Joins neighbouring pieces up to the budget. */
function merge(text: string, pieces: readonly MeasuredSpan[], budget: Budget): MeasuredSpan[] {
  const groups = packEvenly(
    pieces.map((piece) => piece.tokens),
    budget.maxTokens,
  );
  return groups.flatMap((group) => {
    const members = pieces.slice(group.start, group.end);
    const first = members[0];
    const last = members.at(-1);
    if (first === undefined || last === undefined || members.length === 1) return members;
    const tokens = budget.countTokens(text.slice(first.start, last.end).trimEnd());
    return tokens <= budget.maxTokens ? [{ start: first.start, end: last.end, tokens }] : members;
  });
}

function partsAfter(text: string, span: Span, cut: RegExp): Span[] {
  const content = text.slice(span.start, span.end);
  const parts: Span[] = [];
  let start = span.start;
  for (const match of content.matchAll(cut)) {
    const end = span.start + match.index + match[0].length;
    if (end >= span.end) break;
    parts.push({ start, end });
    start = end;
  }
  parts.push({ start, end: span.end });
  return parts;
}

/** The two halves of a span, cut between visible characters; the span alone where it is a single one. */
function halves(text: string, span: Span): Span[] {
  const middle = (span.start + span.end) >> 1;
  // Enough of the surroundings to see the whole visible character around the middle, so that long spans stay cheap.
  const from = beforePair(text, Math.max(span.start, middle - maxGraphemeUnits));
  const to = beforePair(text, Math.min(span.end, middle + maxGraphemeUnits));
  const around = graphemes.segment(text.slice(from, to)).containing(middle - from);
  if (around === undefined) return [span];
  const before = from + around.index;
  const after = before + around.segment.length;
  const whole = before > from || after < to;
  const at = !whole && to - from > maxGraphemeUnits ? beforePair(text, middle) : before > span.start ? before : after;
  return at <= span.start || at >= span.end
    ? [span]
    : [
        { start: span.start, end: at },
        { start: at, end: span.end },
      ];
}

/** The offset itself, or the one before it where it would cut a surrogate pair. */
function beforePair(text: string, offset: number): number {
  const low = text.charCodeAt(offset);
  const high = text.charCodeAt(offset - 1);
  return low >= 0xdc00 && low <= 0xdfff && high >= 0xd800 && high <= 0xdbff ? offset - 1 : offset;
}
