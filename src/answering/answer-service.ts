import { plainQuery, type Candidate, type Query, type Ranking, type Retriever } from '../retrieval/index.js';
import type { PassageIndex } from '../search-index/index.js';
import type { Answer, AnswerService, AskOptions, Citation, Conversation, Effort } from './answer.js';
import type { AnswerComposer, Cite, Finding, QuestionRewriter } from './composer.js';
import { detailsOf } from './document-details.js';
import { createExtractiveComposer } from './extractive-composer.js';
import { expectationOf } from './expected-words.js';
import { judgeRanking, lacksExpectedWords, type Calibration, type Judgement } from './judge.js';
import { languageOf } from './language-of.js';
import { openPassage } from './open-passage.js';
import { readInput } from './read-input.js';
import { searchQuestion } from './search-question.js';
import { selectNearest } from './select-nearest.js';
import { inContextOf, splitQuestion } from './split-question.js';
import { createSuggester } from './suggest-questions.js';
import { leaningOf, understandQuestion } from './understand-question.js';

export interface AnswerServiceDependencies {
  readonly retriever: Retriever;
  /** The build being served: the same that the retriever searches. */
  readonly index: () => PassageIndex;
  readonly calibration: Calibration;
  /** Makes the composer, given how to cite; the extractive one where left out. */
  readonly composer?: ((cite: Cite) => AnswerComposer) | undefined;
  /** With it, follow-ups are also searched for in words that stand alone. */
  readonly rewriter?: QuestionRewriter | undefined;
  readonly canThink?: boolean | undefined;
}

/** How many candidates an answer carries, for `/why` and the public interface. */
const shownCandidates = 10;
const suggestedQuestions = 3;

export function createAnswerService(dependencies: AnswerServiceDependencies): AnswerService {
  const { retriever, index, calibration, rewriter, canThink = false } = dependencies;
  const extractive = createExtractiveComposer(cite);
  const composer = dependencies.composer?.(cite) ?? extractive;
  // What is offered is tried first, many questions at a time.
  const suggest = createSuggester({ index, answer: (question) => answerQuestion(question, { questions: [] }, { effort: 'least' }) });

  return {
    canThink,
    async ask(message, conversation, options = {}) {
      const input = readInput(message);
      if (input.kind === 'question') return answerQuestion(input.text, conversation, options);
      const language = languageOf(message, conversation);
      const offersQuestions =
        input.topic === 'greeting' || input.topic === 'help' || input.topic === 'empty' || input.topic === 'unreadable';
      const suggestions = offersQuestions ? await suggest(language, suggestedQuestions) : [];
      return { kind: 'conversation', topic: input.topic, language, suggestions, candidates: [] };
    },
    open: (citation) => openPassage(citation, index()),
    sources: () =>
      index()
        .documents()
        .map((document) => ({
          ...detailsOf(document),
          path: document.path,
          title: document.title,
          authors: document.authors,
          passageCount: document.passageCount,
          ...(document.publisher === undefined ? {} : { publisher: document.publisher }),
        })),
    suggestions: suggest,
  };

  async function answerQuestion(question: string, conversation: Conversation, options: AskOptions): Promise<Answer> {
    const askedAtMs = performance.now();
    const { person, effort = 'short', onProgress = ignore } = options;
    const language = languageOf(question, conversation);
    const { query, ranking } = await searchQuestion(await queriesFor(question, conversation, { person, askedAtMs }, effort), retriever);
    const judgement = judgementOf(question, ranking);
    const candidates = ranking.candidates.slice(0, shownCandidates);
    const refusal = (): Answer => ({ kind: 'not-in-sources', language, nearest: selectNearest(ranking, cite), candidates });
    if (judgement === 'refuse') return refusal();
    const parts: Ranking[] = [];
    for (const part of splitQuestion(question)) parts.push(await retriever.retrieve(inContextOf(query, part)));
    const composed = await (effort === 'least' ? extractive : composer).compose({
      ...{ question, understoodAs: query.text, conversation, language, ranking, parts, judgement, effort, person, askedAtMs, lookUp },
      onProgress,
    });
    if (composed.kind === 'not-in-passages') return refusal();
    const { writtenBy, statements, citations, isDoubtful } = composed;
    const confidence = judgement === 'answer' && !isDoubtful ? 'high' : 'low';
    return { kind: 'answered', confidence, writtenBy, language, statements, citations, candidates };
  }

  /** What the question may mean: in its conversation as code understands it, and as the rewriter does, where it leans on what was said before. */
  async function queriesFor(
    question: string,
    { questions: earlier }: Conversation,
    asked: Parameters<QuestionRewriter['rewrite']>[2],
    effort: Effort,
  ): Promise<readonly [Query, ...Query[]]> {
    const queries = understandQuestion(question, earlier);
    if (rewriter === undefined || effort === 'least' || earlier.length === 0 || leaningOf(question) === 'not') return queries;
    const standalone = await rewriter.rewrite(question, earlier, asked);
    return standalone === undefined ? queries : [plainQuery(standalone), ...queries];
  }

  async function lookUp(question: string): Promise<Finding> {
    const ranking = await retriever.retrieve(plainQuery(question));
    return { ranking, judgement: judgementOf(question, ranking) };
  }

  function judgementOf(question: string, ranking: Ranking): Judgement {
    const judgement = judgeRanking(ranking, calibration);
    return judgement === 'answer' && lacksExpectedWords(expectationOf(question), ranking) ? 'caution' : judgement;
  }

  function cite({ passage }: Candidate, quotation: { readonly start: number; readonly end: number }, number: number): Citation {
    const document = index().document(passage.document);
    return {
      number,
      quote: passage.text.slice(quotation.start, quotation.end),
      start: passage.start + quotation.start,
      end: passage.start + quotation.end,
      document: passage.document,
      documentSha256: document?.sha256 ?? '',
      title: document?.title ?? passage.document,
      ...(passage.section === undefined ? {} : { section: passage.section }),
      ...(passage.page === undefined ? {} : { page: passage.page }),
      ...detailsOf(document),
    };
  }
}

function ignore(): void {
  // Nobody watches.
}
