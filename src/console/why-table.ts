import Table from 'cli-table3';
import stringWidth from 'string-width';
import type { Answer } from '../answering/index.js';
import { textsFor } from '../chat/index.js';
import type { Language } from '../language/index.js';
import { escapeControls } from '../operations/index.js';

/** Columns that the numbers and borders of the table take. */
const columnsBesidePassage = 68;
const narrowestPassage = 16;

/** The ranking that an answer rests on, best first: each candidate with its scores. */
export function whyTable(candidates: Answer['candidates'], language: Language, columns: number): string {
  const { whyColumns } = textsFor(language).terminal;
  const { passage, score, lateInteraction, similarity, coverage, words } = whyColumns;
  const table = new Table({
    head: ['', passage, score, lateInteraction, similarity, coverage, words],
    colAligns: ['right', 'left', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  const width = Math.max(narrowestPassage, columns - columnsBesidePassage);
  candidates.forEach((candidate, index) => {
    table.push([
      index + 1,
      clipped(candidate.passage.text, width),
      candidate.score.toFixed(3),
      candidate.lateInteraction.toFixed(3),
      candidate.similarity.toFixed(3),
      candidate.coverage.toFixed(2),
      candidate.bm25.toFixed(2),
    ]);
  });
  return table.toString();
}

/** The text's beginning, in one line of at most `width` columns. */
function clipped(text: string, width: number): string {
  const line = escapeControls(text.replace(/\s+/gu, ' '));
  if (stringWidth(line) <= width) return line;
  let kept = '';
  for (const character of line) {
    if (stringWidth(`${kept}${character}…`) > width) break;
    kept += character;
  }
  return `${kept}…`;
}
