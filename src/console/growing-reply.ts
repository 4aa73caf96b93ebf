import { clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';

export interface Terminal {
  readonly output: NodeJS.WritableStream & { readonly columns?: number; readonly rows?: number };
  readonly defaultColumns: number;
}

/** A reply that is drawn again and again while it is being made. */
export interface GrowingReply {
  /** Draws the text in place of what was drawn before. */
  draw(text: string): void;
  /** Takes away what was drawn. Returns whether there was anything. */
  clear(): boolean;
}

const defaultRows = 24;
/** For the cursor, and for what tells that the beginning is out of sight. */
const rowsBeside = 2;

export function createGrowingReply({ output, defaultColumns }: Terminal): GrowingReply {
  let drawn: readonly string[] | undefined;
  const columns = (): number => output.columns ?? defaultColumns;

  const erase = (): void => {
    // Counted now, not when it was drawn: a terminal that was made narrower since has broken the lines anew.
    const rows = (drawn ?? []).reduce((sum, line) => sum + rowsOf(line, columns()), 0);
    moveCursor(output, 0, -rows);
    cursorTo(output, 0);
    clearScreenDown(output);
  };

  return {
    draw: (text) => {
      if (drawn === undefined) output.write('\n');
      else erase();
      drawn = endOf(text.split('\n'), (output.rows ?? defaultRows) - rowsBeside, columns());
      output.write(drawn.map((line) => `${line}\n`).join(''));
    },
    clear: () => {
      if (drawn === undefined) return false;
      erase();
      drawn = undefined;
      return true;
    },
  };
}

/** What has scrolled out of the window cannot be taken back: of what is longer, the end. */
function endOf(lines: readonly string[], rows: number, columns: number): readonly string[] {
  let left = rows;
  const first = lines.findLastIndex((line) => {
    left -= rowsOf(line, columns);
    return left < 0;
  });
  return first < 0 ? lines : ['…', ...lines.slice(first + 1)];
}

/** How many rows the terminal takes for a line; what is two columns wide does not begin in the last one. */
function rowsOf(line: string, columns: number): number {
  if (stringWidth(line) <= columns) return 1;
  let rows = 1;
  let used = 0;
  for (const { segment } of graphemes.segment(stripVTControlCharacters(line))) {
    const width = stringWidth(segment);
    if (used + width > columns) {
      rows++;
      used = 0;
    }
    used += width;
  }
  return rows;
}

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });
