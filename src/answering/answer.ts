import type { Span } from '../corpus/index.js';
import type { Language } from '../language/index.js';
import type { Candidate } from '../retrieval/index.js';

/** Where a quotation stands, independent of a build of the index: buttons and stored answers hold this. */
export interface PassageReference extends Span {
  /** The document's path. */
  readonly document: string;
  /** The document's SHA-256 when it was cited; a different value now means that the source has changed. */
  readonly documentSha256: string;
}

/** What is shown of the document next to a quotation. */
export interface DocumentDetails {
  readonly authors?: readonly string[];
  /** Publication date, ISO 8601, perhaps without day or month. */
  readonly date?: string;
  /** Number of the issue of a newsletter or magazine. */
  readonly issue?: string;
  readonly sourceUrl?: string;
}

/** A verbatim quotation; `start` and `end` are the quotation's offsets in the document's text. */
export interface Citation extends PassageReference, DocumentDetails {
  /** [1], [2] … in the reply. */
  readonly number: number;
  readonly quote: string;
  /** The quotation in the reader's language, translated by a language model and not checked. */
  readonly translation?: string;
  readonly title: string;
  readonly section?: string;
  readonly page?: number;
}

/** A sentence of the answer, with the citations it rests on. */
export interface Statement {
  readonly text: string;
  /** Numbers of citations, at least one. */
  readonly citations: readonly number[];
  /** The words that answer (a number, a name, a reason), as offsets into `text`; may be empty. */
  readonly emphasis: readonly Span[];
}

/** `small-talk`: addressed to the bot, about no article; `which-article`: about an article, without saying which. */
export type ConversationTopic =
  'greeting' | 'thanks' | 'help' | 'farewell' | 'small-talk' | 'which-article' | 'empty' | 'too-long' | 'unreadable';

/**
 * Who wrote the statements: the sources (their own sentences), or a language model whose every sentence was checked against its quotation.
 */
export type Authorship = 'sources' | 'model';

/**
 * What the reply says before the statements. `yes`, `no`: the answer to a yes-or-no question; `otherwise`: the statements contradict what
 * the question assumes; `shown-before`: they were shown before, but may hold what is asked for now.
 */
export type Lead = 'yes' | 'no' | 'otherwise' | 'shown-before';

interface AnswerBase {
  /** The language that the framing text should be in. */
  readonly language: Language;
  /** The ten best, in order; empty where nothing was searched. */
  readonly candidates: readonly Candidate[];
}

export type Answer =
  | (AnswerBase & {
      readonly kind: 'answered';
      /** `low`: the article may not say this directly; the reply says so. */
      readonly confidence: 'high' | 'low';
      /** Left out in answers stored before there were language models: the sources. */
      readonly writtenBy?: Authorship;
      readonly lead?: Lead;
      readonly statements: readonly Statement[];
      readonly citations: readonly Citation[];
      /** Where the statements are a list: how many of its sentences are not shown. Left out where it is complete. */
      readonly omitted?: number;
    })
  | (AnswerBase & {
      readonly kind: 'not-in-sources';
      /** The nearest passages, best first, as citations that can be opened; they do not answer the question. */
      readonly nearest: readonly Citation[];
      /** The question asked for more than was shown before, and there is nothing more. */
      readonly nothingMore?: boolean;
      /** Title of an article about the question's topic that does not answer it, where there is one. */
      readonly topic?: string;
      /** Similar questions that the sources answer. Left out where there are none. */
      readonly suggestions?: readonly string[];
    })
  | (AnswerBase & {
      readonly kind: 'conversation';
      readonly topic: ConversationTopic;
      /** Questions that the sources answer. */
      readonly suggestions: readonly string[];
    });

/** The earlier questions, oldest first. Answers are not needed to understand a follow-up. */
export interface Conversation {
  readonly questions: readonly string[];
  /** The language that the reader has chosen. Left out: it is detected from the question. */
  readonly language?: Language;
  /** What was shown in answer to the questions (`shownIn`), with repetitions. Left out: what would be shown now. */
  readonly shown?: readonly PassageReference[];
}

/**
 * How much is spent on a question: `thorough` splits it, searches again and checks again, where there is a language model; `least` uses no
 * language model, for questions answered at every key pressed.
 */
export type Effort = 'least' | 'short' | 'thorough';

/** One step of a thorough answer, in order. A step reported again under the same `id` replaces the earlier report. */
export type ThinkingStep = {
  readonly id: number;
  readonly state: 'doing' | 'done';
} & (
  | { readonly kind: 'split'; readonly questions: readonly string[] }
  /** `passages`: how many passages were found that answer; 0 where the sources do not. */
  | { readonly kind: 'look-up'; readonly question: string; readonly passages: number }
  | { readonly kind: 'write'; readonly statements: number }
  | { readonly kind: 'check'; readonly kept: number; readonly dropped: number }
  | { readonly kind: 'retry'; readonly statements: number }
);

/**
 * An answer while it is being made. Statements are whole, checked and cited. Each progress holds everything so far. The answer returned in
 * the end is the one that counts, and may differ from the progress.
 */
export interface AnswerProgress {
  readonly language: Language;
  readonly confidence: 'high' | 'low';
  readonly statements: readonly Statement[];
  readonly citations: readonly Citation[];
  /** Empty unless the effort is `thorough`. */
  readonly steps: readonly ThinkingStep[];
}

export interface AskOptions {
  /** Default: `short`. */
  readonly effort?: Effort | undefined;
  /** A key of the person who asks, for limits by person. Left out: no such limits. */
  readonly person?: string | undefined;
  /** Called as the answer grows, never after `ask` has settled. Must not throw. */
  readonly onProgress?: ((progress: AnswerProgress) => void) | undefined;
}

/** A passage opened by its citation. */
export interface OpenedPassage extends DocumentDetails {
  readonly title: string;
  readonly section?: string;
  readonly page?: number;
  /** The cited paragraph and its neighbours, in order, as far as they are near the quotation. */
  readonly before: string;
  readonly text: string;
  readonly after: string;
  /** Whether a paragraph continues beyond what is shown of it. */
  readonly isCut: { readonly before: boolean; readonly after: boolean };
  /** The quotation's offsets in `text`. */
  readonly quotation: Span;
  /** The document has changed since the answer was given; `text` is then the quotation, and `before` and `after` are empty. */
  readonly changed: boolean;
}

export interface SourceSummary extends DocumentDetails {
  readonly path: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly publisher?: string;
  readonly passageCount: number;
}

/** The one answer service: every adapter asks here, and only here. */
export interface AnswerService {
  ask(question: string, conversation: Conversation, options?: AskOptions): Promise<Answer>;
  /** Whether a `thorough` answer differs from a `short` one: there is a language model. */
  readonly canThink: boolean;
  /** The cited passage with its neighbours; `quote` is what is shown when the source has changed. */
  open(citation: Citation): OpenedPassage;
  sources(): readonly SourceSummary[];
  /** Questions in that language that the sources answer, at most `count`. */
  suggestions(language: Language, count: number): Promise<readonly string[]>;
}
