import Table from 'cli-table3';
import { sectionsOf, spanOf, type Section } from './report-lines.js';
import type { Report } from './report.js';

const narrowestColumn = 12;
/** The widths of a number's column and of borders. */
const numberWidth = 11;
const borderWidth = 3;

/** @param limit rows of each section. @param columns of the terminal. */
export function reportAsTable(report: Report, limit: number, columns: number): string {
  const sections = sectionsOf(report, limit).map((section) => sectionAsTable(section, columns));
  return `${[`Footnote, ${spanOf(report)}`, ...sections].join('\n\n')}\n`;
}

function sectionAsTable({ heading, columns, numberColumns, rows, nothing, more }: Section, terminalColumns: number): string {
  if (rows.length === 0) return [heading, nothing, ...(more === undefined ? [] : [more])].join('\n');
  const texts = columns.length - numberColumns;
  const left = terminalColumns - numberColumns * (numberWidth + 1) - texts * borderWidth;
  // The first text is the row's subject; the others are places or remarks.
  const shares = texts === 1 ? [1] : texts === 2 ? [0.65, 0.35] : columns.slice(numberColumns).map(() => 1 / texts);
  const widths = shares.map((share) => Math.max(narrowestColumn, Math.floor(left * share)));
  const table = new Table({
    head: [...columns],
    colWidths: [...columns.slice(0, numberColumns).map(() => numberWidth), ...widths],
    colAligns: columns.map((_, column) => (column < numberColumns ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push([...row]);
  return [heading, table.toString(), ...(more === undefined ? [] : [more])].join('\n');
}
