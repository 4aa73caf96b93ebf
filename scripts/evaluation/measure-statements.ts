import type { Embedder } from '../../src/embedding/index.js';
import { createRuleJudge, locateQuotation, widenQuotation, type Verdict } from '../../src/generating/index.js';
import type { Passage } from '../../src/corpus/index.js';
import type { PassageIndex } from '../../src/search-index/index.js';
import { halfOf, type Half, type LabelledStatement } from './read-statements.js';

/** Of so many statements, so many came out as they should. */
export interface Share {
  readonly right: number;
  readonly of: number;
}

export interface StatementFigures {
  readonly half: Half;
  /** Supported statements that were kept, by language. */
  readonly kept: ReadonlyMap<string, Share>;
  /** Unsupported ones that were dropped, by flaw. */
  readonly dropped: ReadonlyMap<string, Share>;
  /** How often each check dropped an unsupported statement. */
  readonly reasons: ReadonlyMap<string, number>;
  /** A line for each statement that came out wrong. */
  readonly misses: readonly string[];
}

export interface CheckTimes {
  /** Median, for a quotation that is seen for the first time, and again. */
  readonly firstMs: number;
  readonly againMs: number;
}

/**
 * Takes each statement the way that one from a model takes: its quotation is looked for among all passages and widened, and the statement is
 * checked against what is then shown. A quotation that no passage has is about another article, and is shown as it is.
 */
export async function measureStatements(
  statements: readonly LabelledStatement[],
  half: Half,
  embedder: Embedder,
  index: PassageIndex,
): Promise<StatementFigures & { readonly times: CheckTimes }> {
  const passages = index.passages(Array.from({ length: index.passageCount }, (_, id) => id));
  const judge = createRuleJudge({ embedder });
  const kept = new Map<string, Share>();
  const dropped = new Map<string, Share>();
  const reasons = new Map<string, number>();
  const misses: string[] = [];
  const seen = new Set<string>();
  const first: number[] = [];
  const again: number[] = [];

  for (const labelled of statements.filter((statement) => halfOf(statement) === half)) {
    const { id, lang, question, statement, supported, flaw = '' } = labelled;
    const quotation = quotationShown(labelled.quotation, passages);
    const began = performance.now();
    const support = await judge.supports(statement, quotation, question);
    if (reachedTheModel(support)) (seen.has(quotation) ? again : first).push(performance.now() - began);
    if (reachedTheModel(support)) seen.add(quotation);

    const isRight = support.supported === supported;
    const [shares, key] = supported ? [kept, lang] : [dropped, flaw];
    const share = shares.get(key) ?? { right: 0, of: 0 };
    shares.set(key, { right: share.right + (isRight ? 1 : 0), of: share.of + 1 });
    if (!supported && !support.supported) reasons.set(support.because, (reasons.get(support.because) ?? 0) + 1);
    if (!isRight)
      misses.push(`${id} ${support.supported ? `kept (${flaw})` : `dropped (${support.because}: ${support.what})`}: ${statement}`);
  }
  return { half, kept, dropped, reasons, misses, times: { firstMs: medianOf(first), againMs: medianOf(again) } };
}

/** As a statement's quotation is shown: widened in the passage that has it, else as it is. */
export function quotationShown(quotation: string, passages: readonly Passage[]): string {
  const found = locateQuotation(quotation, passages, 0);
  const passage = found === undefined ? undefined : passages[found.passage];
  if (found === undefined || passage === undefined) return quotation;
  const { start, end } = widenQuotation(passage, found);
  return passage.text.slice(start, end);
}

function reachedTheModel(support: Verdict): boolean {
  return support.supported || ['name', 'polarity', 'too-little-in-common'].includes(support.because);
}

/** All shares together. */
export function totalOf(shares: Iterable<Share>): Share {
  const all = [...shares];
  return { right: all.reduce((sum, { right }) => sum + right, 0), of: all.reduce((sum, share) => sum + share.of, 0) };
}

export function shareOf({ right, of }: Share): number {
  return of === 0 ? Number.NaN : right / of;
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
