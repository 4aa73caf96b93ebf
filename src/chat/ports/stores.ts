import type { Answer } from '../../answering/index.js';
import type { Language } from '../../language/index.js';

/**
 * What the chat layer needs kept across restarts. Ports: `src/storage/` implements them on SQLite and PostgreSQL.
 * A person appears only as a keyed hash (`PersonKey`): neither names nor platform ids of people are stored.
 * Times are milliseconds since the epoch.
 */
export const platforms = ['telegram', 'discord', 'console', 'http'] as const;
export type Platform = (typeof platforms)[number];

/** Keyed hash of platform and platform's user id; made in one place, `person-key.ts`. */
export type PersonKey = string;

/** One person's line of questions in one chat (and topic or thread). */
export interface ConversationKey {
  readonly platform: Platform;
  readonly chat: string;
  /** Telegram topic or Discord thread; '' where there is none. */
  readonly topic: string;
  readonly person: PersonKey;
}

export interface Turn {
  readonly question: string;
  readonly answerId: string;
  readonly at: number;
}

export interface ConversationStore {
  /** The last `count` turns that are not older than `since`, oldest first. */
  recent(key: ConversationKey, count: number, since: number): Promise<readonly Turn[]>;
  /** A turn with the same answer replaces the earlier one in its place (an edited question). */
  append(key: ConversationKey, turn: Turn): Promise<void>;
}

/** An answer as given, so that its buttons work after a restart and a reply to it can continue from it. */
export interface StoredAnswer {
  /** Short and URL-safe (at most 16 characters), so that it fits into callback data. */
  readonly id: string;
  readonly conversation: ConversationKey;
  /** The person's own questions that led here, oldest first; the last is the one answered. */
  readonly questions: readonly string[];
  /** The answer, perhaps to somebody else, that was replied to: its questions come before these. By reference, so that they go when they are forgotten. */
  readonly continues?: string;
  /** Without candidates: what is needed to show it again and to open its citations. */
  readonly answer: Answer;
  readonly language: Language;
  readonly at: number;
}

/** A message on a platform. */
export interface MessageAddress {
  readonly platform: Platform;
  readonly chat: string;
  readonly message: string;
}

export interface AnswerStore {
  /** Without its candidates. An answer with the same id is replaced (an edited question). */
  save(answer: StoredAnswer): Promise<void>;
  find(id: string): Promise<StoredAnswer | undefined>;
  /** Remembers which message asked for an answer, or shows it (its first part; further parts may be linked too). */
  link(message: MessageAddress, role: 'question' | 'answer', answerId: string): Promise<void>;
  answerShownIn(message: MessageAddress): Promise<StoredAnswer | undefined>;
  answerAskedBy(message: MessageAddress): Promise<StoredAnswer | undefined>;
  /** The messages that show the answer, in the order they were linked. */
  messagesShowing(answerId: string): Promise<readonly MessageAddress[]>;
  /** Answers given since that time, oldest first. */
  since(time: number): Promise<readonly StoredAnswer[]>;
}

export const votes = ['up', 'down'] as const;
export type Vote = (typeof votes)[number];
/** In the order in which they are offered. */
export const feedbackReasons = ['wrong', 'incomplete', 'unclear'] as const;
export type FeedbackReason = (typeof feedbackReasons)[number];

export interface Feedback {
  readonly answerId: string;
  readonly person: PersonKey;
  readonly vote: Vote;
  readonly reason?: FeedbackReason;
  /** Free text, where a platform asks for it. */
  readonly comment?: string;
  readonly at: number;
}

export interface FeedbackStore {
  /** One vote a person and answer: a later one replaces the earlier one. */
  put(feedback: Feedback): Promise<void>;
  find(answerId: string, person: PersonKey): Promise<Feedback | undefined>;
  tally(answerId: string): Promise<{ readonly up: number; readonly down: number }>;
  /** Votes given since that time, oldest first. */
  since(time: number): Promise<readonly Feedback[]>;
}

export interface LoggedQuestion {
  readonly at: number;
  readonly platform: Platform;
  readonly person: PersonKey;
  readonly question: string;
  readonly language: Language;
  readonly kind: Answer['kind'];
  readonly confidence?: 'high' | 'low';
  /** The best candidate's late interaction score. */
  readonly topScore?: number;
  readonly milliseconds: number;
  readonly answerId: string;
}

export interface QuestionLog {
  append(entry: LoggedQuestion): Promise<void>;
  /** Entries since that time, oldest first. */
  since(time: number): Promise<readonly LoggedQuestion[]>;
}

export interface LanguageStore {
  find(person: PersonKey): Promise<Language | undefined>;
  put(person: PersonKey, language: Language): Promise<void>;
}

/** An update from a platform that was accepted and is owed a reply until it is completed. */
export interface AcceptedUpdate {
  readonly platform: Platform;
  /** The platform's own id of the update, interaction or message. */
  readonly id: string;
  readonly chat: string;
  /** Whose update it is, where a person's: `forget` then erases the payload. */
  readonly person?: PersonKey;
  /** What the adapter needs to deal with it again after a crash: JSON. */
  readonly payload: unknown;
  readonly at: number;
}

export interface DeliveryStore {
  /** Writes the update down before it is dealt with. `new`: deal with it; `owed`: accepted before, not completed; `done`: completed before. */
  accept(update: AcceptedUpdate): Promise<'new' | 'owed' | 'done'>;
  /** Dealt with: the id stays known until purged so that a repeated update is recognised; payload, chat and person are erased. */
  complete(platform: Platform, id: string, at: number): Promise<void>;
  /** What is owed from before a crash, in the order accepted. */
  owed(platform: Platform): Promise<readonly AcceptedUpdate[]>;
}

/** A row as it is stored, for an export: the table's name, and the columns by name with JSON columns parsed. */
export interface StoredRow {
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** What has to be in the store still for something that follows from it to be kept: `forget` takes it away. */
export type Ground =
  /** An accepted update that is not completed. */
  { readonly kind: 'owed'; readonly platform: Platform; readonly id: string } | { readonly kind: 'answer'; readonly id: string };

/** The stores as `keepIf` hands them in. */
export type WritableStores = Pick<Stores, 'conversations' | 'answers' | 'feedback' | 'questions' | 'languages'>;

/** Everything that is kept, in one place. */
export interface Stores {
  readonly conversations: ConversationStore;
  readonly answers: AnswerStore;
  readonly feedback: FeedbackStore;
  readonly questions: QuestionLog;
  readonly languages: LanguageStore;
  readonly deliveries: DeliveryStore;
  /**
   * Writes all or nothing, in one transaction with the check that every ground is there, so that no `forget` comes in between. Returns whether it
   * was written. `write` must use nothing but the stores that it is given.
   */
  keepIf(grounds: readonly Ground[], write: (stores: WritableStores) => Promise<void>): Promise<boolean>;
  /**
   * Erases everything that belongs to the person, all or nothing. Returns how many rows went.
   * What is owed to the person counts as completed then, so that it does not come back after a restart, and is no ground any more.
   */
  forget(person: PersonKey): Promise<number>;
  /** Deletes everything older than `time`. Returns how many rows went. */
  purge(before: number): Promise<number>;
  /** Everything that is kept, or everything that `forget` would erase of that person. */
  exportRows(person?: PersonKey): AsyncIterable<StoredRow>;
  close(): Promise<void>;
}
