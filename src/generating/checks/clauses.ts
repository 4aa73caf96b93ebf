import type { Span } from '../../corpus/index.js';

/** Where a clause ends: a comma between words (not within 3,000), a semicolon, a colon, the end of a sentence, a dash; a conjunction that opens a new one. */
const boundary =
  /(?:(?<!\d),|,(?!\d)|[;:。！？!?]|\.(?!\d)|——|--)["'”’」』)）]*\s*|\s+(?=(?:but|while|whereas|although|though|because|which|who)\b)/giu;

/** The clauses of a normalised text, one after another without a gap; a text without letters has one. */
export function clausesOf(text: string): Span[] {
  const clauses: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(boundary)) {
    const end = match.index + match[0].length;
    if (!/[\p{L}\p{N}]/u.test(text.slice(start, end))) continue;
    clauses.push({ start, end });
    start = end;
  }
  if (start < text.length && (/[\p{L}\p{N}]/u.test(text.slice(start)) || clauses.length === 0)) clauses.push({ start, end: text.length });
  const last = clauses.at(-1);
  return last === undefined || last.end === text.length ? clauses : [...clauses.slice(0, -1), { start: last.start, end: text.length }];
}

/** The sentence that a clause is in: the clauses up to the ends of sentences on both sides. */
export function sentenceAround(text: string, clauses: readonly Span[], at: number): Span {
  const ends = clauses.map(({ start, end }) => /[。！？.!?]["'”’」』)）]*\s*$/u.test(text.slice(start, end)));
  const past = ends.indexOf(true, at);
  const first = at <= 0 ? 0 : ends.lastIndexOf(true, at - 1) + 1;
  return { start: clauses[first]?.start ?? 0, end: clauses[past]?.end ?? text.length };
}
