import { followUpQuery, plainQuery, readScore, type Ranking, type Retriever } from '../../src/retrieval/index.js';
import type { Answer, AnswerService, Citation } from '../../src/answering/index.js';
import type { Embedder } from '../../src/embedding/index.js';
import type { PassageIndex } from '../../src/search-index/index.js';
import { holdsEvidence, holdsSome } from './evidence.js';
import type { CorpusQuestion } from './read-set.js';
import { rankBySystem, type SystemName } from './systems.js';

export interface EvidenceFigures {
  readonly at1: number;
  readonly at3: number;
  readonly at5: number;
}

/** Where the evidence of an answerable question was lost. */
export type Loss = 'candidates' | 'ranking' | 'reading' | 'sentence' | 'refusal';

export interface CorpusFigures {
  readonly questions: number;
  readonly answerable: number;
  /** Evidence among the best 1, 3, 5 passages of each system. */
  readonly bySystem: Readonly<Record<SystemName, EvidenceFigures>>;
  /** Evidence in the quotation that is shown first, and in those shown; a refused question counts as not found. */
  readonly inFirstCitation: number;
  readonly inCitations: number;
  /** The first citation is of a document that answers; NaN where the set does not name documents. */
  readonly rightDocumentFirst: number;
  readonly meanCitations: number;
  readonly refused: number;
  readonly cautioned: number;
  readonly offTopicRefused: number;
  readonly nearMissesWithoutCaution: number;
  readonly smallTalkRecognised: number;
  /** Share of quotations that are the document's own characters at their offsets. */
  readonly verbatim: number;
  /** Of the answers to answerable questions, those in a language model's words. */
  readonly writtenByModel: number;
  /** Milliseconds from the question to the answer. */
  readonly medianMs: number;
  readonly p95Ms: number;
  /** How many answerable questions lost their evidence where. */
  readonly losses: Readonly<Record<Loss, number>>;
  /** Questions that did not come out as they should, for reading. */
  readonly misses: readonly string[];
}

interface Outcome {
  readonly question: CorpusQuestion;
  readonly answer: Answer;
  readonly ms: number;
  readonly inFirst: boolean;
  readonly inAny: boolean;
  readonly loss: Loss | undefined;
  readonly bySystem: Readonly<Record<SystemName, (depth: number) => boolean>>;
}

/** What is measured. */
export interface Measured {
  readonly embedder: Embedder;
  readonly index: PassageIndex;
  readonly retriever: Retriever;
  readonly answers: AnswerService;
}

export async function measureCorpusQuestions(questions: readonly CorpusQuestion[], measured: Measured): Promise<CorpusFigures> {
  const outcomes: Outcome[] = [];
  for (const question of questions) outcomes.push(await measureQuestion(question, measured));

  const answerable = outcomes.filter(({ question }) => question.answerable);
  const ofKind = (kind: string): Outcome[] => outcomes.filter(({ question }) => question.kind === kind);
  const evidence = (name: SystemName): EvidenceFigures => ({
    at1: share(answerable, ({ bySystem }) => bySystem[name](1)),
    at3: share(answerable, ({ bySystem }) => bySystem[name](3)),
    at5: share(answerable, ({ bySystem }) => bySystem[name](5)),
  });
  const citations = outcomes.flatMap(({ answer }) =>
    answer.kind === 'answered' ? answer.citations : answer.kind === 'not-in-sources' ? answer.nearest : [],
  );
  const answered = answerable.filter(({ answer }) => answer.kind === 'answered');
  const times = outcomes.map(({ ms }) => ms).sort((a, b) => a - b);
  const lost = (loss: Loss): number => answerable.filter((outcome) => outcome.loss === loss).length;
  return {
    questions: outcomes.length,
    answerable: answerable.length,
    bySystem: {
      BM25: evidence('BM25'),
      'pooled vectors': evidence('pooled vectors'),
      'late interaction': evidence('late interaction'),
      product: evidence('product'),
    },
    inFirstCitation: share(answerable, ({ inFirst }) => inFirst),
    inCitations: share(answerable, ({ inAny }) => inAny),
    rightDocumentFirst: share(
      answerable.filter(({ question }) => question.document !== undefined),
      ({ question, answer }) => answer.kind === 'answered' && documentsOf(question).includes(answer.citations[0]?.document ?? ''),
    ),
    meanCitations:
      answered.reduce((sum, { answer }) => sum + (answer.kind === 'answered' ? answer.citations.length : 0), 0) /
      Math.max(1, answered.length),
    refused: share(answerable, ({ answer }) => answer.kind !== 'answered'),
    cautioned: share(answerable, ({ answer }) => answer.kind === 'answered' && !isConfident(answer)),
    offTopicRefused: share(ofKind('off-topic'), ({ answer }) => answer.kind !== 'answered'),
    nearMissesWithoutCaution: share(ofKind('near-miss'), ({ answer }) => isConfident(answer)),
    smallTalkRecognised: share(ofKind('chitchat'), ({ answer }) => answer.kind === 'conversation'),
    verbatim: share(citations, ({ document, start, end, quote }) => measured.index.documentText(document)?.slice(start, end) === quote),
    writtenByModel: share(answered, ({ answer }) => answer.kind === 'answered' && answer.writtenBy === 'model'),
    medianMs: times[Math.floor(times.length / 2)] ?? 0,
    p95Ms: times[Math.floor(times.length * 0.95)] ?? 0,
    losses: {
      candidates: lost('candidates'),
      ranking: lost('ranking'),
      reading: lost('reading'),
      sentence: lost('sentence'),
      refusal: lost('refusal'),
    },
    misses: outcomes.flatMap(describeMiss),
  };
}

async function measureQuestion(question: CorpusQuestion, measured: Measured): Promise<Outcome> {
  const askedAt = performance.now();
  const answer = await measured.answers.ask(question.question, { questions: question.history });
  const ms = performance.now() - askedAt;
  const query = question.history.length === 0 ? plainQuery(question.question) : followUpQuery(question.question, question.history);
  const { ranking, bySystem } = await rankBySystem(query, measured);
  const citations = answer.kind === 'answered' ? answer.citations : [];
  const quotes = citations.map((citation) => (question.meta === true ? describe(citation) : citation.quote));
  const found = (name: SystemName) => (depth: number) =>
    holdsEvidence(
      question,
      bySystem[name].slice(0, depth).map(({ text }) => text),
    );
  const inFirst = holdsSome(question, quotes.slice(0, 1));
  return {
    question,
    answer,
    ms,
    inFirst,
    inAny: holdsEvidence(question, quotes),
    loss: question.answerable && !inFirst ? lossOf(question, answer, ranking) : undefined,
    bySystem: {
      BM25: found('BM25'),
      'pooled vectors': found('pooled vectors'),
      'late interaction': found('late interaction'),
      product: found('product'),
    },
  };
}

/** What is shown of a citation: the quotation, and what is known of its document. */
function describe({ quote, authors = [], date = '' }: Citation): string {
  return [quote, ...authors, date].join('\n');
}

/** The first step after which the evidence was no longer in front. */
function lossOf(question: CorpusQuestion, answer: Answer, { candidates }: Ranking): Loss {
  if (answer.kind !== 'answered') return 'refusal';
  const holding = candidates.filter(({ passage }) => holdsSome(question, [passage.text]));
  if (holding.length === 0) return 'candidates';
  const read = holding.filter(({ reading }) => reading !== undefined);
  if (read.length === 0) return 'ranking';
  const [first] = candidates;
  return first !== undefined && read.every((candidate) => readScore(candidate) < readScore(first)) ? 'reading' : 'sentence';
}

function documentsOf({ document, alsoIn = [] }: CorpusQuestion): readonly string[] {
  return document === undefined ? alsoIn : [document, ...alsoIn];
}

function isConfident(answer: Answer): boolean {
  return answer.kind === 'answered' && answer.confidence === 'high';
}

function describeMiss({ question, answer, inFirst, inAny, loss }: Outcome): string[] {
  const says = answer.kind === 'answered' ? `answered (${answer.confidence})` : answer.kind;
  const line = `${question.id} ${question.kind} "${question.question}": ${says}`;
  if (!question.answerable) return isConfident(answer) ? [line] : [];
  if (inFirst && inAny && isConfident(answer)) return [];
  const where = loss === undefined ? '' : `, lost at ${loss}`;
  return [`${line}, evidence ${inFirst ? 'first' : inAny ? 'later' : 'missing'}${where}`];
}

function share<T>(items: readonly T[], passes: (item: T) => boolean): number {
  return items.length === 0 ? Number.NaN : items.filter(passes).length / items.length;
}
