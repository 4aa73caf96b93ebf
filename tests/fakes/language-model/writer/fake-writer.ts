import type { Responder } from '../completion.js';
import { checkShares, drawFlaw, type FlawName, type FlawShare, spoil } from './flaws.js';
import { honestStatements, type Statement } from './honest-statements.js';
import { findInjections, obey } from './injections.js';
import { type AnswerTask, readPrompt } from './read-prompt.js';
import { rewriteQuestion, splitQuestion } from './rework-question.js';
import { seededShare } from './seeded.js';

export interface FakeWriterOptions {
  readonly seed?: number;
  /** Shares that together are at most 1; none unless given. */
  readonly flaws?: readonly FlawShare[];
}

/** A statement that the writer has put into an answer. */
export interface OfferedStatement {
  readonly question: string;
  readonly statement: string;
  readonly passage: number;
  readonly quote: string;
  /** `undefined`: it is honest, and whoever drops it is too strict. */
  readonly flaw: FlawName | undefined;
}

export interface FakeWriter {
  /** For `respond` of the fake language model. */
  readonly respond: Responder;
  /** Every statement of every answer, in order. */
  readonly offered: readonly OfferedStatement[];
  /** Messages that asked for nothing that the writer knows: none, or read-prompt.ts lags behind the prompt. */
  readonly notUnderstood: readonly string[];
}

/** Writes the same answer to the same question on every run. @throws RangeError for shares that cannot be */
export function createFakeWriter({ seed = 1, flaws = [] }: FakeWriterOptions = {}): FakeWriter {
  checkShares(flaws);
  const offered: OfferedStatement[] = [];
  const notUnderstood: string[] = [];
  const obedience = flaws.find(({ flaw }) => flaw === 'obeys-injection')?.share ?? 0;

  async function write(task: AnswerTask): Promise<object> {
    const honest = await honestStatements(task);
    const obeyed = findInjections(task)
      .filter((injection) => seededShare(seed, injection.text) < obedience)
      .flatMap((injection) => obey(injection, task, honest))
      .map((statement) => ({ statement, flaw: 'obeys-injection' as const }));
    const written = [...obeyed, ...honest.map((statement) => withItsFlaw(statement, task))];
    for (const { statement, flaw } of written)
      offered.push({ question: task.question, statement: statement.text, passage: statement.passage, quote: statement.quote, flaw });
    return { answerable: written.length > 0, statements: written.map(({ statement }) => statement) };
  }

  function withItsFlaw(statement: Statement, task: AnswerTask): { readonly statement: Statement; readonly flaw: FlawName | undefined } {
    const draw = (what: string): number => seededShare(seed, what, task.question, statement.text, task.rest);
    const flaw = drawFlaw(flaws, draw('flaw'));
    const spoilt = flaw === undefined ? undefined : spoil(statement, flaw, task, draw('choice'));
    return spoilt === undefined ? { statement, flaw: undefined } : { statement: spoilt, flaw };
  }

  /** A reviewer who finds every flaw that the writer knows of. */
  const isHonest = (text: string): boolean => offered.findLast(({ statement }) => statement === text)?.flaw === undefined;

  return {
    offered,
    notUnderstood,
    async respond(request) {
      const task = readPrompt(request);
      switch (task.kind) {
        case 'answer':
          return JSON.stringify(await write(task));
        case 'rewrite':
          return JSON.stringify({ question: rewriteQuestion(task.followUp, task.earlier) });
        case 'review':
          return JSON.stringify({ verdicts: task.statements.map(({ number, statement }) => ({ number, supported: isHonest(statement) })) });
        case 'split':
          return JSON.stringify({ questions: splitQuestion(task.question) });
        case 'unknown':
          notUnderstood.push(task.message);
          return 'I am a stand-in for a language model, and know only the questions that I was built for.';
      }
    },
  };
}
