import { decimal, percent, table } from './describe-figures.js';
import { shareOf, totalOf, type CheckTimes, type Share, type StatementFigures } from './measure-statements.js';

const titles = { fit: 'fit: the half that the thresholds were fitted on', test: 'test: the other half' } as const;

/** Figures of the checks on one half of a set of statements, as Markdown. */
export function describeStatementFigures(figures: StatementFigures & { readonly times: CheckTimes }, listMisses: boolean): string {
  const { half, kept, dropped, reasons, misses, times } = figures;
  return [
    `## ${titles[half]}\n`,
    table(['supported statements kept', '', ''], [...rowsOf(kept), ['**all**', ...cellsOf(totalOf(kept.values()))]]),
    table(['unsupported statements dropped', '', ''], [...rowsOf(dropped), ['**all**', ...cellsOf(totalOf(dropped.values()))]]),
    table(
      ['dropped by', ''],
      [...reasons].sort((a, b) => b[1] - a[1]).map(([reason, count]) => [reason, String(count)]),
    ),
    table(
      ['a check that asks the embedding model, median ms', ''],
      [
        ['quotation not seen before', decimal(times.firstMs)],
        ['quotation seen before', decimal(times.againMs)],
      ],
    ),
    ...(listMisses ? ['Not as they should be:\n', ...misses.map((miss) => `- ${miss}`), ''] : []),
  ].join('\n');
}

function rowsOf(shares: ReadonlyMap<string, Share>): string[][] {
  return [...shares].map(([name, share]) => [name, ...cellsOf(share)]);
}

function cellsOf(share: Share): string[] {
  return [`${String(share.right)} of ${String(share.of)}`, percent(shareOf(share))];
}
