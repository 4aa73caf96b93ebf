import { promptVersion } from '../../src/generating/index.js';
import { decimal, percent, table } from './describe-figures.js';
import { shareOf, totalOf, type Share } from './measure-statements.js';
import type { ModelFigures, StandInFigures } from './measured-model.js';

/** The outcomes of a language model's calls and statements, as Markdown. */
export function describeModelFigures({ model, statements, calls, standIn, ...spent }: ModelFigures): string {
  return [
    `## What became of what ${model} wrote, asked by prompt ${promptVersion}\n`,
    ...(standIn === undefined ? [] : [describeStandIn(standIn)]),
    table(['statements', ''], rowsOf(statements)),
    table(['calls', ''], rowsOf(calls)),
    table(
      ['spent', ''],
      [
        ['tokens of prompts', String(spent.promptTokens)],
        ['tokens of completions', String(spent.completionTokens)],
        ['seconds of calls', decimal(spent.seconds)],
      ],
    ),
  ].join('\n');
}

function describeStandIn({ honestShown, mended, flawedDropped, shownHonest }: StandInFigures): string {
  return table(
    ['of the statements of the stand-in, half of them spoilt on purpose', '', ''],
    [
      ['honest ones shown', ...cellsOf(honestShown)],
      ['true ones with a slip in the quotation shown, the slip mended', ...cellsOf(mended)],
      ...[...flawedDropped].map(([flaw, share]) => [`${flaw} dropped`, ...cellsOf(share)]),
      ['all false ones dropped', ...cellsOf(totalOf(flawedDropped.values()))],
      ['shown ones that the article supports', ...cellsOf(shownHonest)],
    ],
  );
}

function rowsOf(counts: ReadonlyMap<string, number>): string[][] {
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name, count]) => [name, String(count)]);
}

function cellsOf(share: Share): string[] {
  return [`${String(share.right)} of ${String(share.of)}`, percent(shareOf(share))];
}
