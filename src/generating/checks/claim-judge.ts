import type { ClaimJudge } from '../../answering/index.js';
import type { Embedder } from '../../embedding/index.js';
import { normaliseText, questionWordsOf } from '../../language/index.js';
import { bindingConflict, mattersComparedAlike } from './bindings.js';
import { clausesOf } from './clauses.js';
import { createStatementMatcher, type StatementMatch } from './match-statement.js';
import { negationsEn, negationsZh, noNegation, noNegationEn } from './opposites.js';
import { polaritiesOf, polarityConflict } from './polarity.js';
import { createRuleJudge } from './rule-judge.js';

/**
 * How well a claim has to match the words that affirm it, as a whole and in its worst token, and as a whole those that take the other side. Fitted on
 * the half `fit` of tests/evaluation/leads.jsonl and the questions that ask for yes or no in articles-questions.jsonl; the half `test` is reported.
 */
const affirming = { score: 0.7, worst: 0.45 };
const opposing = 0.45;

/** Words by which a sentence reports, supposes or plans: what it says need not be so. */
const hedges =
  /据称|据说|传闻|传言|可能|或许|也许|如果|假如|若(?!干)|除非|原本|本来|曾经?(?=要求|计划|打算|说|表示|承诺)|计划|预计|希望|打算|为什么|是否|吗|[?？]|\b(?:rumou?r(?:s|ed)?|alleg\w+|claim(?:s|ed)?|may|might|could|would|should|if|unless|plan(?:s|ned)?|expect(?:s|ed)?|hopes?|hoped|supposed|whether)\b/iu;

/** Weighs a claim against a sentence of the sources. Precise rather than complete: most claims are neither affirmed nor denied for certain. */
export function createClaimJudge({ embedder }: { readonly embedder: Embedder }): ClaimJudge {
  const judge = createRuleJudge({ embedder });
  const matcher = createStatementMatcher(embedder);
  return {
    async weigh(asClaimed, asWritten, question) {
      const claim = normaliseText(asClaimed);
      const evidence = normaliseText(asWritten);
      // What denies or is denied twice is turned round too easily.
      if (denialsIn(claim).length > 0) return undefined;
      const match = await matcher.match(claim, evidence);
      if (isDenied(claim, evidence, match)) return 'denied';
      const worst = Math.min(...match.tokens.map((token) => token.match));
      if (match.score < affirming.score || worst < affirming.worst) return undefined;
      if (hedges.test(evidence) || denialsIn(evidence).length > 0 || !takesTheSameSides(claim, evidence)) return undefined;
      // The heights above ask for more than the weighing does.
      return (await judge.examine(asClaimed, asWritten, question)).verdict === undefined ? 'affirmed' : undefined;
    },
  };
}

/** Matters in which either side may hold at its time: who has joined may have left since. */
const passing: ReadonlySet<string> = new Set(['joining', 'going on', 'now or then', 'before or after', 'sameness']);

function isDenied(claim: string, evidence: string, { score, clauses }: StatementMatch): boolean {
  if (score < opposing) return false;
  if (bindingConflict(claim, evidence)?.kind === 'comparison') return true;
  const conflict = polarityConflict(claim, evidence, clauses);
  if (conflict?.kind === 'opposite') return !passing.has(conflict.matter ?? '');
  return conflict?.kind === 'negation' && isWhatIsDenied(claim, evidence);
}

/** Whether the evidence denies something that the claim says, and not something else in the same breath. */
function isWhatIsDenied(claim: string, evidence: string): boolean {
  const claimed = contentTermsOf(claim);
  return clausesOf(evidence).some(({ start, end }) => {
    const clause = evidence.slice(start, end);
    return denialsIn(clause).some(({ end: after }) => [...contentTermsOf(clause.slice(after))].some((term) => claimed.has(term)));
  });
}

function contentTermsOf(text: string): ReadonlySet<string> {
  return new Set(questionWordsOf(text).flatMap(({ term, weight }) => (weight === 1 ? [term] : [])));
}

const comparing = /比(?!如|较|例|赛|喻|作)|更|\bthan\b|\b(?:more|less)\b/iu;

/**
 * In every matter of which the claim takes a side, the evidence compares the same two alike, or takes the same side and no other. A claim that compares
 * has to take a side.
 */
function takesTheSameSides(claim: string, evidence: string): boolean {
  const alike = mattersComparedAlike(claim, evidence);
  const there = sidesOf(evidence);
  const own = [...sidesOf(claim)];
  if (own.length === 0) return !comparing.test(claim);
  return own.every(([matter, sides]) => {
    const taken = there.get(matter);
    return alike.has(matter) || (taken !== undefined && [...taken].every((side) => sides.has(side)));
  });
}

function sidesOf(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>();
  for (const { sides } of polaritiesOf(text)) {
    for (const [matter, taken] of sides) all.set(matter, new Set([...(all.get(matter) ?? []), ...taken]));
  }
  return all;
}

function denialsIn(text: string): { readonly end: number }[] {
  const plain = [noNegation, noNegationEn].reduce((rest, pattern) => rest.replace(pattern, (words) => ' '.repeat(words.length)), text);
  return [...plain.matchAll(negationsZh), ...plain.matchAll(negationsEn)].map((found) => ({ end: found.index + found[0].length }));
}
