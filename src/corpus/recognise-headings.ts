import { columnsOf, endsSentence, endsWithStop, hasLetters } from './text-shape.js';

/** A line of plain text, for recognising headings. */
export interface CandidateLine {
  readonly text: string;
  /** Already known to be something else (a byline, the title): never a heading, but a heading may follow it. */
  readonly settled: boolean;
  /** An empty line, or the text's end, comes next. */
  readonly gapAfter: boolean;
}

const maxHeadingColumns = 80;
/** A line this much wider than a heading begins its section's text. */
const widerThanHeading = 1.5;
/** Where a larger share of lines looks like headings, the author omits full stops, or it is a list or a poem. */
const maxHeadingShare = 1 / 2;

const numbered =
  /^(?:第[一二三四五六七八九十百\d]+[章节節部篇讲講回条條]|[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|\d{1,2}(?:\.\d{1,2}){0,3}[.、．)）]?\s|(?:chapter|section|part)\s+[\divx]+\b)/iu;
/** Captions and notes stand where headings stand. */
const caption = /^(?:图|圖|表|图片|圖片|注|註|figure|fig\.|table|photo|image|source|note)\s*[\d:：.]|^[“"'‘「『（(【[*※#>|]/iu;

/**
 * Which lines of plain text are section headings (by index): short, not ended like a sentence, and standing alone, or as heading and
 * sub-heading, between paragraphs that are. When in doubt a line is text, because a heading is not searched.
 */
export function recogniseHeadings(lines: readonly CandidateLine[]): ReadonlySet<number> {
  const looks = lines.map((line) => !line.settled && looksLikeHeading(line.text));
  const found: number[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (looks[at] !== true) continue;
    const first = at;
    while (looks[at + 1] === true) at++;
    if (isHeadingRun(lines.slice(first, at + 1), lines[first - 1], lines[at + 1]))
      for (let index = first; index <= at; index++) found.push(index);
  }
  const numberedOnes = found.filter((index) => numberStyle(lines[index]?.text ?? '') !== '');
  const tooMany = found.length - numberedOnes.length > Math.max(1, lines.length * maxHeadingShare);
  return new Set(tooMany ? numberedOnes : found);
}

function looksLikeHeading(text: string): boolean {
  if (columnsOf(text) > maxHeadingColumns || !hasLetters(text) || caption.test(text)) return false;
  if (/[。｡;；]|https?:/u.test(text)) return false;
  // A numbered heading may be a question.
  return numberStyle(text) === '' ? !endsWithStop(text) : !/[，,、：:.]$/u.test(text);
}

/** One short line, or a heading with its sub-heading; three and more are a list or a poem. */
function isHeadingRun(run: readonly CandidateLine[], before: CandidateLine | undefined, after: CandidateLine | undefined): boolean {
  const [heading, subHeading, third] = run;
  const last = subHeading ?? heading;
  if (heading === undefined || last === undefined || third !== undefined || after === undefined || after.settled) return false;
  if (!isText(after.text, last.text) || !endsText(before)) return false;
  if (subHeading === undefined) return true;
  return (heading.gapAfter && subHeading.gapAfter) || numberStyle(heading.text) !== numberStyle(subHeading.text);
}

/** The pattern of a heading's number ("#、", "第#章"), or empty. */
function numberStyle(text: string): string {
  return numbered.exec(text)?.[0].replace(/[一二三四五六七八九十百\d]+/gu, '#') ?? '';
}

function isText(text: string, heading: string): boolean {
  const columns = columnsOf(text);
  return columns > maxHeadingColumns || (endsSentence(text) && columns >= columnsOf(heading) * widerThanHeading);
}

function endsText(line: CandidateLine | undefined): boolean {
  if (line === undefined || line.settled || endsSentence(line.text)) return true;
  return line.gapAfter && columnsOf(line.text) > maxHeadingColumns;
}
