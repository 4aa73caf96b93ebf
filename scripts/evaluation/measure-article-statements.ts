import type { StatementJudge } from '../../src/generating/index.js';
import { percent, table } from './describe-figures.js';
import type { ArticleStatement } from './article-statements.js';
import { shareOf, type Share } from './measure-statements.js';

export interface ArticleStatementFigures {
  readonly kept: Share;
  readonly dropped: Share;
  /** Of those that are not supported, by what was changed. */
  readonly byChange: ReadonlyMap<string, Share>;
  /** How often each reason dropped a statement: rightly, and wrongly. */
  readonly byReason: ReadonlyMap<string, { readonly rightly: number; readonly wrongly: number }>;
}

export async function measureArticleStatements(
  statements: readonly ArticleStatement[],
  half: ArticleStatement['half'],
  judge: StatementJudge,
): Promise<ArticleStatementFigures> {
  const byChange = new Map<string, Share>();
  const byReason = new Map<string, { rightly: number; wrongly: number }>();
  let kept: Share = { right: 0, of: 0 };
  let dropped: Share = { right: 0, of: 0 };
  for (const { statement, quote, label, change } of statements.filter((each) => each.half === half)) {
    const verdict = await judge.supports(statement, quote, '');
    const isSupported = label === 'supported';
    if (isSupported) kept = counted(kept, verdict.supported);
    else {
      dropped = counted(dropped, !verdict.supported);
      byChange.set(change, counted(byChange.get(change) ?? { right: 0, of: 0 }, !verdict.supported));
    }
    if (verdict.supported) continue;
    const { rightly, wrongly } = byReason.get(verdict.because) ?? { rightly: 0, wrongly: 0 };
    byReason.set(verdict.because, { rightly: rightly + Number(!isSupported), wrongly: wrongly + Number(isSupported) });
  }
  return { kept, dropped, byChange, byReason };
}

function counted({ right, of }: Share, isRight: boolean): Share {
  return { right: right + Number(isRight), of: of + 1 };
}

/** Figures of one half, as Markdown. */
export function describeArticleStatementFigures(half: string, { kept, dropped, byChange, byReason }: ArticleStatementFigures): string {
  const row = (name: string, share: Share): string[] => [name, `${String(share.right)} of ${String(share.of)}`, percent(shareOf(share))];
  return [
    `## ${half}\n`,
    table(['statements about articles', '', ''], [row('supported, kept', kept), row('others, dropped', dropped)]),
    table(
      ['dropped, by what was changed', '', ''],
      [...byChange].sort(([a], [b]) => a.localeCompare(b)).map(([change, share]) => row(change, share)),
    ),
    table(
      ['dropped by', 'rightly', 'wrongly'],
      [...byReason]
        .sort(([, a], [, b]) => b.rightly - a.rightly)
        .map(([reason, { rightly, wrongly }]) => [reason, String(rightly), String(wrongly)]),
    ),
  ].join('\n');
}
