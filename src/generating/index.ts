/**
 * Generating: answers in a language model's words, every sentence checked against the source's own words that it rests on.
 * Decides what of a model's output may be shown, and never what is refused; knows no provider and no protocol.
 */
export type { StatementOutcome } from './checked-statements.js';
export { createGenerativeComposer, type GeneratingEvent } from './generative-composer.js';
export { locateQuotation, type LocatedQuotation } from './checks/locate-quotation.js';
export { createClaimJudge } from './checks/claim-judge.js';
export { createRuleJudge, type RuleJudge } from './checks/rule-judge.js';
export { weigh, type Weights } from './checks/weigh-statement.js';
export type { StatementJudge, Unsupported, Verdict } from './checks/verdict.js';
export { widenQuotation, type PassageSentences } from './checks/widen-quotation.js';
export { promptVersion } from './prompt.js';
export { createTranslator } from './translator.js';
export { createQuestionRewriter } from './question-rewriter.js';
export type { OfferedStatement } from './read-completion.js';
