import { z } from 'zod';
import type {
  AcceptedUpdate,
  Feedback,
  FeedbackReason,
  LoggedQuestion,
  MessageAddress,
  Platform,
  StoredAnswer,
  Turn,
} from '../chat/index.js';
import { answerKinds, answerSchema, languageSchema } from './answer-schema.js';
import { DamagedRowError } from './errors.js';
import { SealError, type Sealing } from './sealing.js';
import type { TableName } from './tables.js';

/** Called with every row that was skipped. */
export type ReportDamage = (error: DamagedRowError) => void;

interface StoredRowLike {
  readonly seq: number;
}

/** The chat's own lists cannot be loaded here; the compiler sees to it that nothing is missing. */
const platform = z.enum({ telegram: 'telegram', discord: 'discord', console: 'console', http: 'http' } as const satisfies {
  [Name in Platform]: Name;
});
const reason = z.enum({ wrong: 'wrong', incomplete: 'incomplete', unclear: 'unclear' } as const satisfies {
  [Name in FeedbackReason]: Name;
});
const time = z.int();

const parsedJson = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
});

/** The content of a sealed column, or the issue of a damaged row. */
function orIssue(context: z.RefinementCtx, open: () => string): string {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
}

const opened = (sealing: Sealing) => z.string().transform((sealed, context) => orIssue(context, () => sealing.open(sealed)));

const openedChat =
  (sealing: Sealing) =>
  <Row extends { readonly platform: string; readonly chat: string }>(row: Row, context: z.RefinementCtx): Row => ({
    ...row,
    chat: orIssue(context, () => sealing.openChat(row.platform, row.chat)),
  });

export const turnRow: z.ZodType<Turn> = z
  .object({ question: z.string(), answer_id: z.string(), at: time })
  .transform((row) => ({ question: row.question, answerId: row.answer_id, at: row.at }));

export const answerRowOf = (sealing: Sealing): z.ZodType<StoredAnswer> =>
  z
    .object({
      id: z.string(),
      platform,
      chat: z.string(),
      topic: z.string(),
      person: z.string(),
      questions: parsedJson.pipe(z.array(z.string())),
      continues: z.string().nullable(),
      answer: parsedJson.pipe(answerSchema),
      language: languageSchema,
      at: time,
    })
    .transform(openedChat(sealing))
    .transform((row) => ({
      id: row.id,
      conversation: { platform: row.platform, chat: row.chat, topic: row.topic, person: row.person },
      questions: row.questions,
      ...(row.continues === null ? {} : { continues: row.continues }),
      answer: row.answer,
      language: row.language,
      at: row.at,
    }));

export const messageRowOf = (sealing: Sealing): z.ZodType<MessageAddress> =>
  z.object({ platform, chat: z.string(), message: z.string() }).transform(openedChat(sealing));

export const feedbackRow: z.ZodType<Feedback> = z
  .object({
    answer_id: z.string(),
    person: z.string(),
    vote: z.enum(['up', 'down']),
    reason: reason.nullable(),
    comment: z.string().nullable(),
    at: time,
  })
  .transform((row) => ({
    answerId: row.answer_id,
    person: row.person,
    vote: row.vote,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.comment === null ? {} : { comment: row.comment }),
    at: row.at,
  }));

export const loggedQuestionRow: z.ZodType<LoggedQuestion> = z
  .object({
    at: time,
    platform,
    person: z.string(),
    question: z.string(),
    language: languageSchema,
    kind: z.enum(answerKinds),
    confidence: z.enum(['high', 'low']).nullable(),
    top_score: z.number().nullable(),
    milliseconds: z.number(),
    answer_id: z.string(),
  })
  .transform((row) => ({
    at: row.at,
    platform: row.platform,
    person: row.person,
    question: row.question,
    language: row.language,
    kind: row.kind,
    ...(row.confidence === null ? {} : { confidence: row.confidence }),
    ...(row.top_score === null ? {} : { topScore: row.top_score }),
    milliseconds: row.milliseconds,
    answerId: row.answer_id,
  }));

export const languageRow = z.object({ language: languageSchema });

export const deliveryRowOf = (sealing: Sealing): z.ZodType<AcceptedUpdate> =>
  z
    .object({
      platform,
      id: z.string(),
      chat: z.string(),
      person: z.string().nullable(),
      payload: opened(sealing).pipe(parsedJson),
      at: time,
    })
    .transform(openedChat(sealing))
    .transform((row) => ({
      platform: row.platform,
      id: row.id,
      chat: row.chat,
      ...(row.person === null ? {} : { person: row.person }),
      payload: row.payload,
      at: row.at,
    }));

/** The row as the schema has it, or `undefined` where there is none. Throws `DamagedRowError`. */
export function readRow<T>(table: TableName, schema: z.ZodType<T>, row: StoredRowLike | undefined): T | undefined {
  if (row === undefined) return undefined;
  const read = schema.safeParse(row);
  if (read.success) return read.data;
  throw new DamagedRowError(table, `seq ${row.seq}`, z.prettifyError(read.error).replaceAll('\n', ' '), { cause: read.error });
}

/** The readable rows; the others are reported, so that one damaged row does not affect the rest. */
export function readRows<T>(table: TableName, schema: z.ZodType<T>, rows: readonly StoredRowLike[], report: ReportDamage): readonly T[] {
  const read: T[] = [];
  for (const row of rows) {
    try {
      const value = readRow(table, schema, row);
      if (value !== undefined) read.push(value);
    } catch (error) {
      if (!(error instanceof DamagedRowError)) throw error;
      report(error);
    }
  }
  return read;
}
