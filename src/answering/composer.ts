import type { AnswerProgress, AskOptions, Authorship, Citation, Conversation, Effort, Statement } from './answer.js';
import type { Language } from '../language/index.js';
import type { Candidate, Ranking } from '../retrieval/index.js';
import type { Judgement } from './judge.js';

/** What a composer works from: the question was judged answerable, perhaps with a caution. */
export interface Composition {
  readonly question: string;
  /** What was searched for: the question itself, or a follow-up in words that stand alone, or with the earlier questions in front. */
  readonly understoodAs: string;
  readonly conversation: Conversation;
  readonly language: Language;
  readonly ranking: Ranking;
  /** The questions within a double question that the sources may answer, in order; empty for a single one. */
  readonly parts: readonly QuestionPart[];
  readonly judgement: Exclude<Judgement, 'refuse'>;
  readonly effort: Effort;
  readonly person: AskOptions['person'];
  /** When the question came, on the clock of `performance.now()`: what is spent on understanding it counts, too. */
  readonly askedAtMs: number;
  /** Searches for a question within the question, and judges what is found. */
  readonly lookUp: (question: string) => Promise<Finding>;
  readonly onProgress: (progress: AnswerProgress) => void;
}

export interface QuestionPart {
  readonly question: string;
  readonly ranking: Ranking;
}

/** What a search found, and how far it may be trusted to answer. */
export interface Finding {
  readonly ranking: Ranking;
  readonly judgement: Judgement;
}

export interface Composed {
  readonly kind: 'composed';
  readonly writtenBy: Authorship;
  /** The composer trusts its answer less than the judgement does. */
  readonly isDoubtful: boolean;
  readonly statements: readonly Statement[];
  readonly citations: readonly Citation[];
  /** How many further sentences a list would have. */
  readonly omitted?: number;
}

/** `not-in-passages`: read closely, they do not answer. Only where the judgement was `caution`: a composer cannot refuse what code is sure of. */
export type ComposedAnswer = Composed | { readonly kind: 'not-in-passages' };

/** Makes statements out of candidates. Every statement it returns rests on at least one of the citations it returns. */
export interface AnswerComposer {
  compose(composition: Composition): Promise<ComposedAnswer>;
}

/** Puts a follow-up into words that stand alone. */
export interface QuestionRewriter {
  /**
   * `undefined` where that cannot be done now; the follow-up is then searched for with the earlier questions in front. Never rejects.
   * @param earlier the conversation's earlier questions, oldest first, at least one
   */
  rewrite(question: string, earlier: readonly string[], asked: Pick<Composition, 'person' | 'askedAtMs'>): Promise<string | undefined>;
}

/** Puts quotations into the reader's language, for whoever cannot read them. */
export interface Translator {
  /** One for each text, in their order; `undefined` where there is none to show. In time for the question, and never rejects. */
  translate(
    texts: readonly string[],
    language: Language,
    asked: Pick<Composition, 'person' | 'askedAtMs'>,
  ): Promise<readonly (string | undefined)[]>;
}

/** A verbatim quotation of the candidate's passage; `start` and `end` in the passage's text. */
export type Cite = (candidate: Candidate, quotation: { readonly start: number; readonly end: number }, number: number) => Citation;
