import type { AnswerProgress, AskOptions, Authorship, Citation, Conversation, Effort, Statement } from './answer.js';
import type { Language } from '../language/index.js';
import type { Candidate, Ranking } from '../retrieval/index.js';
import type { Judgement } from './judge.js';

/** What a composer works from. The question was judged answerable, perhaps with a caution. */
export interface Composition {
  readonly question: string;
  /** What was searched for: the question itself, or for a follow-up a standalone question, or the earlier questions and the follow-up. */
  readonly understoodAs: string;
  readonly conversation: Conversation;
  readonly language: Language;
  readonly ranking: Ranking;
  /** The parts of a double question that the sources may answer, in order; empty for a single question. */
  readonly parts: readonly QuestionPart[];
  readonly judgement: Exclude<Judgement, 'refuse'>;
  readonly effort: Effort;
  readonly person: AskOptions['person'];
  /** When the question came, on the clock of `performance.now()`; the time for understanding it counts, too. */
  readonly askedAtMs: number;
  /** Searches for a part of the question and judges what is found. */
  readonly lookUp: (question: string) => Promise<Finding>;
  readonly onProgress: (progress: AnswerProgress) => void;
}

export interface QuestionPart {
  readonly question: string;
  readonly ranking: Ranking;
}

/** What a search found, and how likely it is to answer. */
export interface Finding {
  readonly ranking: Ranking;
  readonly judgement: Judgement;
}

export interface Composed {
  readonly kind: 'composed';
  readonly writtenBy: Authorship;
  /** The composer is less certain of its answer than the judgement. */
  readonly isDoubtful: boolean;
  readonly statements: readonly Statement[];
  readonly citations: readonly Citation[];
  /** How many further sentences a list would have. */
  readonly omitted?: number;
}

/**
 * `not-in-passages`: on a close reading, the passages do not answer. Only where the judgement was `caution`: a composer cannot overrule the
 * code where that is certain.
 */
export type ComposedAnswer = Composed | { readonly kind: 'not-in-passages' };

/** Makes statements out of candidates. Every statement it returns rests on at least one of the citations it returns. */
export interface AnswerComposer {
  compose(composition: Composition): Promise<ComposedAnswer>;
}

/** Rewrites a follow-up as a standalone question. */
export interface QuestionRewriter {
  /**
   * `undefined` where that fails; the follow-up is then searched for together with the earlier questions. Never rejects.
   * @param earlier the conversation's earlier questions, oldest first, at least one
   */
  rewrite(question: string, earlier: readonly string[], asked: Pick<Composition, 'person' | 'askedAtMs'>): Promise<string | undefined>;
}

/** Translates quotations into the reader's language. */
export interface Translator {
  /** One for each text, in order; `undefined` where there is none to show. Keeps the question's time limit, and never rejects. */
  translate(
    texts: readonly string[],
    language: Language,
    asked: Pick<Composition, 'person' | 'askedAtMs'>,
  ): Promise<readonly (string | undefined)[]>;
}

/** A verbatim quotation of the candidate's passage; `start` and `end` in the passage's text. */
export type Cite = (candidate: Candidate, quotation: { readonly start: number; readonly end: number }, number: number) => Citation;
