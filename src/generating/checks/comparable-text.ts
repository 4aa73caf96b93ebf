import type { Span } from '../../corpus/index.js';
import { normaliseWithOffsets } from '../../language/index.js';

/** A text as quotations are compared: without white space, case, width, script and the shapes of punctuation; with the way back. */
export interface ComparableText {
  readonly text: string;
  /** For each UTF-16 unit of `text`, where the original character that it came from starts and ends; both non-decreasing. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** Neither seen nor meant by whoever copies a text: white space, marks of direction, joiners, soft hyphens. */
const ignored = /[\s\p{Cf}]/u;

/** Punctuation that is written one way in Chinese and another in English, or by one keyboard and by another. */
const sameMarks: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '"': '“”„‟「」『』«»〝〞',
    "'": '‘’‚‛′`´',
    '-': '‐‑‒–—―−─',
    '·': '•‧∙⋅・',
    '<': '〈《',
    '>': '〉》',
    ',': '、',
    '.': '。',
    '~': '〜',
  }).flatMap(([mark, others]) => Array.from(others, (other) => [other, mark] as const)),
);

export function comparable(text: string): ComparableText {
  const normalised = normaliseWithOffsets(text);
  const units: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let start = 0;
  let end = 0;
  let at = 0;
  for (const character of normalised.text) {
    const ownEnd = normalised.ends[at + character.length - 1] ?? text.length;
    if (ownEnd > end) {
      start = end;
      end = ownEnd;
    }
    at += character.length;
    if (ignored.test(character)) continue;
    const lower = character.toLowerCase();
    const unit = sameMarks.get(character) ?? (lower.length === character.length ? lower : character);
    units.push(unit);
    for (let part = 0; part < unit.length; part++) {
      starts.push(start);
      ends.push(end);
    }
  }
  return { text: units.join(''), starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) };
}

const letterOrDigit = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}\p{M}]/u;
/** What holds a word or a number together when it stands within: GPT-4o, 3.5, don't, DALL·E, 3,000. */
const joint = /[-.,'’·_/]/u;

/** Where the span of comparable units `[start, end)` is in the original, grown so that it cuts no Latin word and no number at its ends. */
export function originalSpan(text: string, { starts, ends }: ComparableText, start: number, end: number): Span {
  let from = starts[start] ?? 0;
  let to = ends[end - 1] ?? text.length;
  while (from > 0 && isWithinWord(text, from)) from--;
  while (to < text.length && isWithinWord(text, to)) to++;
  return { start: from, end: to };
}

/** Whether a word or number goes on across this place in the text. */
function isWithinWord(text: string, at: number): boolean {
  const before = text[at - 1] ?? '';
  const after = text[at] ?? '';
  if (isLowSurrogate(after)) return true;
  if (letterOrDigit.test(before)) return letterOrDigit.test(after) || (joint.test(after) && letterOrDigit.test(text[at + 1] ?? ''));
  return joint.test(before) && letterOrDigit.test(after) && letterOrDigit.test(text[at - 2] ?? '');
}

function isLowSurrogate(unit: string): boolean {
  return unit >= '\uDC00' && unit <= '\uDFFF';
}
