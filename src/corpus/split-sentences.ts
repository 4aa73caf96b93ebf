import type { Span } from './document.js';

/** Where a sentence may end: a run of end marks, or an empty line. */
const candidates = /[。｡！？!?‼⁇⁈⁉.…]+|\n[^\S\n]*\n/gu;
const closers = /[”’"'」』）)】》〉］\]]/u;
const closingQuote = /[”’"'」』]/u;
const fullWidthEnd = /[。｡！？‼⁇⁈⁉]/u;
const chinese = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef“”‘’]/u;
/** What continues the sentence after a quoted or parenthesised end mark: “为什么？”的问题 is one sentence. */
const continuation = /[，,、；;：:。．的地得等之》〉]/u;
/** The speaker of a quotation (他说。), without whom it is not understandable. */
const chineseAttribution =
  /[^\s。！？!?“”「」『』，,；;：:][^。！？!?“”「」『』，,；;：:\n]{0,40}?(?:说|說|表示|称|稱|指出|认为|認為|坦言|透露|强调|強調|写道|寫道|解释|解釋|回答|回应|回應|补充|補充|问|問|道)(?:[，,：:。.！!]|$)/uy;
const englishAttribution = /\s+(?:[\p{L}'’.-]{1,30}\s+){0,5}?(?:said|says|asked|asks|replied|added|wrote|explained|told)\b/uy;

/** Never the last word of a sentence. */
const openAbbreviations = new Set(
  'mr mrs ms dr prof st mt rev hon gen col lt sgt capt cmdr sen rep gov pres vs cf e.g i.e eg ie fig figs eq vol pp ed eds approx ca dept est'.split(
    ' ',
  ),
);
/** Abbreviations that only a number follows. */
const numberAbbreviations = new Set('no nos p pp ch sec vol art fig jan feb mar apr jun jul aug sep sept oct nov dec'.split(' '));
/** May be the last word of a sentence: it is when a word follows that begins sentences. */
const closingAbbreviations = new Set('etc inc ltd co corp jr sr al u.s u.k u.n e.u d.c a.m p.m ph.d m.d b.a m.a b.c a.d'.split(' '));
const sentenceStarters = new Set(
  'the a an it he she they we i you this that these those in on at but and as if when while there its his her their our for so'.split(' '),
);

/**
 * The sentences of a text, Chinese and English, as spans that follow one another without a gap from the first character that is not white
 * space to the last: white space after a sentence belongs to it. A text of white space has none. Linear time.
 */
export function sentencesOf(text: string): Span[] {
  const last = text.trimEnd().length;
  const sentences: Span[] = [];
  let start = text.length - text.trimStart().length;
  let quotesFrom = start;
  let openQuotes = 0;
  candidates.lastIndex = start;
  for (let match = candidates.exec(text); match !== null && match.index < last; match = candidates.exec(text)) {
    openQuotes += countQuotes(text, quotesFrom, match.index);
    let end = match.index + match[0].length;
    quotesFrom = end;
    if (!match[0].startsWith('\n')) {
      // A straight quotation mark closes only one that is open.
      for (let next = text[end]; next !== undefined && closers.test(next); next = text[++end]) {
        if (next !== '"') continue;
        if (openQuotes % 2 === 0) break;
        openQuotes++;
      }
      quotesFrom = end;
      if (!isEnd(text, start, match.index, match[0], end)) continue;
    }
    while (end < last && /\s/u.test(text[end] ?? '')) end++;
    if (end >= last) break;
    sentences.push({ start, end });
    start = end;
    quotesFrom = end;
    openQuotes = 0;
    candidates.lastIndex = end;
  }
  if (start < last) sentences.push({ start, end: last });
  return sentences;
}

function countQuotes(text: string, from: number, to: number): number {
  let quotes = 0;
  for (let at = from; at < to; at++) if (text[at] === '"') quotes++;
  return quotes;
}

/**
 * Whether the run of end marks at `at`, whose closing brackets and quotation marks reach to `after`, ends the sentence that began at
 * `start`.
 */
function isEnd(text: string, start: number, at: number, marks: string, after: number): boolean {
  const next = text[after] ?? '';
  const closed = text.slice(at + marks.length, after);
  if (closed !== '') {
    if (continuation.test(next)) return false;
    // 《…？》 is a title, whatever it ends with.
    if (/[》〉]/u.test(closed)) return false;
    if (closingQuote.test(closed) && (matchesAt(chineseAttribution, text, after) || matchesAt(englishAttribution, text, after)))
      return false;
  }
  if (fullWidthEnd.test(marks)) return true;
  const spaced = /\s/u.test(next);
  const following = spaced ? firstVisible(text, after) : next;
  if (spaced && /\p{Ll}/u.test(following)) return false;
  const previous = text[at - 1] ?? '';
  if (/[!?]/u.test(marks)) return spaced || chinese.test(next) || (chinese.test(previous) && !continuation.test(next));
  // An ellipsis within a sentence looks like one at its end; only white space or a closed quotation tells them apart.
  if (marks.length > 1 || marks === '…') return spaced || closingQuote.test(closed);
  return isFullStop(text, start, at, next, spaced, following);
}

function isFullStop(text: string, start: number, at: number, next: string, spaced: boolean, following: string): boolean {
  const previous = text[at - 1] ?? '';
  if (!spaced) {
    if (!chinese.test(next)) return false;
    if (chinese.test(previous)) return true;
  }
  const word = wordBefore(text, start, at);
  const lower = word.toLowerCase();
  if (!spaced) return /\p{L}{2}$/u.test(word) && !isAbbreviation(lower);
  // "1. Introduction": a number that opens a sentence is its place in a list.
  if (/^[\p{N}]+$/u.test(word) && at - word.length === start) return false;
  if (/\p{N}/u.test(following) && numberAbbreviations.has(lower)) return false;
  if (openAbbreviations.has(lower)) return false;
  if (closingAbbreviations.has(lower)) return startsSentence(text, at + 1);
  if (/^(?:\p{L}\.)*\p{Lu}$/u.test(word)) return !isInitial(text, start, at - word.length);
  return true;
}

function isAbbreviation(word: string): boolean {
  return openAbbreviations.has(word) || numberAbbreviations.has(word) || closingAbbreviations.has(word);
}

/** The word before the full stop, with the full stops inside it ("U.S", "e.g"); no longer than abbreviations are. */
function wordBefore(text: string, start: number, at: number): string {
  const near = text.slice(Math.max(start, at - 12), at);
  return /[\p{L}\p{N}.]*$/u.exec(near)?.[0].replace(/^\.+/u, '') ?? '';
}

/** A single capital is the initial of a name when a name surrounds it: "J. K. Rowling" and "George W. Bush", but not "vitamin C. It". */
function isInitial(text: string, start: number, at: number): boolean {
  const before = text.slice(Math.max(start, at - 40), at).trimEnd();
  if (before === '' || /[(（“"'「.,，、&]$/u.test(before)) return true;
  return /(?:^|[^\p{L}])\p{Lu}[\p{L}'’-]*$/u.test(before) || chinese.test(before.at(-1) ?? '');
}

function startsSentence(text: string, from: number): boolean {
  const word = /^\s*["“'‘(]?(\p{L}+)/u.exec(text.slice(from, from + 24))?.[1] ?? '';
  return sentenceStarters.has(word.toLowerCase());
}

function firstVisible(text: string, from: number): string {
  return /\S/u.exec(text.slice(from, from + 80))?.[0] ?? '';
}

function matchesAt(sticky: RegExp, text: string, at: number): boolean {
  sticky.lastIndex = at;
  return sticky.test(text);
}
