import type { Conversation, Citation, Statement } from './answer.js';
import type { Language } from '../language/index.js';
import type { Candidate, Ranking } from '../retrieval/index.js';
import type { Judgement } from './judge.js';

/** What a composer works from: the question was judged answerable, perhaps with a caution. */
export interface Composition {
  readonly question: string;
  readonly conversation: Conversation;
  readonly language: Language;
  readonly ranking: Ranking;
  /** The rankings of the questions within a double question, in order; empty for a single one. */
  readonly parts: readonly Ranking[];
  readonly judgement: Exclude<Judgement, 'refuse'>;
}

export interface ComposedAnswer {
  readonly statements: readonly Statement[];
  readonly citations: readonly Citation[];
}

/** Makes statements out of candidates. Every statement it returns rests on at least one of the citations it returns. */
export interface AnswerComposer {
  compose(composition: Composition): Promise<ComposedAnswer>;
}

/** A verbatim quotation of the candidate's passage; `start` and `end` in the passage's text. */
export type Cite = (candidate: Candidate, quotation: { readonly start: number; readonly end: number }, number: number) => Citation;
