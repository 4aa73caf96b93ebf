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

/** A verbatim quotation; `start` and `end` are the quotation's offsets in the document's text. */
export interface Citation extends PassageReference {
  /** [1], [2] … in the reply. */
  readonly number: number;
  readonly quote: string;
  readonly title: string;
  readonly section?: string;
  readonly page?: number;
  readonly sourceUrl?: string;
}

/** A sentence of the answer, with the citations it rests on. */
export interface Statement {
  readonly text: string;
  /** Numbers of citations, at least one. */
  readonly citations: readonly number[];
  /** The exact words that answer (a number, a name, a reason), as offsets into `text`; may be empty. */
  readonly emphasis: readonly Span[];
}

export type ConversationTopic = 'greeting' | 'thanks' | 'help' | 'farewell' | 'empty' | 'too-long' | 'unreadable';

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
      readonly statements: readonly Statement[];
      readonly citations: readonly Citation[];
    })
  | (AnswerBase & {
      readonly kind: 'not-in-sources';
      /** The nearest passages, best first, as citations that can be opened; they do not answer. */
      readonly nearest: readonly Citation[];
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
}

/** A passage opened from a citation. */
export interface OpenedPassage {
  readonly title: string;
  readonly section?: string;
  readonly page?: number;
  readonly sourceUrl?: string;
  /** The paragraphs around, in order; the quotation is marked within the cited one. */
  readonly before: string;
  readonly text: string;
  readonly after: string;
  /** The quotation's offsets in `text`. */
  readonly quotation: Span;
  /** The document is no longer what it was when the answer was given; `text` is then what was quoted, and `before` and `after` are empty. */
  readonly changed: boolean;
}

export interface SourceSummary {
  readonly path: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly publisher?: string;
  readonly sourceUrl?: string;
  readonly passageCount: number;
}

/** The one brain: every adapter asks here, and only here. */
export interface AnswerService {
  ask(question: string, conversation: Conversation): Promise<Answer>;
  /** The cited passage with its neighbours; `quote` is what is shown when the source has changed. */
  open(citation: Citation): OpenedPassage;
  sources(): readonly SourceSummary[];
  /** Questions in that language which the sources really answer, at most `count`. */
  suggestions(language: Language, count: number): Promise<readonly string[]>;
}
