import stringWidth from 'string-width';
import { sliceRuns, type Run } from '../chat/index.js';

const words = new Intl.Segmenter('zh', { granularity: 'word' });
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** Chinese typesetting: what closes does not begin a line, what opens does not end one. A citation's mark stays with its sentence. */
const notAtLineStart = /^[\s,.!?:;%)\]}，。！？：；、…）】》」』”’·]/u;
const notAtLineEnd = /[([{（【《「『“‘]$/u;

/** What holds words of spaced scripts together (`GPT-4o`, `node:sqlite`, `2.0/3`, addresses): such are broken at spaces only. */
const isWithinWord = /^(?![\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}])[\p{L}\p{N}\p{M}_./+#@:&=%~?'’-]/u;

/** Breaks the runs into lines of at most `width` columns; a Chinese character takes two. Spaces at a break go. */
export function wrapRuns(runs: readonly Run[], width: number): readonly (readonly Run[])[] {
  const text = runs.map((run) => run.text).join('');
  const lines: (readonly Run[])[] = [];
  let lineStart = 0;
  for (const line of text.split('\n')) {
    for (const [start, end] of linesOf(line, width)) lines.push(sliceRuns(runs, lineStart + start, lineStart + end));
    lineStart += line.length + 1;
  }
  return lines;
}

/** The lines of a text without line breaks, as offsets. */
function linesOf(text: string, width: number): readonly (readonly [number, number])[] {
  const lines: (readonly [number, number])[] = [];
  let start = 0;
  let at = 0;
  let used = 0;
  const finish = (end: number): void => {
    lines.push([start, start + text.slice(start, end).trimEnd().length]);
    start = end;
    used = 0;
  };
  for (const token of tokensOf(text).flatMap((each) => (stringWidth(each) > width ? graphemesOf(each) : [each]))) {
    const tokenWidth = stringWidth(token);
    // A space at the end of a line takes no room.
    if (used > 0 && used + stringWidth(token.trimEnd()) > width) finish(at);
    at += token.length;
    used += tokenWidth;
  }
  finish(text.length);
  return lines;
}

/** Stretches that must not be broken. */
function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  for (const { segment } of words.segment(text)) {
    const last = tokens.at(-1);
    if (last !== undefined && (notAtLineStart.test(segment) || notAtLineEnd.test(last) || isOneWord(last, segment)))
      tokens[tokens.length - 1] = last + segment;
    else tokens.push(segment);
  }
  return tokens;
}

function isOneWord(before: string, after: string): boolean {
  return isWithinWord.test(before.slice(-1)) && isWithinWord.test(after);
}

function graphemesOf(text: string): readonly string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}
