import stringWidth from 'string-width';
import type { Run } from '../chat/index.js';

const words = new Intl.Segmenter('zh', { granularity: 'word' });
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** Chinese typesetting: what closes does not begin a line, what opens does not end one. A citation's mark stays with its sentence. */
const notAtLineStart = /^[\s,.!?:;%)\]}，。！？：；、…）】》」』”’·]/u;
const notAtLineEnd = '([{（【《「『“‘';

/** What holds words of spaced scripts together (`GPT-4o`, `node:sqlite`, `2.0/3`, addresses): such are broken at spaces only. */
const isWithinWord = /^(?![\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}])[\p{L}\p{N}\p{M}_./+#@:&=%~?'’-]/u;

/** `[start, end)` in UTF-16. */
type Stretch = readonly [start: number, end: number];

/** Breaks the runs into lines of at most `width` columns; a Chinese character takes two. Spaces at a break go. Takes linear time. */
export function wrapRuns(runs: readonly Run[], width: number): readonly (readonly Run[])[] {
  const text = runs.map((run) => run.text).join('');
  const widthOf = createMeasure();
  const lines: Stretch[] = [];
  let lineStart = 0;
  for (const line of text.split('\n')) {
    for (const [start, end] of linesOf(line, width, widthOf)) lines.push([lineStart + start, lineStart + end]);
    lineStart += line.length + 1;
  }
  return runsOf(runs, lines);
}

type Measure = (text: string) => number;

/** Columns of a text. Measuring takes as long as everything else together, and words come again. */
function createMeasure(): Measure {
  const known = new Map<string, number>();
  return (text) => {
    const width = known.get(text) ?? stringWidth(text);
    known.set(text, width);
    return width;
  };
}

/** The runs of each stretch; stretches are in order and do not overlap. */
function runsOf(runs: readonly Run[], stretches: readonly Stretch[]): readonly (readonly Run[])[] {
  let at = 0;
  let runStart = 0;
  return stretches.map(([start, end]) => {
    const found: Run[] = [];
    for (let run = runs[at]; run !== undefined && runStart < end; run = runs[at]) {
      const text = run.text.slice(Math.max(0, start - runStart), end - runStart);
      if (text !== '') found.push({ ...run, text });
      // The next stretch may begin in the same run.
      if (runStart + run.text.length > end) break;
      runStart += run.text.length;
      at++;
    }
    return found;
  });
}

/** The lines of a text without line breaks, as offsets. */
function linesOf(text: string, width: number, widthOf: Measure): readonly Stretch[] {
  const lines: Stretch[] = [];
  let start = 0;
  let used = 0;
  const finish = (end: number): void => {
    lines.push([start, start + text.slice(start, end).trimEnd().length]);
    start = end;
    used = 0;
  };
  for (const [from, to] of piecesOf(text, width, widthOf)) {
    const token = text.slice(from, to);
    // A space at the end of a line takes no room.
    if (used > 0 && used + widthOf(token.trimEnd()) > width) finish(from);
    used += widthOf(token);
  }
  finish(text.length);
  return lines;
}

/** Stretches that must not be broken; those that are wider than a line, grapheme by grapheme. */
function* piecesOf(text: string, width: number, widthOf: Measure): Iterable<Stretch> {
  for (const [from, to] of tokensOf(text)) {
    const token = text.slice(from, to);
    if (widthOf(token) <= width) yield [from, to];
    else for (const { index, segment } of graphemes.segment(token)) yield [from + index, from + index + segment.length];
  }
}

/** Words, with the punctuation that must not be parted from them. */
function* tokensOf(text: string): Iterable<Stretch> {
  let from = 0;
  let to = 0;
  for (const { index, segment } of words.segment(text)) {
    const before = text.charAt(index - 1);
    const belongsToLast = notAtLineStart.test(segment) || notAtLineEnd.includes(before) || isOneWord(before, segment);
    if (index > 0 && !belongsToLast) {
      yield [from, to];
      from = index;
    }
    to = index + segment.length;
  }
  if (to > from) yield [from, to];
}

function isOneWord(before: string, after: string): boolean {
  return isWithinWord.test(before) && isWithinWord.test(after);
}
