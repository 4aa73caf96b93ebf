import type { Lead, SourceSummary, ThinkingStep } from '../../answering/index.js';
import type { FeedbackReason } from '../ports/stores.js';
import type { Volumes } from '../conversation/volumes.js';

/** Where a quotation stands, as far as it is known. */
export interface Place {
  readonly title: string;
  readonly section?: string | undefined;
  readonly page?: number | undefined;
  readonly authors?: readonly string[] | undefined;
  /** ISO 8601: digits and hyphens are read in every language. */
  readonly date?: string | undefined;
  readonly issue?: string | undefined;
}

export interface CommandTexts {
  /** For the platform's command menu: one line, at most 100 characters. */
  readonly description: string;
  /** What the argument is; one line, at most 100 characters. Left out where the command takes none. */
  readonly argument?: string;
}

export const commandNames = ['start', 'ask', 'think', 'sources', 'source', 'help', 'language', 'forget', 'stats', 'unanswered'] as const;
export type CommandName = (typeof commandNames)[number];

/** Everything that Footnote says of itself. Every language has every key: the compiler sees to it. */
export interface Texts {
  /** The language's own name. */
  readonly languageName: string;

  readonly answer: {
    /** Before an answer whose sentences are in another language than the reader's. */
    readonly quotedFrom: (titles: readonly string[]) => string;
    /** Below a list that was cut. */
    readonly andMore: (count: number) => string;
    /** Before an answer that the article may not give directly. */
    readonly caution: string;
    readonly leads: Readonly<Record<Lead, string>>;
    readonly notInSources: string;
    /** Instead of that, to a follow-up, where all that there is has been shown. */
    readonly nothingMore: string;
    /** Instead of that, where an article is about the question's topic. */
    readonly onTopicOnly: (title: string) => string;
    /** Before the passages that come closest. */
    readonly nearest: string;
    /** The lower lines of an answer whose sentences are the quotations themselves. */
    readonly verbatim: string;
    readonly place: (place: Place) => string;
    readonly quoted: (quote: string) => string;
    /** Under a quotation in another language than the reader's: it is a model's, and nobody has checked it. */
    readonly translation: (text: string) => string;
    /** At the head of an answer that replaces an earlier one. */
    readonly questionEdited: string;
  };

  readonly conversation: {
    /** The first words to a newcomer: what there is to ask about. */
    readonly welcome: (sources: readonly SourceSummary[]) => string;
    readonly greeting: string;
    readonly thanks: string;
    readonly farewell: string;
    /** To what is said to the bot, and is about no article. */
    readonly smallTalk: string;
    /** Something was asked about an article, without saying which. */
    readonly whichArticle: string;
    readonly help: readonly string[];
    readonly suggestions: string;
    readonly empty: string;
    readonly tooLong: (maxCharacters: number) => string;
    readonly unreadable: string;
    readonly sticker: string;
    readonly attachment: string;
    readonly askUsage: string;
    readonly thinkUsage: string;
  };

  /** What is being done, and was done, about a question that is thought about; one line a step. */
  readonly thinking: {
    readonly step: (step: ThinkingStep) => string;
  };

  readonly passage: {
    readonly heading: (number: number) => string;
    readonly openSource: string;
    /** The source is no longer what it was when the answer was given. */
    readonly changed: string;
    /** The answer that a button belongs to is not kept any more. */
    readonly answerGone: string;
    readonly noSuchNumber: (number: number, highest: number) => string;
    readonly nothingCited: string;
    readonly noAnswerYet: string;
    readonly sourceUsage: string;
  };

  readonly sources: {
    readonly heading: (count: number) => string;
    /** Where there are too many for one list. */
    readonly headingOfPage: (count: number, first: number, last: number) => string;
    readonly none: string;
    readonly line: (source: SourceSummary) => string;
  };

  readonly limits: {
    readonly tooManyQuestions: (seconds: number) => string;
    readonly busy: string;
    readonly failed: string;
    readonly stopping: string;
    readonly adminsOnly: string;
    /** Other people's words are not for a group. */
    readonly privateOnly: string;
    readonly notServedHere: string;
    /** Said to the asker alone where the platform keeps the bot from doing what was asked. */
    readonly missingPermission: (permissions: readonly string[]) => string;
  };

  readonly feedback: {
    readonly thanks: string;
    readonly whatWasWrong: string;
    readonly noted: string;
    readonly reasons: Readonly<Record<FeedbackReason, string>>;
    readonly formTitle: string;
    readonly formLabel: string;
  };

  readonly language: {
    readonly choose: string;
    readonly chosen: string;
    readonly unknown: (asked: string) => string;
  };

  readonly forget: {
    readonly done: string;
    readonly nothing: string;
  };

  /** For administrators. */
  readonly reports: {
    readonly heading: (days: number) => string;
    readonly stats: (volumes: Volumes) => readonly string[];
    readonly nothingAsked: (days: number) => string;
    readonly unanswered: (days: number, count: number) => string;
    readonly nothingUnanswered: (days: number) => string;
    readonly asked: (question: string, times: number) => string;
  };

  readonly buttons: {
    readonly passage: (number: number) => string;
    readonly back: string;
    readonly up: string;
    readonly down: string;
    readonly followUp: string;
    readonly thread: string;
    readonly openSource: string;
    readonly askInline: string;
  };

  readonly forms: {
    readonly followUpTitle: string;
    readonly followUpLabel: string;
    readonly threadName: (question: string) => string;
    readonly threadOpened: string;
    /** Where the platform shows the bot only messages that mention it. */
    readonly threadOpenedByMention: string;
    readonly threadImpossible: string;
    readonly messageMenu: string;
    readonly privately: string;
    readonly thoroughly: string;
    readonly working: string;
  };

  readonly commands: Readonly<Record<CommandName, CommandTexts>>;

  /** Commands and their fields as they are typed on platforms that translate them: lower case, no spaces, at most 32 characters. */
  readonly typed: {
    readonly commands: Readonly<Record<CommandName, string>>;
    readonly fields: {
      readonly question: string;
      readonly private: string;
      readonly think: string;
      readonly number: string;
      readonly language: string;
    };
  };

  readonly terminal: {
    /** Shown while an answer is being looked for. */
    readonly searching: string;
    readonly hint: string;
    readonly farewell: string;
    readonly unknownCommand: (name: string) => string;
    readonly quit: string;
    readonly why: string;
    readonly whyNothing: string;
    readonly whyColumns: {
      readonly passage: string;
      readonly score: string;
      readonly lateInteraction: string;
      readonly similarity: string;
      readonly coverage: string;
      readonly words: string;
    };
  };
}
