import { readFile, writeFile } from 'node:fs/promises';
import type { Result } from './result.js';

const header = ['| test | reach | measured | reached |', '|---|---|---|---|'];

export function asTable(results: readonly Result[]): string {
  return [...header, ...results.map(asLine)].join('\n');
}

/** Replaces the rows of the same tests in the document's table; the others stay. */
export async function writeResults(file: string, results: readonly Result[]): Promise<void> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  const start = lines.indexOf(header[0] ?? '');
  if (start < 0) throw new Error(`${file} has no table of results any more; it begins with "${header[0] ?? ''}".`);
  for (const result of results) {
    const at = lines.findIndex((line) => line.startsWith(`| ${result.test} |`));
    if (at >= 0) lines[at] = asLine(result);
    else lines.splice(endOfTable(lines, start), 0, asLine(result));
  }
  await writeFile(file, lines.join('\n'));
}

function endOfTable(lines: readonly string[], start: number): number {
  const after = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return after < 0 ? lines.length : after;
}

function asLine({ test, reach, measured, isReached }: Result): string {
  return `| ${test} | ${reach} | ${measured} | ${isReached ? 'yes' : '**no**'} |`;
}
