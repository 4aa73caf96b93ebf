import type { Embedder } from '../../embedding/index.js';
import { normaliseText } from '../../language/index.js';
import { bindingConflict } from './bindings.js';
import { exaggerationIn } from './closed-classes.js';
import { compareNumbers, unsupportedBound } from './compare-numbers.js';
import { miscalculatedComparison } from './compared-numbers.js';
import { createStatementMatcher } from './match-statement.js';
import { polarityConflict } from './polarity.js';
import { unsupportedTime } from './relative-times.js';
import { checkNames } from './stated-names.js';
import { notAStatement } from './statement-form.js';
import type { StatementJudge, Unsupported, Verdict } from './verdict.js';
import { featuresOf, readWeights, weigh, type Weights } from './weigh-statement.js';

export interface RuleJudgeDependencies {
  readonly embedder: Embedder;
  readonly weights?: Weights;
}

/** What the rules find: why a statement is dropped, or what tells for and against it where none of them decides. */
export type Examination =
  | { readonly verdict: Verdict }
  /** `worst`: the statement's words that match the quotation worst. */
  | { readonly verdict: undefined; readonly features: Readonly<Record<string, number>>; readonly worst: string };

export interface RuleJudge extends StatementJudge {
  /** Everything but the weighing, as `npm run fit:checks` needs it. @throws EmbeddingError */
  examine(statement: string, quotation: string, question: string): Promise<Examination>;
}

/**
 * Judges by what can be seen of both texts. What no paraphrase does decides first: a number, a bound, a time or a name that the quotation does not
 * have, a denial, the other side of a matter. What is left is weighed: how alike the texts are, and what the statement adds and leaves out.
 */
export function createRuleJudge({ embedder, weights = readWeights() }: RuleJudgeDependencies): RuleJudge {
  const matcher = createStatementMatcher(embedder);

  async function examine(asWritten: string, shown: string, asked: string, around?: string): Promise<Examination> {
    const form = notAStatement(asWritten);
    if (form !== undefined) return refused('form', form);
    const [statement, quotation, question] = [normaliseText(asWritten), normaliseText(shown), normaliseText(asked)];
    const foreign = foreignLetters(statement, quotation);
    if (foreign !== undefined) return refused('form', foreign);
    const numbers = compareNumbers(statement, quotation, question);
    const invented = numbers.find(({ isInvented }) => isInvented)?.number;
    const number =
      (invented && statement.slice(invented.start, invented.end)) ??
      unsupportedTime(statement, quotation, question) ??
      unsupportedBound(statement, quotation);
    if (number !== undefined) return refused('number', number);
    const another = bindingConflict(statement, quotation)?.what ?? miscalculatedComparison(statement, quotation);
    if (another !== undefined) return refused('another', another);
    const exaggeration = exaggerationIn(statement, quotation);
    if (exaggeration !== undefined) return refused('exaggeration', exaggeration);
    const match = await matcher.match(statement, quotation);
    const names = checkNames(statement, quotation, question, match, around === undefined ? undefined : normaliseText(around));
    if (names.unsupported !== undefined) return refused('name', names.unsupported);
    const polarity = polarityConflict(statement, quotation, match.clauses);
    if (polarity !== undefined) return refused('polarity', polarity.what);
    const { doubtful: doubtfulName, inOtherLetters } = names;
    const [worst] = [...match.tokens].sort((a, b) => a.match - b.match);
    return {
      verdict: undefined,
      features: featuresOf({ statement, quotation, numbers, doubtfulName, inOtherLetters, match }),
      worst: worst === undefined ? '' : statement.slice(worst.start, worst.end).trim(),
    };
  }

  return {
    examine,
    supports: async (statement, quotation, question, around) => {
      const examined = await examine(statement, quotation, question, around);
      if (examined.verdict !== undefined) return examined.verdict;
      if (weigh(examined.features, weights) >= weights.leastLogit) return { supported: true };
      return { supported: false, because: 'too-little-in-common', what: examined.worst };
    },
  };
}

function refused(because: Unsupported, what: string): Examination {
  return { verdict: { supported: false, because, what } };
}

/** A letter of a script that neither answers nor the quotation are in: another language, or a look-alike that no check would see through. */
function foreignLetters(statement: string, quotation: string): string | undefined {
  return Array.from(statement.matchAll(/(?![\p{Script=Latin}\p{Script=Han}\p{Script=Greek}])\p{L}/gu), ([letter]) => letter).find(
    (letter) => !quotation.includes(letter),
  );
}
