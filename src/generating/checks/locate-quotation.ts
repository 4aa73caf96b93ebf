import type { Span } from '../../corpus/index.js';
import { findApproximately } from './approximate-match.js';
import { comparable, originalSpan, type ComparableText } from './comparable-text.js';

/** Where a model's quotation stands: the source's own words are `[start, end)` of that passage's text. */
export interface LocatedQuotation extends Span {
  readonly passage: number;
  /**
   * `exact`: but for white space, case, script and the shapes of punctuation; `renumbered`: the same, in another passage than the model said;
   * `repaired`: nearly, and the source's own words stand instead of the model's.
   */
  readonly how: 'exact' | 'repaired' | 'renumbered';
}

/**
 * What says less is in too many sentences to show anything: of stretches of 6 characters 3 to 5% stand in more than one sentence of their
 * paragraph, of 8 characters under 1% (CMRC 2018, DRCD, XQuAD, the sample article); of names and short phrases (those sets' answers) that say as
 * much as 4 characters 24%, as 8 characters 7%.
 */
const leastWeight = 8;
/** Shorter ones are taken word for word or not at all: with one character in five changed, 1 to 2% of stretches of 8 are in another paragraph, of 16 none. */
const leastWeightToRepair = 12;
/**
 * Share of a quotation's characters that may be wrong. Sentences of another paragraph of the same article (3,500 in the sets above) are at .31 at
 * the nearest. Slight misquotes within .20: particles left out 100%, one word in another form 100%, two words 93%, every digit changed
 * 90%, punctuation left out 99%; within .15: 98, 99, 80, 75 and 96%. Explanations in brackets left out: 69%.
 */
const repairableShare = 0.2;
/** Longer than anything that a model is asked to quote; what is longer, as written or as compared, is not looked for. */
const maxQuoteCharacters = 1200;
/** How much of a passage the parts of a quotation with dots of omission may span. */
const maxJoinedCharacters = 300;

/** Dots of omission between two parts that stand in one passage. A full stop or two is none. */
const omission = /\s*(?:[[(（]\s*(?:…+|⋯+|\.{3,})\s*[\])）]|…+|⋯+|\.{3,}|。{3,})\s*/u;
/** What stands at a quotation's ends and was not quoted, or was left out: quotation marks, commas, full stops. */
const edges = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}%+]+$/gu;

/**
 * Finds the words that a model says it quotes: in the passage that it names, else in the others; exactly, else nearly.
 * What is found is always a slice of a passage, with whole words and numbers at both ends; `undefined` where nothing is, or where the
 * quotation is too short to show anything.
 *
 * @param claimed the model's number of the passage, as an index into `passages`
 */
export function locateQuotation(
  quote: string,
  passages: readonly { readonly text: string }[],
  claimed: number,
): LocatedQuotation | undefined {
  if (quote.length > maxQuoteCharacters) return undefined;
  const order = passages.map((_, passage) => passage).sort((a, b) => Number(b === claimed) - Number(a === claimed));
  const sources = order.map((passage) => ({
    passage,
    text: passages[passage]?.text ?? '',
    compared: comparable(passages[passage]?.text ?? ''),
  }));
  const whole = patternOf(quote);
  if (whole.text.length > maxQuoteCharacters) return undefined;
  if (whole.weight >= leastWeight) {
    for (const { passage, text, compared } of sources) {
      const start = compared.text.indexOf(whole.text);
      if (start < 0) continue;
      const how = passage === claimed ? 'exact' : 'renumbered';
      return { passage, ...originalSpan(text, compared, start, start + whole.text.length), how };
    }
  }
  const parts = quote
    .split(omission)
    .map(patternOf)
    .filter(({ text }) => text !== '');
  if (parts.length === 0 || parts.some(({ weight }) => weight < leastWeight)) return undefined;
  for (const { passage, text, compared } of sources) {
    const found = findParts(parts, compared);
    if (found === undefined) continue;
    const span = originalSpan(text, compared, found.start, found.end);
    if (parts.length > 1 && span.end - span.start > maxJoinedCharacters) continue;
    return { passage, ...span, how: found.distance > 0 ? 'repaired' : passage === claimed ? 'exact' : 'renumbered' };
  }
  return undefined;
}

interface Pattern {
  readonly text: string;
  readonly weight: number;
}

function patternOf(quote: string): Pattern {
  const { text } = comparable(quote.replace(edges, ''));
  return { text, weight: weightOf(quote) };
}

/** How much a quotation says, about in Chinese characters: one for each of them, two for each word or number in other letters. */
export function weightOf(quote: string): number {
  let weight = 0;
  for (const [run] of quote.normalize('NFKC').matchAll(/\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu))
    weight += /\p{Script=Han}/u.test(run) ? 1 : 2;
  return weight;
}

/** The parts one after another. */
function findParts(parts: readonly Pattern[], { text }: ComparableText): { start: number; end: number; distance: number } | undefined {
  let start: number | undefined;
  let end = 0;
  let distance = 0;
  for (const part of parts) {
    const exact = text.indexOf(part.text, end);
    const found =
      exact >= 0
        ? { start: exact, end: exact + part.text.length, distance: 0 }
        : part.weight < leastWeightToRepair
          ? undefined
          : findApproximately(part.text, text, Math.floor(part.text.length * repairableShare), end);
    if (found === undefined) return undefined;
    start ??= found.start;
    end = found.end;
    distance += found.distance;
  }
  return start === undefined ? undefined : { start, end, distance };
}
