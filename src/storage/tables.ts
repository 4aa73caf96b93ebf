import type { Generated } from 'kysely';

/**
 * The tables as Kysely types them. Columns that hold a closed set of words or JSON are `string` here: what a row really holds is
 * checked when it is read (`read-rows.ts`). Times are milliseconds since the epoch. `seq` counts up in the order of writing.
 */
export interface StoreTables {
  readonly turns: TurnsTable;
  readonly answers: AnswersTable;
  readonly message_links: MessageLinksTable;
  readonly feedback: FeedbackTable;
  readonly question_log: QuestionLogTable;
  readonly language_choices: LanguageChoicesTable;
  readonly deliveries: DeliveriesTable;
  readonly model_usage: ModelUsageTable;
}

interface TurnsTable {
  readonly seq: Generated<number>;
  readonly platform: string;
  /** Sealed (`sealing.ts`), here and in the other tables. */
  readonly chat: string;
  readonly topic: string;
  readonly person: string;
  readonly question: string;
  readonly answer_id: string;
  readonly at: number;
}

interface AnswersTable {
  readonly seq: Generated<number>;
  readonly id: string;
  readonly platform: string;
  readonly chat: string;
  readonly topic: string;
  readonly person: string;
  /** JSON: array of strings. */
  readonly questions: string;
  /** The id of the answer that was replied to. */
  readonly continues: string | null;
  /** JSON: an Answer without candidates. */
  readonly answer: string;
  readonly language: string;
  readonly at: number;
}

interface MessageLinksTable {
  readonly seq: Generated<number>;
  readonly platform: string;
  readonly chat: string;
  readonly message: string;
  readonly role: string;
  readonly answer_id: string;
  readonly at: number;
}

interface FeedbackTable {
  readonly seq: Generated<number>;
  readonly answer_id: string;
  readonly person: string;
  readonly vote: string;
  readonly reason: string | null;
  readonly comment: string | null;
  readonly at: number;
}

interface QuestionLogTable {
  readonly seq: Generated<number>;
  readonly at: number;
  readonly platform: string;
  readonly person: string;
  readonly question: string;
  readonly language: string;
  readonly kind: string;
  readonly confidence: string | null;
  readonly top_score: number | null;
  readonly milliseconds: number;
  readonly answer_id: string;
  /** Unique for each entry; null in those of the first release. */
  readonly entry: string | null;
}

interface LanguageChoicesTable {
  readonly seq: Generated<number>;
  readonly person: string;
  readonly language: string;
  readonly at: number;
}

interface DeliveriesTable {
  readonly seq: Generated<number>;
  readonly platform: string;
  readonly id: string;
  /** '' once completed. */
  readonly chat: string;
  readonly person: string | null;
  /** Sealed JSON; null once completed. */
  readonly payload: string | null;
  readonly at: number;
  readonly completed_at: number | null;
}

/** Totals: no row belongs to a person. */
interface ModelUsageTable {
  readonly seq: Generated<number>;
  /** `2026-11-25`, in UTC. */
  readonly day: string;
  readonly tokens: number;
  /** When it was last added to. */
  readonly at: number;
}

/** In the order that rows are exported. */
export const tableNames = [
  'turns',
  'answers',
  'message_links',
  'feedback',
  'question_log',
  'language_choices',
  'deliveries',
  'model_usage',
] as const satisfies readonly (keyof StoreTables)[];

export type TableName = (typeof tableNames)[number];
