import { decodeText } from './decode-text.js';
import type { FileToRead } from './file-to-read.js';
import type { PublishedArticle, PublishedLine } from './published-article.js';
import { columnsOf, endsSentence } from './text-shape.js';

/** Plain text, kept character by character. Every line is a paragraph, unless the lines were wrapped at a margin. */
export function readText(file: FileToRead): PublishedArticle {
  const text = decodeText(file.bytes, file.path, file.charset);
  return { text, lines: linesOf(text), metadata: {}, furniture: [] };
}

function linesOf(text: string): PublishedLine[] {
  const groups: PublishedLine[][] = [[]];
  let offset = 0;
  for (const line of text.split('\n')) {
    const start = offset + line.length - line.trimStart().length;
    const end = offset + line.trimEnd().length;
    if (start < end) groups.at(-1)?.push({ start, end });
    else if (groups.at(-1)?.length !== 0) groups.push([]);
    offset += line.length + 1;
  }
  const filled = groups.filter((group) => group.length > 0);
  const paragraphs = isHardWrapped(text, filled) ? filled.map(joined) : filled;
  return paragraphs.flatMap((group) => group.map((line, at) => (at === group.length - 1 ? { ...line, gapAfter: true } : line)));
}

function joined(group: readonly PublishedLine[]): PublishedLine[] {
  return [{ start: group[0]?.start ?? 0, end: group.at(-1)?.end ?? 0 }];
}

/** Text is wrapped at a margin in this range, in columns. */
const minMarginColumns = 50;
const maxMarginColumns = 120;
/** Most of the lines that a next one continues reach this share of the margin, and end in the middle of a sentence. */
const nearMargin = 0.75;
const mostLines = 0.6;

/** Whether empty lines separate the paragraphs, and the lines within them were wrapped at a margin. */
function isHardWrapped(text: string, groups: readonly (readonly PublishedLine[])[]): boolean {
  const continued = groups.flatMap((group) => group.slice(0, -1)).map((line) => text.slice(line.start, line.end));
  if (continued.length < 2) return false;
  const margin = continued.reduce((widest, line) => Math.max(widest, columnsOf(line)), 0);
  if (margin < minMarginColumns || margin > maxMarginColumns) return false;
  const broken = continued.filter((line) => columnsOf(line) >= margin * nearMargin && !endsSentence(line));
  return broken.length >= continued.length * mostLines;
}
