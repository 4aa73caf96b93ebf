import type { Span } from '../../corpus/index.js';
import type { Language } from '../../language/index.js';
import { plainQuery, type Ranking, type Retriever } from '../../retrieval/index.js';
import type { IndexedDocument, PassageIndex } from '../../search-index/index.js';
import type { Answer, Citation, Conversation, Statement } from '../answer.js';
import { detailsOf } from '../document-details.js';
import type { Intent, IntentClassifier } from '../intents/classify-intent.js';
import { articleWording } from '../intents/examples.js';
import type { Judgement } from '../judge.js';
import { searchQuestion } from '../search-question.js';
import { understandQuestion } from '../understand-question.js';
import { articleNamed } from './choose-article.js';
import { articlesCompared } from './compared-articles.js';
import { newestFirst } from './newest-first.js';
import { questionAboutArticle, readQuestionAboutArticle, type SingleAspect } from './question-about-article.js';
import { summarise } from './summarise.js';

export interface ArticleAnswersDependencies {
  readonly index: () => PassageIndex;
  readonly retriever: Retriever;
  readonly judge: (question: string, ranking: Ranking) => Judgement;
  /**
   * Compares a question, without the article that it names, with the wording of the examples. Left out: only whole questions are compared.
   */
  readonly frames?: IntentClassifier | undefined;
}

/** Answers about an article as a whole, or about what articles there are. */
export interface ArticleAnswers {
  /** `undefined` where the question is not about a whole article, or what it asks for is not known. */
  answer(question: string, intent: Intent | undefined, conversation: Conversation, language: Language): Promise<Answer | undefined>;
}

/** Measured in docs/evaluation.md: below this, questions about an article's content are included. */
const leastLikeness = 0.5;
const leastShare = 0.6;
/**
 * … and for the wording of a question that names an article. A summary or a date is meant only where the question mentions an article:
 * "What is a serializer?" and "When was 4.2 released?" have the same wording, and ask for an article's content.
 */
const leastFrameLikeness: Readonly<Record<SingleAspect, number>> = { author: 0.5, summary: 0.6, date: 0.6 };
const speaksOfArticle = /篇|文章|帖子|\b(?:article|post|essay|piece)\b/iu;
const offeredArticles = 5;
const listedArticles = 8;
/** How many sentences are shown of each of two compared articles. */
const sentencesOfEach = 3;
/** The share of a topic's information that a passage must hold for its article to be about it. */
const leastCoverage = 0.5;
/** How far from either end of an article the line with its author is looked for. */
const bylineCharacters = 10_000;

export function createArticleAnswers({ index, retriever, judge, frames }: ArticleAnswersDependencies): ArticleAnswers {
  const wording = articleWording();

  return {
    async answer(question, intent, conversation, language) {
      const pressed = readQuestionAboutArticle(question);
      const document = index()
        .documents()
        .find(({ title }) => title === pressed?.title);
      if (pressed !== undefined && document !== undefined) return aboutArticle(pressed.aspect, document, language);
      const named = wording.namedIn(question);
      const compared = articlesCompared(question, index().documents());
      if (compared !== undefined) return difference(compared, language);
      if (intent?.kind !== 'article' || intent.likeness < leastLikeness || intent.share < leastShare) {
        return aboutNamed(question, named, language);
      }
      switch (intent.aspect) {
        case 'listing':
          return named.length === 0 ? listing(newestFirst(index().documents()), language) : listingAbout(named, language);
        case 'latest':
          return named.length === 0 ? latest(language) : undefined;
        case 'summary':
        case 'author':
        case 'date':
          return aboutOne(intent.aspect, named, conversation, language);
      }
    },
  };

  /** For a question that resembles no example because it contains the article's title. */
  async function aboutNamed(question: string, named: readonly string[], language: Language): Promise<Answer | undefined> {
    const document = articleNamed(named, index().documents());
    if (document === undefined) return undefined;
    const frame = await frames?.classify(wording.mask(question));
    if (frame?.kind !== 'article' || frame.aspect === 'latest' || frame.aspect === 'listing') return undefined;
    if (frame.likeness < leastFrameLikeness[frame.aspect]) return undefined;
    if (frame.aspect !== 'author' && !speaksOfArticle.test(question)) return undefined;
    return aboutArticle(frame.aspect, document, language);
  }

  async function aboutOne(
    aspect: SingleAspect,
    named: readonly string[],
    conversation: Conversation,
    language: Language,
  ): Promise<Answer | undefined> {
    const documents = index().documents();
    // A question that names something other than an article asks for an article's content.
    const document =
      named.length > 0 ? articleNamed(named, documents) : documents.length === 1 ? documents[0] : await lastSpokenOf(conversation);
    if (document !== undefined) return aboutArticle(aspect, document, language);
    if (named.length > 0) return undefined;
    const offered = newestFirst(documents).slice(0, offeredArticles);
    const suggestions = offered.map(({ title }) => questionAboutArticle(aspect, title, language));
    return { kind: 'conversation', topic: 'which-article', language, suggestions, candidates: [] };
  }

  /** The article that the last earlier question named, or was answered from. */
  async function lastSpokenOf({ questions }: Conversation): Promise<IndexedDocument | undefined> {
    for (const [at, question] of [...questions.entries()].reverse()) {
      const named = articleNamed(wording.namedIn(question), index().documents());
      if (named !== undefined) return named;
      const { query, ranking } = await searchQuestion(understandQuestion(question, questions.slice(0, at)), retriever);
      const [best] = ranking.candidates;
      if (best !== undefined && judge(query.text, ranking) !== 'refuse') return index().document(best.passage.document);
    }
    return undefined;
  }

  async function aboutArticle(aspect: SingleAspect, document: IndexedDocument, language: Language): Promise<Answer | undefined> {
    if (aspect === 'summary') {
      const sentences = await summarise(document.path, index());
      return answered(
        sentences.map((span) => ({ document, span })),
        language,
      );
    }
    const isKnown = aspect === 'author' ? document.authors.length > 0 : document.date !== undefined;
    if (!isKnown) return undefined;
    const byline = bylineOf(aspect, document);
    return answered([byline === undefined ? metadataOf(document) : { document, span: byline }], language);
  }

  async function latest(language: Language): Promise<Answer | undefined> {
    const [newest] = newestFirst(index().documents());
    if (newest === undefined || (newest.date === undefined && newest.number === undefined)) return undefined;
    const sentences = await summarise(newest.path, index());
    return answered([metadataOf(newest), ...sentences.map((span) => ({ document: newest, span }))], language);
  }

  /** The central sentences of each of the two, one article after the other. */
  async function difference(documents: readonly IndexedDocument[], language: Language): Promise<Answer | undefined> {
    const parts: Part[] = [];
    for (const document of documents) {
      const sentences = await summarise(document.path, index());
      parts.push(metadataOf(document), ...sentences.slice(0, sentencesOfEach).map((span) => ({ document, span })));
    }
    return answered(parts, language);
  }

  function listing(documents: readonly IndexedDocument[], language: Language): Answer | undefined {
    return answered(documents.slice(0, listedArticles).map(metadataOf), language);
  }

  /** The articles with a passage about the topic, best first. */
  async function listingAbout(topic: readonly string[], language: Language): Promise<Answer | undefined> {
    const text = topic.join(' ');
    const ranking = await retriever.retrieve(plainQuery(text), { readings: 0 });
    const paths = new Set(ranking.candidates.filter(({ coverage }) => coverage >= leastCoverage).map(({ passage }) => passage.document));
    return listing(
      [...paths].flatMap((path) => index().document(path) ?? []),
      language,
    );
  }

  function answered(parts: readonly Part[], language: Language): Answer | undefined {
    const cited = parts.flatMap((part) => {
      const span = part.span ?? openingOf(part.document);
      return span === undefined ? [] : [{ ...part, span }];
    });
    if (cited.length === 0) return undefined;
    const citations = cited.map(({ document, span }, at) => cite(document, span, at + 1));
    const statements = cited.map(({ text }, at): Statement => ({
      text: text ?? citations[at]?.quote ?? '',
      citations: [at + 1],
      emphasis: [],
    }));
    return { kind: 'answered', confidence: 'high', writtenBy: 'sources', language, statements, citations, candidates: [] };
  }

  /** The line of the article that names its author, or its date. */
  function bylineOf(aspect: 'author' | 'date', { path, authors, date = '' }: IndexedDocument): Span | undefined {
    const text = index().documentText(path) ?? '';
    const [year = ''] = date.split('-');
    const ends = [
      { start: 0, end: bylineCharacters },
      { start: Math.max(bylineCharacters, text.length - bylineCharacters), end: text.length },
    ];
    return ends
      .flatMap((within) => index().documentBlocks(path, within))
      .filter(({ kind }) => kind === 'byline')
      .find(({ start, end }) => {
        const line = text.slice(start, end);
        return aspect === 'author' ? authors.some((author) => line.includes(author)) : line.includes(year);
      });
  }

  /** The article's first sentence, by which it can be opened; headings cannot be opened. */
  function openingOf({ path }: IndexedDocument): Span | undefined {
    const [first] = index().passages(index().passagesOf(path).slice(0, 1));
    const [sentence] = first?.sentences ?? [];
    if (first === undefined || sentence === undefined) return undefined;
    const quote = first.text.slice(sentence.start, sentence.end).trimEnd();
    return { start: first.start + sentence.start, end: first.start + sentence.start + quote.length };
  }

  function cite(document: IndexedDocument, { start, end }: Span, number: number): Citation {
    const [passage] = index().passagesAt(document.path, { start, end });
    return {
      number,
      quote: (index().documentText(document.path) ?? '').slice(start, end),
      start,
      end,
      document: document.path,
      documentSha256: document.sha256,
      title: document.title,
      ...(passage?.section === undefined ? {} : { section: passage.section }),
      ...(passage?.page === undefined ? {} : { page: passage.page }),
      ...detailsOf(document),
    };
  }
}

/** A statement in preparation: the article's words in the span, or a text of its own with the article's opening as its citation. */
interface Part {
  readonly document: IndexedDocument;
  readonly span?: Span;
  readonly text?: string;
}

/** What is known of an article beyond its text, without words of our own, so that it suits any language. */
function metadataOf(document: IndexedDocument): Part {
  const { title, number, authors, publisher, date } = document;
  const isTold = number !== undefined && !title.includes(number);
  const text = [title, isTold ? `#${number}` : undefined, authors.length > 0 ? authors.join(', ') : publisher, date]
    .filter((part) => part !== undefined)
    .join(' · ');
  return { document, text };
}
