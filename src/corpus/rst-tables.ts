import { columnsOf } from './text-shape.js';

/** The cells of a table's rows, as raw text; how many of the first rows are its header. */
export interface RstTable {
  readonly rows: readonly (readonly string[])[];
  readonly headerRows: number;
}

const gridBorder = /^\+(?:[-=]+\+)+\s*$/u;
const simpleBorder = /^=+(?:\s+=+)+\s*$/u;

export function startsTable(line: string): boolean {
  return gridBorder.test(line) || simpleBorder.test(line);
}

/** The table that begins with a border at `from`, and the line after it. */
export function readTable(lines: readonly string[], from: number): { readonly table: RstTable; readonly end: number } {
  return gridBorder.test(lines[from] ?? '') ? readGrid(lines, from) : readSimple(lines, from);
}

function readGrid(lines: readonly string[], from: number): { table: RstTable; end: number } {
  const rows: string[][] = [];
  let headerRows = 0;
  let row: string[] = [];
  let at = from;
  for (; at < lines.length && /^[+|]/u.test(lines[at] ?? ''); at++) {
    const line = (lines[at] ?? '').trimEnd();
    if (gridBorder.test(line)) {
      if (row.length > 0) rows.push(row);
      row = [];
      if (line.includes('=')) headerRows = rows.length;
    } else {
      // Borders of cells that span several rows are among the text of others.
      const cells = line.replace(/^\||\|$/gu, '').split(/[|+]/u);
      cells.forEach((cell, column) => {
        const text = /^[-=]+$/u.test(cell.trim()) ? '' : cell.trim();
        row[column] = [row[column] ?? '', text].filter((part) => part !== '').join('\n');
      });
    }
  }
  if (row.length > 0) rows.push(row);
  return { table: { rows, headerRows }, end: at };
}

/** Columns are under the border's signs; a row without text in its first column continues the one before. */
function readSimple(lines: readonly string[], from: number): { table: RstTable; end: number } {
  const border = lines[from] ?? '';
  const starts = [...border.matchAll(/=+/gu)].map((match) => match.index);
  const rows: string[][] = [];
  const borders: number[] = [];
  let at = from + 1;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (simpleBorder.test(line)) {
      borders.push(rows.length);
      // The second border ends the header where a third one follows, else the table.
      if (borders.length === 2 || !hasBorder(lines, at + 1)) {
        at++;
        break;
      }
    } else if (line.trim() !== '' && !/^[-\s]+$/u.test(line)) {
      const cells = cutAt(line, starts).map((cell) => cell.trim());
      const previous = rows.at(-1);
      if (cells[0] === '' && previous !== undefined && borders.at(-1) !== rows.length) {
        rows[rows.length - 1] = cells.map((cell, column) => [previous[column] ?? '', cell].filter((part) => part !== '').join('\n'));
      } else rows.push(cells);
    }
  }
  return { table: { rows, headerRows: borders.length > 1 ? (borders[0] ?? 0) : 0 }, end: at };
}

/** Whether the table goes on to another border before two empty lines end it. */
function hasBorder(lines: readonly string[], from: number): boolean {
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (simpleBorder.test(line)) return true;
    if (line.trim() === '' && !/^\s*\S/u.test(lines[at + 1] ?? '')) return false;
    if (line.trim() === '' && startsBlockAtMargin(lines[at + 1] ?? '')) return false;
  }
  return false;
}

function startsBlockAtMargin(line: string): boolean {
  return /^(?:\.\. |[*+-] )/u.test(line);
}

/** A line cut at columns of a terminal, where a Chinese character takes two. */
function cutAt(line: string, starts: readonly number[]): string[] {
  const cells = starts.map(() => '');
  let column = 0;
  let cell = 0;
  for (const character of line) {
    while (cell + 1 < starts.length && column >= (starts[cell + 1] ?? 0)) cell++;
    cells[cell] = (cells[cell] ?? '') + character;
    column += columnsOf(character);
  }
  return cells;
}
