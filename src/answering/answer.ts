import type { Span } from '../corpus/index.js';
import type { Language } from '../language/index.js';
import type { Candidate } from '../retrieval/index.js';

/** Where a quotation stands, in terms that outlive a build of the index: what buttons and stored answers keep. */
export interface PassageReference extends Span {
  /** The document's path. */
  readonly document: string;
  /** The document's SHA-256 when it was cited; another value now means that the source has changed. */
  readonly documentSha256: string;
}

/** What is shown of the document beside a quotation of it. */
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
  /** The quotation in the reader's language, by a language model, and not checked. */
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
  /** The exact words that answer (a number, a name, a reason), as offsets into `text`; may be empty. */
  readonly emphasis: readonly Span[];
}

/** `small-talk`: said to the bot, and about no article; `which-article`: asked about an article, without saying which. */
export type ConversationTopic =
  'greeting' | 'thanks' | 'help' | 'farewell' | 'small-talk' | 'which-article' | 'empty' | 'too-long' | 'unreadable';

/** Who wrote the statements: the sources (their own sentences), or a language model whose every sentence was checked against its quotation. */
export type Authorship = 'sources' | 'model';

/**
 * What is said before the statements. `yes`, `no`: the answer to a question that asks for either; `otherwise`: they contradict what the question
 * takes for granted; `shown-before`: they are not new, but may hold what is asked for now.
 */
export type Lead = 'yes' | 'no' | 'otherwise' | 'shown-before';

interface AnswerBase {
  /** The language that the framing text should be in. */
  readonly language: Language;
  /** The ten best, best first; empty where nothing was searched. */
  readonly candidates: readonly Candidate[];
}

export type Answer =
  | (AnswerBase & {
      readonly kind: 'answered';
      /** `low`: the article may not say this directly; the reply says so. */
      readonly confidence: 'high' | 'low';
      /** Left out in what was kept before there were models: the sources. */
      readonly writtenBy?: Authorship;
      readonly lead?: Lead;
      readonly statements: readonly Statement[];
      readonly citations: readonly Citation[];
      /** How many further sentences of the sources belong to the list that the statements are; left out where it is complete. */
      readonly omitted?: number;
    })
  | (AnswerBase & {
      readonly kind: 'not-in-sources';
      /** The passages that are near, best first, as citations that can be opened; they do not answer. */
      readonly nearest: readonly Citation[];
      /** Asked for more than was shown before: there is nothing more. */
      readonly nothingMore?: boolean;
      /** Title of the article that is about the question's topic, where one is, without answering it. */
      readonly topic?: string;
      /** Questions near the one asked that the sources answer. Left out where there are none. */
      readonly suggestions?: readonly string[];
    })
  | (AnswerBase & {
      readonly kind: 'conversation';
      readonly topic: ConversationTopic;
      /** Questions that the sources answer. */
      readonly suggestions: readonly string[];
    });

/** What was said before, oldest first; only questions matter to understanding a follow-up. */
export interface Conversation {
  readonly questions: readonly string[];
  /** The language the reader has chosen, where they have; else it is told from the question. */
  readonly language?: Language;
  /** What was shown in answer to them (`shownIn`), as often as it was. Left out: what is shown to them now. */
  readonly shown?: readonly PassageReference[];
}

/**
 * How much is spent on a question: `thorough` takes it apart, looks again and checks again, where there is a language model to do so; `least`
 * asks no model, for what is answered at every key that is pressed.
 */
export type Effort = 'least' | 'short' | 'thorough';

/** One step of a thorough answer, in the order taken; a step that is told again under the same `id` replaces what was told of it before. */
export type ThinkingStep = {
  readonly id: number;
  readonly state: 'doing' | 'done';
} & (
  | { readonly kind: 'split'; readonly questions: readonly string[] }
  /** `passages`: how many were found that answer; 0 where the sources do not. */
  | { readonly kind: 'look-up'; readonly question: string; readonly passages: number }
  | { readonly kind: 'write'; readonly statements: number }
  | { readonly kind: 'check'; readonly kept: number; readonly dropped: number }
  | { readonly kind: 'retry'; readonly statements: number }
);

/**
 * An answer while it is being made. Statements are whole, checked and cited; each progress holds all that there is so far, and the answer that
 * is returned in the end is what counts: it may differ from what was shown on the way.
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
  /** A key of who asks, for what is rationed by person. Left out: nothing is. */
  readonly person?: string | undefined;
  /** Called as the answer grows, never after `ask` has settled. Must not throw. */
  readonly onProgress?: ((progress: AnswerProgress) => void) | undefined;
}

/** A passage opened from a citation. */
export interface OpenedPassage extends DocumentDetails {
  readonly title: string;
  readonly section?: string;
  readonly page?: number;
  /** The cited paragraph and those around it, in order, as far as they are near the quotation. */
  readonly before: string;
  readonly text: string;
  readonly after: string;
  /** Whether a paragraph that is shown goes on beyond what is shown of it. */
  readonly isCut: { readonly before: boolean; readonly after: boolean };
  /** The quotation's offsets in `text`. */
  readonly quotation: Span;
  /** The document is no longer what it was when the answer was given; `text` is then what was quoted, and `before` and `after` are empty. */
  readonly changed: boolean;
}

export interface SourceSummary extends DocumentDetails {
  readonly path: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly publisher?: string;
  readonly passageCount: number;
}

/** The one brain: every adapter asks here, and only here. */
export interface AnswerService {
  ask(question: string, conversation: Conversation, options?: AskOptions): Promise<Answer>;
  /** Whether a `thorough` answer differs from a `short` one: there is a language model. */
  readonly canThink: boolean;
  /** The cited passage with its neighbours; `quote` is what is shown when the source has changed. */
  open(citation: Citation): OpenedPassage;
  sources(): readonly SourceSummary[];
  /** Questions in that language which the sources really answer, at most `count`. */
  suggestions(language: Language, count: number): Promise<readonly string[]>;
}
