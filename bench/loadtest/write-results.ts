import { readFile, writeFile } from 'node:fs/promises';
import type { Result } from './result.js';

const columns = ['test', 'reach', 'measured', 'reached'];
const header = [`| ${columns.join(' | ')} |`, '|---|---|---|---|'];

export function asTable(results: readonly Result[]): string {
  return [...header, ...results.map(asLine)].join('\n');
}

/** Puts the results into the document's table: in place of all that is there, or, of `some` tests, of their rows alone. */
export async function writeResults(file: string, results: readonly Result[], which: 'all' | 'some'): Promise<void> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  const start = lines.findIndex((line) => cellsOf(line).join('|') === columns.join('|'));
  if (start < 0) throw new Error(`${file} has no table of results any more, with the columns ${columns.join(', ')}.`);
  const end = endOfTable(lines, start);
  const rows = results.map(asLine);
  const tests = new Set(results.map(({ test }) => test));
  const kept = which === 'all' ? [] : lines.slice(start + header.length, end).filter((line) => !tests.has(cellsOf(line)[0] ?? ''));
  await writeFile(file, [...lines.slice(0, start), ...header, ...kept, ...rows, ...lines.slice(end)].join('\n'));
}

/** Whatever a formatter has padded them with. */
function cellsOf(line: string): readonly string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function endOfTable(lines: readonly string[], start: number): number {
  const after = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return after < 0 ? lines.length : after;
}

function asLine({ test, reach, measured, isReached }: Result): string {
  return `| ${test} | ${reach} | ${measured} | ${isReached ? 'yes' : '**no**'} |`;
}
