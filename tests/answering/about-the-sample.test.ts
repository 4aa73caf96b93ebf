import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createAnswerService,
  createIntentClassifier,
  examplesToCompare,
  readCalibration,
  type Answer,
  type AnswerService,
} from '../../src/answering/index.js';
import { createRetriever } from '../../src/retrieval/index.js';
import { indexArticle, type IndexedCorpus } from '../evaluation/indexed-article.js';

let article: IndexedCorpus;
let service: AnswerService;
beforeAll(async () => {
  article = await indexArticle();
  const index = () => article.index;
  const intents = createIntentClassifier(article.embedder, examplesToCompare());
  await intents.prepare();
  service = createAnswerService({
    ...{ retriever: createRetriever({ embedder: article.embedder, index }), index, intents },
    calibration: readCalibration(),
  });
}, 180_000);
afterAll(() => article.remove());

const ask = (question: string): Promise<Answer> => service.ask(question, { questions: [] });

describe('what is said to the bot', () => {
  it.each([
    ['你真笨啊', 'small-talk'],
    ['聊点别的呗', 'small-talk'],
    ['你叫什么名字，是真人还是机器人？', 'help'],
    ['please tell me a joke', 'small-talk'],
    ['thank you, you saved my day', 'thanks'],
  ])('is never answered from the article: %s', async (message, topic) => {
    expect(await ask(message)).toMatchObject({ kind: 'conversation', topic });
  });
});

describe('what is asked about the article as a whole', () => {
  it.each(['这篇文章说了啥', 'tl;dr', '懶人包', 'what is this about?'])(
    'is summed up in its own sentences, in their order: %s',
    async (question) => {
      const answer = await ask(question);
      if (answer.kind !== 'answered') throw new Error(`${question} was not answered but ${answer.kind}.`);
      expect(answer.citations.length).toBeGreaterThanOrEqual(3);
      expect(answer.citations.length).toBeLessThanOrEqual(5);
      const starts = answer.citations.map(({ start }) => start);
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
      for (const citation of answer.citations) {
        const opened = service.open(citation);
        expect(opened.text.slice(opened.quotation.start, opened.quotation.end)).toBe(citation.quote);
        expect(opened.changed).toBe(false);
      }
    },
  );

  it.each(['作者是谁', 'who wrote this?'])('is told in the words of its byline: %s', async (question) => {
    expect(await ask(question)).toMatchObject({ kind: 'answered', statements: [{ text: expect.stringContaining('梁昌均') as string }] });
  });

  it.each(['o1是谁做的', '作者怎么看o1的价格', 'GPT-5什么时候来？', 'o1为什么更贵？'])(
    'is not what is asked about what it says: %s',
    async (question) => {
      const answer = await ask(question);
      // What is found by searching carries its candidates.
      expect(answer.candidates).not.toEqual([]);
    },
  );
});
