import { sectionsOf, spanOf, type Section } from './report-lines.js';
import type { Report } from './report.js';

/** @param limit rows of each section. */
export function reportAsMarkdown(report: Report, limit: number): string {
  const sections = sectionsOf(report, limit).map(sectionAsMarkdown);
  return `${[`# Footnote, ${spanOf(report)}`, ...sections].join('\n\n')}\n`;
}

function sectionAsMarkdown({ heading, columns, numberColumns, rows, nothing, more }: Section): string {
  const title = `## ${heading}`;
  if (rows.length === 0) return `${title}\n\n${nothing}${more === undefined ? '' : `\n\n${more}`}`;
  const rule = columns.map((_, column) => (column < numberColumns ? '--:' : '---'));
  const [head, ...lines] = [columns, ...rows].map((cells) => lineOf(cells.map(escaped)));
  return [title, [head, lineOf(rule), ...lines].join('\n'), ...(more === undefined ? [] : [more])].join('\n\n');
}

/** Escapes what people wrote, so that it is never markup, a link or an image. */
function escaped(cell: string | number): string {
  return String(cell).replaceAll(/[\\`*_{}[\]<>#|~!&]/g, '\\$&');
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
