import { understandQuestion, type Answer, type AnswerService } from '../../src/answering/index.js';
import type { Embedder } from '../../src/embedding/index.js';
import { plainQuery, type Retriever } from '../../src/retrieval/index.js';
import type { PassageIndex } from '../../src/search-index/index.js';
import type { CorpusQuestion } from './read-set.js';
import { rankBySystem, type SystemName } from './systems.js';

export interface EvidenceFigures {
  readonly at1: number;
  readonly at3: number;
  readonly at5: number;
}

export interface CorpusFigures {
  readonly questions: number;
  readonly answerable: number;
  /** Evidence among the best 1, 3, 5 passages of each system. */
  readonly bySystem: Readonly<Record<SystemName, EvidenceFigures>>;
  /** Evidence in the quotation that is shown first, and in those shown; a refused question counts as not found. */
  readonly inFirstCitation: number;
  readonly inCitations: number;
  readonly meanCitations: number;
  readonly refused: number;
  readonly refusedOrCautioned: number;
  readonly offTopicRefused: number;
  readonly nearMissesRefusedOrCautioned: number;
  readonly smallTalkRecognised: number;
  /** Share of quotations that are the document's own characters at their offsets. */
  readonly verbatim: number;
  /** Of the answers to answerable questions, those in a language model's words. */
  readonly writtenByModel: number;
  /** Questions that did not come out as they should, for reading. */
  readonly misses: readonly string[];
}

interface Outcome {
  readonly question: CorpusQuestion;
  readonly answer: Answer;
  readonly inFirst: boolean;
  readonly inAny: boolean;
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
  const { answers, index } = measured;
  const outcomes: Outcome[] = [];
  for (const question of questions) {
    const { bySystem } = await rankBySystem(
      understandQuestion(question.question, question.history).at(-1) ?? plainQuery(question.question),
      measured,
    );
    const answer = await answers.ask(question.question, { questions: question.history });
    const quotes = answer.kind === 'answered' ? answer.citations.map(({ quote }) => quote) : [];
    const found = (name: SystemName) => (depth: number) =>
      holdsEvidence(
        question,
        bySystem[name].slice(0, depth).map(({ text }) => text),
      );
    outcomes.push({
      question,
      answer,
      inFirst: holdsSome(question, quotes.slice(0, 1)),
      inAny: holdsEvidence(question, quotes),
      bySystem: {
        BM25: found('BM25'),
        'pooled vectors': found('pooled vectors'),
        'late interaction': found('late interaction'),
        product: found('product'),
      },
    });
  }

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
    meanCitations:
      answered.reduce((sum, { answer }) => sum + (answer.kind === 'answered' ? answer.citations.length : 0), 0) /
      Math.max(1, answered.length),
    refused: share(answerable, ({ answer }) => answer.kind !== 'answered'),
    refusedOrCautioned: share(answerable, ({ answer }) => !isConfident(answer)),
    offTopicRefused: share(ofKind('off-topic'), ({ answer }) => answer.kind === 'not-in-sources'),
    nearMissesRefusedOrCautioned: share(ofKind('near-miss'), ({ answer }) => !isConfident(answer)),
    smallTalkRecognised: share(ofKind('chitchat'), ({ answer }) => answer.kind === 'conversation'),
    verbatim: share(citations, ({ document, start, end, quote }) => index.documentText(document)?.slice(start, end) === quote),
    writtenByModel: share(answered, ({ answer }) => answer.kind === 'answered' && answer.writtenBy === 'model'),
    misses: outcomes.flatMap(describeMiss),
  };
}

function isConfident(answer: Answer): boolean {
  return answer.kind === 'answered' && answer.confidence === 'high';
}

/** The first citation has to hold any of the evidence; all citations together have to hold all of it where all is asked for. */
function holdsSome({ evidenceAny, evidenceAll }: CorpusQuestion, texts: readonly string[]): boolean {
  return (evidenceAny ?? evidenceAll ?? []).some((evidence) => texts.some((text) => text.includes(evidence)));
}

function holdsEvidence(question: CorpusQuestion, texts: readonly string[]): boolean {
  const { evidenceAll } = question;
  if (evidenceAll === undefined) return holdsSome(question, texts);
  return evidenceAll.every((evidence) => texts.some((text) => text.includes(evidence)));
}

function describeMiss({ question, answer, inFirst, inAny }: Outcome): string[] {
  const says = answer.kind === 'answered' ? `answered (${answer.confidence})` : answer.kind;
  const line = `${question.id} ${question.kind} "${question.question}": ${says}`;
  if (question.answerable)
    return inFirst && inAny && isConfident(answer) ? [] : [`${line}, evidence ${inFirst ? 'first' : inAny ? 'later' : 'missing'}`];
  return isConfident(answer) ? [line] : [];
}

function share<T>(items: readonly T[], passes: (item: T) => boolean): number {
  return items.length === 0 ? Number.NaN : items.filter(passes).length / items.length;
}
