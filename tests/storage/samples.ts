import type { Answer, Citation } from '../../src/answering/index.js';
import type { AcceptedUpdate, ConversationKey, LoggedQuestion, StoredAnswer, StoredRow, Stores } from '../../src/chat/index.js';
import type { Candidate } from '../../src/retrieval/index.js';

export const anna = 'key-of-anna';
export const ben = 'key-of-ben';
export const annaInGroup: ConversationKey = { platform: 'telegram', chat: '-100', topic: '', person: anna };

const citation: Citation = {
  document: 'openai-o1.txt',
  documentSha256: 'ab'.repeat(32),
  start: 10,
  end: 14,
  number: 1,
  quote: '思维链 😀',
  title: 'o1',
  section: '价格',
  page: 2,
  authors: ['张三'],
  date: '2024-09-13',
  issue: '250',
  sourceUrl: 'https://example.org/o1',
};
const bareCitation: Citation = { document: 'a.txt', documentSha256: 'cd', start: 0, end: 1, number: 2, quote: 'a\u0000\ud800', title: 'A' };

export const answers: Readonly<Record<Answer['kind'], Answer>> = {
  answered: {
    kind: 'answered',
    language: 'zh-Hans',
    candidates: [],
    confidence: 'low',
    statements: [{ text: '因为推理更长。', citations: [1, 2], emphasis: [{ start: 2, end: 6 }] }],
    citations: [citation, bareCitation],
  },
  'not-in-sources': { kind: 'not-in-sources', language: 'en', candidates: [], nearest: [citation] },
  conversation: { kind: 'conversation', language: 'zh-Hant', candidates: [], topic: 'greeting', suggestions: ['為什麼？'] },
};

export function storedAnswer(id: string, changes: Partial<StoredAnswer> = {}): StoredAnswer {
  return {
    id,
    conversation: annaInGroup,
    questions: ['o1为什么更贵？'],
    answer: answers.answered,
    language: 'zh-Hans',
    at: 1_000,
    ...changes,
  };
}

export function loggedQuestion(changes: Partial<LoggedQuestion> = {}): LoggedQuestion {
  return {
    at: 1_700_000_000_123,
    platform: 'discord',
    person: anna,
    question: 'why?',
    language: 'en',
    kind: 'answered',
    confidence: 'high',
    topScore: 0.8125,
    milliseconds: 12.5,
    answerId: 'a1',
    ...changes,
  };
}

export function update(id: string, changes: Partial<AcceptedUpdate> = {}): AcceptedUpdate {
  return {
    platform: 'telegram',
    id,
    chat: '-100',
    person: anna,
    payload: { update_id: Number(id), text: '为什么？' },
    at: 1_000,
    ...changes,
  };
}

export function message(name: string) {
  return { platform: 'telegram', chat: '-100', message: name } as const;
}

/** A row of every table (two links) of that person; tells of each when it is written. */
export async function keepSomethingOf(stores: Stores, person: string, wrote: (table: string) => void = () => undefined): Promise<void> {
  const conversation = { ...annaInGroup, person };
  const id = `answer-${person}`;
  const question = `secret of ${person}`;
  await stores.conversations.append(conversation, { question, answerId: id, at: 1_000 });
  wrote('turns');
  await stores.answers.save(storedAnswer(id, { conversation, questions: [question] }));
  wrote('answers');
  await stores.answers.link(message(`asked-${person}`), 'question', id);
  wrote('message_links');
  await stores.answers.link(message(`shown-${person}`), 'answer', id);
  wrote('message_links');
  await stores.feedback.put({ answerId: id, person, vote: 'down', comment: question, at: 1_000 });
  wrote('feedback');
  await stores.questions.append(loggedQuestion({ person, question, at: 1_000, answerId: id }));
  wrote('question_log');
  await stores.languages.put(person, 'en');
  wrote('language_choices');
  await stores.deliveries.accept(update(`update-of-${person.replaceAll('key-of-', '')}`, { person, payload: question }));
  wrote('deliveries');
}

export async function allRows(stores: Stores, person?: string): Promise<readonly StoredRow[]> {
  const rows: StoredRow[] = [];
  for await (const row of stores.exportRows(person)) rows.push(row);
  return rows;
}

export const candidate: Candidate = {
  passage: { id: 1, document: 'a.txt', ordinal: 0, start: 0, end: 2, text: '问题', sentences: [{ start: 0, end: 2 }] },
  score: 1,
  lateInteraction: 0.9,
  background: 0.3,
  overNoise: 2,
  similarityOverNoise: 2,
  similarity: 0.8,
  coverage: 0.7,
  nameMatch: 0.2,
  bm25: 3,
  sentenceMatches: [Float32Array.of(0.9)],
  headingMatches: Float32Array.of(-1),
};

/** Statements that make the tables those of the first release, which kept the rows' chats and payloads as they are. */
export function toFirstRelease(rows: readonly StoredRow[]): string {
  return `DROP TABLE model_usage; ALTER TABLE answers DROP COLUMN continues; DROP INDEX question_log_once;
    ALTER TABLE question_log DROP COLUMN entry; ${inClear(rows)}; DELETE FROM footnote_migrations WHERE name > '0001_first_tables'`;
}

function inClear(rows: readonly StoredRow[]): string {
  const quoted = (value: unknown): string => `'${String(value).replaceAll("'", "''")}'`;
  return rows
    .flatMap(({ table, row }) => [
      ...('chat' in row ? [`UPDATE ${table} SET chat = ${quoted(row['chat'])} WHERE seq = ${String(row['seq'])}`] : []),
      ...('payload' in row
        ? [`UPDATE ${table} SET payload = ${quoted(JSON.stringify(row['payload']))} WHERE seq = ${String(row['seq'])}`]
        : []),
    ])
    .join(';');
}
