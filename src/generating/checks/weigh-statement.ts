import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Span } from '../../corpus/index.js';
import { detectLanguage } from '../../language/index.js';
import { clausesOf, sentenceAround } from './clauses.js';
import { countClosedClasses } from './closed-classes.js';
import { isOfAnotherClause, type ComparedNumber } from './compare-numbers.js';
import type { MatchedToken, StatementMatch } from './match-statement.js';

const weightsFile = z.object({
  bias: z.number(),
  /** Below this logit a statement is dropped. */
  leastLogit: z.number(),
  weights: z.record(z.string(), z.number()),
});
export type Weights = z.infer<typeof weightsFile>;

/** The reviewed weights beside this file, fitted by `npm run fit:checks`. */
export function readWeights(): Weights {
  return weightsFile.parse(JSON.parse(readFileSync(new URL('./weights.json', import.meta.url), 'utf8')));
}

/** What has been found out of a statement that nothing decides against. All texts normalised. */
export interface Undecided {
  readonly statement: string;
  readonly quotation: string;
  readonly numbers: readonly ComparedNumber[];
  readonly doubtfulName: string | undefined;
  /** Names that the quotation has in other letters. */
  readonly inOtherLetters: readonly Span[];
  readonly match: StatementMatch;
}

/** What a name's tokens are counted with that the quotation has in other letters, whatever they match by themselves: as names that are written. */
const matchOfFoundName = 0.85;
/** A token below is matched by nothing in particular. */
const unmatched = 0.5;
/** Closed classes beyond this many say no more. */
const mostCounted = 5;

/** What tells for a statement and what against it, by name: how alike the texts are, and what the one says more or less than the other. */
export function featuresOf({
  statement,
  quotation,
  numbers,
  doubtfulName,
  inOtherLetters,
  match,
}: Undecided): Readonly<Record<string, number>> {
  const isAcross = (detectLanguage(statement) === 'en') !== (detectLanguage(quotation) === 'en');
  const tokens = match.tokens.map((token) =>
    inOtherLetters.some(({ start, end }) => token.end > start && token.start < end)
      ? { ...token, match: Math.max(token.match, matchOfFoundName) }
      : token,
  );
  const alike = {
    likeness: tokens.reduce((sum, token) => sum + token.weight * token.match, 0),
    weakest: weakestQuarterOf(tokens),
    unmatched: tokens.reduce((sum, token) => sum + (token.match < unmatched ? token.weight : 0), 0),
    run: Math.log1p(longestRunOf(tokens)),
  };
  const across = Object.fromEntries(
    Object.entries(alike).flatMap(([name, value]) => [
      [name, isAcross ? 0 : value],
      [`${name}-across`, isAcross ? value : 0],
    ]),
  );
  const { kept, leftOut } = countClosedClasses(statement, sentencesTold(quotation, match));
  return {
    ...across,
    across: Number(isAcross),
    kept: Math.min(mostCounted, kept),
    'left-out': Math.min(mostCounted, leftOut),
    'number-rounded': numbers.filter(({ finding }) => finding === 'rounded').length,
    'number-of-another': numbers.filter((number) => isOfAnotherClause(number, statement, quotation, match.clauses)).length,
    'numbers-left-out': Number(numbers.length === 0 && /\d/u.test(quotation)),
    'doubtful-name': Number(doubtfulName !== undefined),
  };
}

/** The sentences of the quotation with the clauses that those of the statement match best: what stands around them was not told. */
function sentencesTold(quotation: string, { clauses }: StatementMatch): string {
  const theirs = clausesOf(quotation);
  const starts = new Map(
    clauses.map((row) => sentenceAround(quotation, theirs, row.indexOf(Math.max(...row)))).map((span) => [span.start, span] as const),
  );
  return Array.from(starts.values(), ({ start, end }) => quotation.slice(start, end)).join(' ');
}

/** The logit that the statement is supported. */
export function weigh(features: Readonly<Record<string, number>>, { bias, weights }: Pick<Weights, 'bias' | 'weights'>): number {
  return Object.entries(weights).reduce((sum, [name, weight]) => sum + weight * (features[name] ?? 0), bias);
}

/** The mean match of the quarter of the statement's weight that is matched worst. */
function weakestQuarterOf(tokens: readonly MatchedToken[]): number {
  let weight = 0;
  let sum = 0;
  for (const token of [...tokens].sort((a, b) => a.match - b.match)) {
    const counted = Math.min(token.weight, 0.25 - weight);
    if (counted <= 0) break;
    weight += counted;
    sum += counted * token.match;
  }
  return weight === 0 ? 0 : sum / weight;
}

/** The longest run of tokens that are not matched, in tokens. */
function longestRunOf(tokens: readonly MatchedToken[]): number {
  let longest = 0;
  let run = 0;
  for (const { match } of tokens) {
    run = match < unmatched ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
