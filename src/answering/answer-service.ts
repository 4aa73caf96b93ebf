import type { Language } from '../language/index.js';
import { plainQuery, type Candidate, type Query, type Ranking, type Retriever } from '../retrieval/index.js';
import type { PassageIndex } from '../search-index/index.js';
import type {
  Answer,
  AnswerService,
  AskOptions,
  Citation,
  Conversation,
  ConversationTopic,
  Effort,
  Lead,
  PassageReference,
  Statement,
} from './answer.js';
import type { AnswerComposer, Cite, Finding, QuestionPart, QuestionRewriter, Translator } from './composer.js';
import { createArticleAnswers } from './about-articles/answer-about-articles.js';
import { detailsOf } from './document-details.js';
import { createExtractiveComposer } from './extractive-composer.js';
import { expectationOf } from './expected-words.js';
import { asksForMore, hasBeenShownTwice, shownIn, withoutShown } from './more-than-shown.js';
import type { Intent, IntentClassifier } from './intents/classify-intent.js';
import { chatterTopicOf } from './intents/chatter-topic.js';
import { judgeRanking, lacksExpectedWords, type Calibration, type Judgement } from './judge.js';
import { leadOf, type ClaimJudge } from './lead.js';
import { languageOf } from './language-of.js';
import { openPassage } from './open-passage.js';
import { readInput } from './read-input.js';
import { searchQuestion } from './search-question.js';
import { citeNearest, isOnTopic, nearCandidates } from './select-nearest.js';
import { inContextOf, splitQuestion } from './split-question.js';
import { createSuggester } from './suggest-questions.js';
import { understandQuestion, type Understanding } from './understand-question.js';

export interface AnswerServiceDependencies {
  readonly retriever: Retriever;
  /** The build that is served now; the retriever searches the same one. */
  readonly index: () => PassageIndex;
  readonly calibration: Calibration;
  /** Separates chatter from questions. Left out: only chatter in the exact words of an example is recognised. */
  readonly intents?: IntentClassifier | undefined;
  /** Recognises what is asked about an article that the question names. Left out: only the whole question is compared. */
  readonly frames?: IntentClassifier | undefined;
  /** Creates the composer, given how to cite. Left out: the extractive one. */
  readonly composer?: ((cite: Cite) => AnswerComposer) | undefined;
  /** Left out: follow-ups are searched for only together with the earlier questions. */
  readonly rewriter?: QuestionRewriter | undefined;
  /** Left out: quotations in a language other than the reader's have no translation. */
  readonly translator?: Translator | undefined;
  readonly canThink?: boolean | undefined;
  /** Left out: no answer begins with yes or no. */
  readonly claims?: ClaimJudge | undefined;
}

/** How many candidates an answer carries, for `/why` and the public interface. */
const shownCandidates = 10;
const suggestedQuestions = 3;
/** A question for more looks further down the ranking, because the best candidates may have been shown. */
const moreReadings = 8;
/** How many earlier questions are answered again where it is not known what was shown for them. */
const answeredAgain = 3;
/** Suggests questions that the articles answer. */
const topicsWithQuestions: ReadonlySet<ConversationTopic> = new Set(['greeting', 'help', 'small-talk', 'empty', 'unreadable']);
/** Chatter and questions about a whole article are short; longer messages are not compared with the examples. */
const maxIntentCharacters = 120;

export function createAnswerService(dependencies: AnswerServiceDependencies): AnswerService {
  const { retriever, index, calibration, intents, rewriter, translator, claims, canThink = false } = dependencies;
  const extractive = createExtractiveComposer(cite);
  const composer = dependencies.composer?.(cite) ?? extractive;
  // Suggestions are tried before they are offered, many at a time.
  const { suggest, suggestNear } = createSuggester({
    index,
    answer: (question) => answerQuestion(question, { questions: [] }, { effort: 'least' }),
  });

  const articles = createArticleAnswers({ index, retriever, judge: judgementOf, frames: dependencies.frames });

  return {
    canThink,
    async ask(message, conversation, options = {}) {
      const input = readInput(message);
      if (input.kind === 'conversation') return converse(input.topic, message, conversation);
      const intent = input.text.length > maxIntentCharacters ? undefined : await intents?.classify(input.text);
      const topic = chatterTopicOf(intent, 'answer');
      if (topic !== undefined) return converse(topic, message, conversation);
      const about = await articles.answer(input.text, intent, conversation, languageOf(message, conversation));
      return about ?? answerQuestion(input.text, conversation, options, intent);
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

  async function converse(topic: ConversationTopic, message: string, conversation: Conversation): Promise<Answer> {
    const language = languageOf(message, conversation);
    const suggestions = topicsWithQuestions.has(topic) ? await suggest(language, suggestedQuestions) : [];
    return { kind: 'conversation', topic, language, suggestions, candidates: [] };
  }

  async function answerQuestion(question: string, conversation: Conversation, options: AskOptions, intent?: Intent): Promise<Answer> {
    const askedAtMs = performance.now();
    const { person, effort = 'short', onProgress = ignore } = options;
    const language = languageOf(question, conversation);
    const understanding = await understand(question, conversation, { person, askedAtMs }, effort);
    const found = await searchQuestion(understanding, retriever);
    const { query } = found;
    const judged = judgementOf(question, found.ranking);
    const chatter = chatterTopicOf(intent, judged);
    if (chatter !== undefined) return converse(chatter, question, conversation);
    if (judged === 'refuse') return refuse(question, found.ranking, language, effort);
    const { ranking, judgement, pointing } =
      query.contextEnd > 0 && asksForMore(question)
        ? await beyondShown(question, query, conversation, { ranking: found.ranking, judgement: judged })
        : { ranking: found.ranking, judgement: judged };
    if (judgement === 'refuse') return nothingMore(found.ranking, language);
    const candidates = ranking.candidates.slice(0, shownCandidates);
    const parts = await lookUpParts(question, query);
    const composed = await (effort === 'least' ? extractive : composer).compose({
      ...{ question, understoodAs: query.text, conversation, language, ranking, parts, judgement, effort, person, askedAtMs, lookUp },
      onProgress,
    });
    if (composed.kind === 'not-in-passages') return refuse(question, ranking, language, effort);
    const { writtenBy, statements, isDoubtful, omitted } = composed;
    const citations = effort === 'least' ? composed.citations : await translated(composed.citations, language, { person, askedAtMs });
    const confidence = judgement === 'answer' && !isDoubtful ? 'high' : 'low';
    const isLed = confidence === 'high' && writtenBy === 'sources' && parts.length === 0;
    const lead = pointing ?? (isLed ? await leadFor(question, statements) : undefined);
    return {
      ...{ kind: 'answered', confidence, writtenBy, language, statements, citations, candidates },
      ...(lead === undefined ? {} : { lead }),
      ...(omitted === undefined ? {} : { omitted }),
    };
  }

  async function translated(
    citations: readonly Citation[],
    language: Language,
    asked: Parameters<Translator['translate']>[2],
  ): Promise<readonly Citation[]> {
    const foreign = citations.filter(({ quote }) => /\p{Script=Han}/u.test(quote) !== (language !== 'en'));
    if (translator === undefined || foreign.length === 0) return citations;
    const quotes = foreign.map(({ quote }) => quote);
    const translations = await translator.translate(quotes, language, asked);
    return citations.map((citation) => {
      const translation = translations[foreign.indexOf(citation)];
      return translation === undefined ? citation : { ...citation, translation };
    });
  }

  async function leadFor(question: string, [first]: readonly Statement[]): Promise<Lead | undefined> {
    return claims === undefined || first === undefined ? undefined : leadOf(question, first.text, claims);
  }

  /**
   * For a follow-up that asks for more: what was found but not shown yet. Where that does not answer, the reply points once to what was
   * shown, since it may hold the reason, too; after that there is nothing more.
   */
  async function beyondShown(
    question: string,
    query: Query,
    conversation: Conversation,
    { judgement }: Omit<Finding, 'judgement'> & { readonly judgement: Exclude<Judgement, 'refuse'> },
  ): Promise<Finding & { readonly pointing?: Lead }> {
    const ranking = await retriever.retrieve(query, { readings: moreReadings });
    const shown = conversation.shown ?? (await shownAgain(conversation));
    const left = withoutShown(ranking, shown);
    const judged = judgementOf(question, left);
    if (judged !== 'refuse') return { ranking: left, judgement: judged };
    if (hasBeenShownTwice(ranking, shown)) return { ranking, judgement: 'refuse' };
    return { ranking, judgement, pointing: 'shown-before' };
  }

  /** What the conversation's questions are answered with now, where it was not stored. */
  async function shownAgain(conversation: Conversation): Promise<readonly PassageReference[]> {
    const shown: PassageReference[] = [];
    const questions = conversation.questions.slice(-answeredAgain);
    for (const [at, question] of questions.entries()) {
      const before = { ...conversation, questions: questions.slice(0, at), shown: [...shown] };
      shown.push(...shownIn(await answerQuestion(question, before, { effort: 'least' })));
    }
    return shown;
  }

  function nothingMore({ candidates }: Ranking, language: Language): Answer {
    return { kind: 'not-in-sources', language, nearest: [], nothingMore: true, candidates: candidates.slice(0, shownCandidates) };
  }

  async function refuse(question: string, ranking: Ranking, language: Language, effort: Effort): Promise<Answer> {
    const near = nearCandidates(ranking);
    const passages = near.map(({ passage }) => passage);
    // Questions asked at every key pressed, and those that the suggester tries, are not worth further searches.
    const suggestions = effort === 'least' ? [] : await suggestNear(passages, question, language, suggestedQuestions);
    const topic = near.filter(isOnTopic).map(({ passage }) => index().document(passage.document)?.title)[0];
    return {
      kind: 'not-in-sources',
      language,
      nearest: citeNearest(near, cite),
      ...(topic === undefined ? {} : { topic }),
      ...(suggestions.length === 0 ? {} : { suggestions }),
      candidates: ranking.candidates.slice(0, shownCandidates),
    };
  }

  /**
   * What the question may mean in its conversation: as code understands it and, where it depends on earlier questions, as the rewriter puts
   * it.
   */
  async function understand(
    question: string,
    { questions: earlier }: Conversation,
    asked: Parameters<QuestionRewriter['rewrite']>[2],
    effort: Effort,
  ): Promise<Understanding> {
    const understanding = understandQuestion(question, earlier);
    const { dependence, queries } = understanding;
    if (rewriter === undefined || effort === 'least' || earlier.length === 0 || dependence === 'not') return understanding;
    const standalone = await rewriter.rewrite(question, earlier, asked);
    return standalone === undefined ? understanding : { dependence, queries: [plainQuery(standalone), ...queries] };
  }

  async function lookUpParts(question: string, whole: Query): Promise<readonly QuestionPart[]> {
    const parts: QuestionPart[] = [];
    for (const part of splitQuestion(question)) {
      const text = part.text.slice(part.contextEnd);
      const ranking = await retriever.retrieve(inContextOf(whole, part));
      if (judgementOf(text, ranking) !== 'refuse' || ranking.candidates.slice(0, 1).some(isOnTopic))
        parts.push({ question: text, ranking });
    }
    return parts;
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
  // No listener.
}
