import type { Candidate, Query, Ranking, Retriever } from '../retrieval/index.js';
import type { PassageIndex } from '../search-index/index.js';
import type { Answer, AnswerService, Citation, Conversation } from './answer.js';
import type { AnswerComposer, Cite } from './composer.js';
import { createExtractiveComposer } from './extractive-composer.js';
import { expectationOf } from './expected-words.js';
import { judge, lacksExpectedWords, probabilityOfAnswer, type Calibration, type Judgement } from './judge.js';
import { languageOf } from './language-of.js';
import { openPassage } from './open-passage.js';
import { readInput } from './read-input.js';
import { selectNearest } from './select-nearest.js';
import { signalsOf } from './signals.js';
import { inContextOf, splitQuestion } from './split-question.js';
import { createSuggester } from './suggest-questions.js';
import { understandQuestion } from './understand-question.js';

export interface AnswerServiceDependencies {
  readonly retriever: Retriever;
  /** The build being served: the same that the retriever searches. */
  readonly index: () => PassageIndex;
  readonly calibration: Calibration;
  /** Makes the composer, given how to cite; the extractive one where left out. */
  readonly composer?: (cite: Cite) => AnswerComposer;
}

/** How many candidates an answer carries, for `/why` and the public interface. */
const shownCandidates = 10;
const suggestedQuestions = 3;

export function createAnswerService(dependencies: AnswerServiceDependencies): AnswerService {
  const { retriever, index, calibration } = dependencies;
  const composer = (dependencies.composer ?? createExtractiveComposer)(cite);
  const suggest = createSuggester({ index, answer: (question) => answerQuestion(question, { questions: [] }) });

  return {
    async ask(message, conversation) {
      const input = readInput(message);
      if (input.kind === 'question') return answerQuestion(input.text, conversation);
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
        .map(({ path, title, authors, publisher, sourceUrl, passageCount }) => ({
          path,
          title,
          authors,
          passageCount,
          ...(publisher === undefined ? {} : { publisher }),
          ...(sourceUrl === undefined ? {} : { sourceUrl }),
        })),
    suggestions: suggest,
  };

  async function answerQuestion(question: string, conversation: Conversation): Promise<Answer> {
    const language = languageOf(question, conversation);
    const { query, ranking } = await bestRanking(understandQuestion(question, conversation.questions));
    const judgement = judgementOf(question, ranking);
    const candidates = ranking.candidates.slice(0, shownCandidates);
    if (judgement === 'refuse') return { kind: 'not-in-sources', language, nearest: selectNearest(ranking, cite), candidates };
    const parts: Ranking[] = [];
    for (const part of splitQuestion(question)) parts.push(await retriever.retrieve(inContextOf(query, part)));
    const { statements, citations } = await composer.compose({ question, conversation, language, ranking, parts, judgement });
    return { kind: 'answered', confidence: judgement === 'answer' ? 'high' : 'low', language, statements, citations, candidates };
  }

  /** The query that the sources answer best, and its ranking. */
  async function bestRanking([first, ...others]: readonly [Query, ...Query[]]): Promise<{ query: Query; ranking: Ranking }> {
    let best = { query: first, ranking: await retriever.retrieve(first) };
    for (const query of others) {
      const ranking = await retriever.retrieve(query);
      if (probabilityOfAnswer(signalsOf(ranking), calibration) > probabilityOfAnswer(signalsOf(best.ranking), calibration)) {
        best = { query, ranking };
      }
    }
    return best;
  }

  function judgementOf(question: string, ranking: Ranking): Judgement {
    if (ranking.candidates.length === 0) return 'refuse';
    const judgement = judge(signalsOf(ranking), calibration);
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
      ...(document?.sourceUrl === undefined ? {} : { sourceUrl: document.sourceUrl }),
    };
  }
}
