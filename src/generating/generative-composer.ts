import {
  createExtractiveComposer,
  type AnswerComposer,
  type Candidate,
  type Cite,
  type Composed,
  type ComposedAnswer,
  type Composition,
} from '../answering/index.js';
import type { Embedder } from '../embedding/index.js';
import { createCheckedStatements, type CheckedStatements, type StatementOutcome } from './checked-statements.js';
import { ModelError, type LanguageModel } from '../language-model/index.js';
import { answerMessages } from './prompt.js';
import type { OfferedStatement } from './read-completion.js';
import { createRuleJudge } from './checks/rule-judge.js';
import { thinkThrough } from './think-through.js';
import { createTimeLimit, type TimeLimit } from './time-limit.js';
import { distinctPassages, promptQuestion, writeInto, type Writing } from './writing.js';

export interface GeneratingDependencies {
  readonly model: LanguageModel;
  readonly embedder: Embedder;
  /** The whole time that the model may take over a question, in milliseconds; a thorough answer may take {@link thinkingTimes} as long. */
  readonly timeoutMs: number;
  /** Aborted when the program stops: readers then get the sources' own sentences. */
  readonly stopping: AbortSignal;
  readonly emit?: ((event: GeneratingEvent) => void) | undefined;
}

export type GeneratingEvent =
  | { readonly kind: 'statement-checked'; readonly outcome: StatementOutcome; readonly offered: OfferedStatement }
  /** The answer is not the JSON that was asked for, or holds no statement that can be read. */
  | { readonly kind: 'answer-malformed'; readonly error: ModelError };

const thinkingTimes = 3;
/** The share of a short answer's time for splitting a hard question; after that it is answered as a whole. */
const splittingShare = 1 / 2;
/** The part of a question's time reserved for the sources' own sentences, after the model's. */
const reserveMs = 250;
/** What a phone shows at a glance. */
const maxStatements = 4;
/** Of the ranking's passages; lower ones have never contributed. Eight of the article's are about a thousand tokens. */
const maxPassages = 8;
/** Of each part of a double question. */
const passagesOfPart = 3;

/**
 * A language model's statements, each checked against the source's words. On any failure, and where no statement passes, the answer is the
 * sources' own sentences. A truncated answer is not shown either, since half of an answer can say the opposite of the whole.
 */
export function createGenerativeComposer(dependencies: GeneratingDependencies): (cite: Cite) => AnswerComposer {
  const { model, embedder, timeoutMs, stopping, emit } = dependencies;
  const judge = createRuleJudge({ embedder });
  return (cite) => {
    const extractive = createExtractiveComposer(cite);

    const writingFor = (composition: Composition, limit: TimeLimit, splitting: TimeLimit): Writing => ({
      ...{ model, composition, limit, splitting },
      titleOf: (candidate) => cite(candidate, { start: 0, end: 0 }, 1).title,
      check: (passages, most) => {
        const { question, understoodAs, language } = composition;
        return createCheckedStatements({
          ...{ cite, judge, question, understoodAs, language, passages },
          maxStatements: most,
          onOutcome: (outcome, offered) => emit?.({ kind: 'statement-checked', outcome, offered }),
        });
      },
    });

    /** The model says that the passages do not answer. */
    const declined = async (composition: Composition): Promise<ComposedAnswer> =>
      composition.judgement === 'caution' ? { kind: 'not-in-passages' } : { ...(await extractive.compose(composition)), isDoubtful: true };

    return {
      compose: async (composition) => {
        const times = composition.effort === 'thorough' ? thinkingTimes : 1;
        const limit = createTimeLimit(composition.askedAtMs, timeoutMs * times - reserveMs, stopping);
        const splitting = createTimeLimit(composition.askedAtMs, timeoutMs * splittingShare, limit.signal);
        try {
          const writing = writingFor(composition, limit, splitting);
          const written = await (composition.effort === 'thorough' ? thinkThrough(writing) : write(writing));
          if (written === 'not-in-passages') return await declined(composition);
          if (written.statements.length > 0) return composed(written);
        } catch (error) {
          if (!(error instanceof ModelError)) throw error;
          if (error.failure === 'malformed') emit?.({ kind: 'answer-malformed', error });
        } finally {
          splitting.end();
          limit.end();
        }
        return extractive.compose(composition);
      },
    };
  };
}

async function write(writing: Writing): Promise<CheckedStatements | 'not-in-passages'> {
  const { composition } = writing;
  const passages = passagesFor(composition);
  const checked = writing.check(passages, maxStatements);
  const request = { purpose: 'answer', messages: answerMessages(promptQuestion(writing, passages)) } as const;
  const answerable = await writeInto(checked, writing, request, () => tellProgress(composition, checked));
  return answerable ? checked : 'not-in-passages';
}

/** The ranking's best, and the best of each part of the question. */
function passagesFor({ ranking, parts }: Composition): readonly Candidate[] {
  const ofParts = parts.flatMap((part) => part.ranking.candidates.slice(0, passagesOfPart));
  return distinctPassages([...ofParts, ...ranking.candidates]).slice(0, maxPassages);
}

function tellProgress({ language, judgement, onProgress }: Composition, { statements, citations }: CheckedStatements): void {
  onProgress({ language, confidence: judgement === 'answer' ? 'high' : 'low', statements, citations, steps: [] });
}

function composed({ statements, citations }: CheckedStatements): Composed {
  return { kind: 'composed', writtenBy: 'model', isDoubtful: false, statements, citations };
}
