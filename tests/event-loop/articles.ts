import { createArticleAnswers } from '../../src/answering/about-articles/answer-about-articles.js';
import { questionAboutArticle } from '../../src/answering/about-articles/question-about-article.js';
import { createSuggester } from '../../src/answering/suggest-questions.js';
import { renderAnswer } from '../../src/chat/index.js';
import { readDocument } from '../../src/corpus/read-document.js';
import { CorpusError, type SourceDocument } from '../../src/corpus/index.js';
import { renderReply as renderForDiscord } from '../../src/discord/render-reply.js';
import type { CountingEmbedder } from '../../src/embedding/index.js';
import { createPassageTerms } from '../../src/ingest/passage-terms.js';
import { passagesWithout, textKeysOf } from '../../src/ingest/repeated-text.js';
import { settingsFor } from '../../src/ingest/ingest-settings.js';
import { createRetriever } from '../../src/retrieval/index.js';
import { renderReply as renderForTelegram } from '../../src/telegram/render-reply.js';
import { pick, randomFrom } from '../../bench/benchmark/random.js';
import { blankEmbedder, makeArticle, type MadeCorpus } from './made-corpus.js';
import { ofCall, ofTurns, type Input, type Kind } from './measure-kind.js';

const aspects = ['summary', 'author', 'date'] as const;
const languages = ['zh-Hans', 'zh-Hant', 'en'] as const;

/** What a reader asks about an article as a whole: its summary, its author, its date; and the questions that a corpus of it alone suggests. */
export function createArticles(corpus: MadeCorpus, seed: number): Kind {
  const random = randomFrom(seed);
  const { index } = corpus;
  const documents = index.documents();
  const retriever = createRetriever({ embedder: blankEmbedder, index: () => index });

  const about = async (aspect: (typeof aspects)[number], path: string, language: (typeof languages)[number]): Promise<void> => {
    const document = index.document(path);
    if (document === undefined) throw new Error(`There is no ${path}.`);
    // Titles are the same for many; the one that is asked about is this one.
    const alone = { ...index, documents: () => [document] };
    const question = questionAboutArticle(aspect, document.title, language);
    const answer = await createArticleAnswers({ index: () => alone, retriever, judge: () => 'answer' }).answer(
      question,
      undefined,
      { questions: [] },
      language,
    );
    if (answer === undefined) return;
    const reply = renderAnswer(answer, { answerId: 'a1', maxQuestionCharacters: 1_000 });
    renderForTelegram(reply);
    renderForDiscord(reply);
  };
  const suggest = async (path: string, language: (typeof languages)[number]): Promise<void> => {
    const alone = { ...index, documents: () => index.documents().filter((document) => document.path === path) };
    const answer = { kind: 'conversation', topic: 'help', language, suggestions: [], candidates: [] } as const;
    await createSuggester({ index: () => alone, answer: async () => answer }).suggest(language, 3);
  };

  return {
    name: 'article',
    next(): Input {
      const { path } = pick(documents, random);
      const language = pick(languages, random);
      const aspect = random() < 0.25 ? 'suggestions' : pick(aspects, random);
      return {
        what: `${aspect} of ${corpus.madeOf(path)}`,
        hold: () => ofTurns(() => (aspect === 'suggestions' ? suggest(path, language) : about(aspect, path, language))),
      };
    },
    close: async () => undefined,
  };
}

/** Taking a document apart into passages and their words. It happens in a process of its own, and holds nobody up. */
export async function createBuilds(embedder: CountingEmbedder, seed: number): Promise<Kind> {
  const random = randomFrom(seed);
  const maxTokens = settingsFor(embedder.model).maxPassageTokens;
  const takeApart = (document: SourceDocument): void => {
    textKeysOf(document);
    const passages = passagesWithout(document, undefined, { countTokens: (text) => embedder.countTokens(text), maxTokens });
    const termsOf = createPassageTerms(document);
    for (const passage of passages) termsOf(passage);
  };
  return {
    name: 'article taken apart, in the process that builds the index',
    next(): Input {
      const { form, text } = makeArticle(30_000, random);
      return {
        what: `${text.length} characters: ${form}`,
        hold: async () => {
          try {
            const document = await readDocument(Buffer.from(text), { path: 'a.txt' });
            return await ofCall(() => takeApart(document));
          } catch (error) {
            // There is nothing to read in white space.
            if (error instanceof CorpusError) return 0;
            throw error;
          }
        },
      };
    },
    close: async () => undefined,
  };
}
