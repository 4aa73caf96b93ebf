import { z } from 'zod';
import type { Answer, Citation, ConversationTopic, Lead, Statement } from '../answering/index.js';
import { languages } from '../language/index.js';

type Span = Statement['emphasis'][number];

/** A schema for every field, optional ones too, so that a field missing here does not compile. */
type FieldsOf<T> = Readonly<Record<keyof T, z.ZodType>>;

const offset = z.int().nonnegative();

export const languageSchema = z.enum(languages);

const spanSchema = z.object({ start: offset, end: offset } satisfies FieldsOf<Span>);

const citationSchema = z.object({
  document: z.string(),
  documentSha256: z.string(),
  start: offset,
  end: offset,
  number: z.int().positive(),
  quote: z.string(),
  translation: z.string().exactOptional(),
  title: z.string(),
  section: z.string().exactOptional(),
  page: z.int().positive().exactOptional(),
  authors: z.array(z.string()).exactOptional(),
  date: z.string().exactOptional(),
  issue: z.string().exactOptional(),
  sourceUrl: z.string().exactOptional(),
} satisfies FieldsOf<Citation>);

const statementSchema = z.object({
  text: z.string(),
  citations: z.array(z.int().positive()),
  emphasis: z.array(spanSchema),
} satisfies FieldsOf<Statement>);

const topics = [
  'greeting',
  'thanks',
  'help',
  'farewell',
  'small-talk',
  'which-article',
  'empty',
  'too-long',
  'unreadable',
] as const satisfies readonly ConversationTopic[];

const leads = ['yes', 'no', 'otherwise', 'shown-before'] as const satisfies readonly Lead[];

const common = {
  language: languageSchema,
  /** Not stored: not needed for showing an answer again. */
  candidates: z.array(z.never()),
};

/** A stored answer. */
export const answerSchema: z.ZodType<Answer> = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('answered'),
    confidence: z.enum(['high', 'low']),
    writtenBy: z.enum(['sources', 'model']).exactOptional(),
    lead: z.enum(leads).exactOptional(),
    statements: z.array(statementSchema),
    citations: z.array(citationSchema),
    omitted: z.int().positive().exactOptional(),
  } satisfies FieldsOf<Extract<Answer, { kind: 'answered' }>>),
  z.object({
    ...common,
    kind: z.literal('not-in-sources'),
    nearest: z.array(citationSchema),
    nothingMore: z.boolean().exactOptional(),
    topic: z.string().exactOptional(),
    suggestions: z.array(z.string()).exactOptional(),
  } satisfies FieldsOf<Extract<Answer, { kind: 'not-in-sources' }>>),
  z.object({
    ...common,
    kind: z.literal('conversation'),
    topic: z.enum(topics),
    suggestions: z.array(z.string()),
  } satisfies FieldsOf<Extract<Answer, { kind: 'conversation' }>>),
]);

/** The kinds of answer, for the question log. */
export const answerKinds = ['answered', 'not-in-sources', 'conversation'] as const satisfies readonly Answer['kind'][];
