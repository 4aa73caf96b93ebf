import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createAnswerService,
  readCalibration,
  type Answer,
  type AnswerComposer,
  type AnswerService,
  type Citation,
  type Cite,
  type Conversation,
} from '../../src/answering/index.js';
import { languages } from '../../src/language/index.js';
import { createRetriever } from '../../src/retrieval/index.js';
import { indexArticle, type IndexedCorpus } from '../evaluation/indexed-article.js';
import { anyUnits, cutText } from '../language/made-up-texts.js';

let article: IndexedCorpus;
let service: AnswerService;
beforeAll(async () => {
  article = await indexArticle();
  const index = () => article.index;
  service = createAnswerService({
    retriever: createRetriever({ embedder: article.embedder, index }),
    index,
    calibration: readCalibration(),
  });
});
afterAll(() => article.remove());

const ask = (question: string, conversation: Partial<Conversation> = {}): Promise<Answer> =>
  service.ask(question, { questions: [], ...conversation });
const citationsOf = (answer: Answer): readonly Citation[] =>
  answer.kind === 'answered' ? answer.citations : answer.kind === 'not-in-sources' ? answer.nearest : [];

/** What holds of every answer, whatever was asked. */
function expectSound(answer: Answer): void {
  const citations = citationsOf(answer);
  citations.forEach(({ number, quote, start, end, document, documentSha256, authors }, at) => {
    expect(number).toBe(at + 1);
    expect(quote.trim()).not.toBe('');
    expect(article.index.documentText(document)!.slice(start, end)).toBe(quote);
    expect(documentSha256).toBe(article.index.document(document)!.sha256);
    expect(authors).toEqual(article.index.document(document)!.authors);
  });
  expect(answer.candidates.length).toBeLessThanOrEqual(10);
  switch (answer.kind) {
    case 'answered':
      expect(answer.statements.length).toBeGreaterThan(0);
      expect(citations.length).toBeLessThanOrEqual(3);
      for (const { text, citations: numbers, emphasis } of answer.statements) {
        expect(numbers.length).toBeGreaterThan(0);
        for (const number of numbers) expect(citations[number - 1]!.quote).toContain(text);
        for (const { start, end } of emphasis) expect(text.slice(start, end)).not.toBe('');
      }
      return;
    case 'not-in-sources':
      expect(citations.length).toBeLessThanOrEqual(3);
      return;
    case 'conversation':
      expect(answer.candidates).toEqual([]);
  }
}

describe('an answer', () => {
  it.each([
    ['哪些围棋冠军输给了机器？', '李世石'],
    ['Lilian Weng毕业于哪里？', '北大'],
    ['GPT-4o mini團隊有幾位負責人是華人？', '5位是华人'],
    ['Who leads the safety systems at OpenAI?', 'Lilian Weng'],
    ['How many people developed Sora?', 'Sora的13人研发团队'],
    ['論文是在哪一年發表的？', '2022年'],
  ])('to “%s” quotes the article', async (question, evidence) => {
    const answer = await ask(question);
    expect(answer.kind).toBe('answered');
    expect(
      citationsOf(answer)
        .map(({ quote }) => quote)
        .join('\n'),
    ).toContain(evidence);
    expectSound(answer);
  });

  it('marks the exact words where the question asks for a number, a time or a name', async () => {
    const answer = await ask('PaLM有多少参数？');
    const [first] = answer.kind === 'answered' ? answer.statements : [];
    expect(first!.emphasis.map(({ start, end }) => first!.text.slice(start, end)).join()).toContain('5400亿参数');
  });

  it('cites any part of a passage at its place in the document', async () => {
    const index = () => article.index;
    const retriever = createRetriever({ embedder: article.embedder, index });
    const composer = (cite: Cite): AnswerComposer => ({
      compose: async ({ ranking }) => {
        const citation = cite(ranking.candidates[0]!, { start: 3, end: 9 }, 1);
        const statements = [{ text: citation.quote, citations: [1], emphasis: [] }];
        return { kind: 'composed', writtenBy: 'sources', isDoubtful: false, statements, citations: [citation] };
      },
    });
    const answer = await createAnswerService({ retriever, index, calibration: readCalibration(), composer }).ask(
      '哪些围棋冠军输给了机器？',
      {
        questions: [],
      },
    );
    expect(answer.kind).toBe('answered');
    expect(citationsOf(answer)[0]!.quote).toHaveLength(6);
    expectSound(answer);
  });

  it('is a refusal with the nearest passages where the article is about something else', async () => {
    for (const question of ['明天会下雨吗？', '怎麼煮義大利麵？', 'Who won the world cup in 1998?', '推荐一部电影']) {
      const answer = await ask(question);
      expect([question, answer.kind]).toEqual([question, 'not-in-sources']);
      expectSound(answer);
    }
  });

  it('is a refusal without passages and suggestions where none is near', async () => {
    const far = await ask('怎麼煮義大利麵？');
    expect(far).toMatchObject({ kind: 'not-in-sources', nearest: [] });
    expect(far).not.toHaveProperty('suggestions');
    expect(far).not.toHaveProperty('topic');
  });

  it('to a follow-up is about what was asked before', async () => {
    const conversation = { questions: ['Hyung Won Chung是谁？'] };
    expect(
      citationsOf(await ask('他以前在哪里工作？', conversation))
        .map(({ quote }) => quote)
        .join(),
    ).toContain('谷歌大脑');
    expect(
      citationsOf(await ask('Where did he work before?', conversation))
        .map(({ quote }) => quote)
        .join(),
    ).toContain('谷歌大脑');
  });

  it('to both halves of a follow-up is about what was asked before', async () => {
    const answer = await ask('他是哪年加入的，负责过什么产品？', { questions: ['Mark Chen是谁？'] });
    expect(citationsOf(answer)[0]!.quote).toContain('2018年');
  });

  it('to a new topic is not dragged down by the old one', async () => {
    const alone = await ask('谁是强化学习的奠基人？');
    const later = await ask('谁是强化学习的奠基人？', { questions: ['SSI融了多少钱？', 'GPT-5什么时候来？'] });
    expect(later).toEqual(alone);
    expect((await ask('今天天气怎么样？', { questions: ['o1为什么更贵？'] })).kind).toBe('not-in-sources');
  });

  it('is the same each time', async () => {
    expect(await ask('强化学习是什么？')).toEqual(await ask('强化学习是什么？'));
  });

  it('is sound for any question made of the article’s own words', async () => {
    const text = article.index.documentText(article.index.documents()[0]!.path)!;
    const piece = fc
      .tuple(fc.nat(text.length - 1), fc.integer({ min: 1, max: 24 }))
      .map(([start, length]) => text.slice(start, start + length));
    const ending = fc.constantFrom('？', '是什么？', '是谁？', '为什么？', '有多少？', '什么时候？', ' 和GPT-4o呢？', '', ' - why?');
    await fc.assert(
      fc.asyncProperty(piece, ending, async (words, asked) => {
        expectSound(await ask(words + asked));
      }),
      { numRuns: 25 },
    );
  });

  it('is given to any string, and never an error', async () => {
    const message = fc.oneof(cutText, anyUnits, fc.string({ maxLength: 40 }));
    await fc.assert(
      fc.asyncProperty(message, fc.array(message, { maxLength: 3 }), async (text, questions) => {
        expectSound(await ask(text, { questions }));
      }),
      { numRuns: 40 },
    );
    for (const text of [
      '',
      '🚀'.repeat(50),
      '\uD800',
      '为'.repeat(1000),
      '为'.repeat(100_000),
      '\u0000'.repeat(200),
      '.*+?^${}()|[]\\',
      "'; DROP TABLE passages; --",
      '什么是(？',
    ]) {
      expectSound(await ask(text));
    }
  }, 120_000);
});

describe('the language of an answer', () => {
  it.each([
    ['谁是强化学习之父？', {}, 'zh-Hans'],
    ['強化學習之父是誰？', {}, 'zh-Hant'],
    ['Who is the father of reinforcement learning?', {}, 'en'],
    ['Who is 张奇?', {}, 'en'],
    ['GPT-4o?', { questions: ['o1要多少秒？'] }, 'zh-Hans'],
    ['GPT-4o?', { questions: ['o1要多少秒？', 'And how many seconds?'] }, 'en'],
    ['GPT-4o?', { questions: ['這篇文章是誰寫的？', 'o1'] }, 'zh-Hant'],
    ['GPT-4o?', {}, 'en'],
    ['谁是强化学习之父？', { language: 'en' }, 'en'],
    ['Who is he?', { language: 'zh-Hant', questions: ['谁是强化学习之父？'] }, 'zh-Hant'],
    ['你好', {}, 'zh-Hans'],
    ['謝謝', {}, 'zh-Hant'],
    ['hello', { language: 'zh-Hans' }, 'zh-Hans'],
    ['？', { questions: ['誰是強化學習之父？'] }, 'zh-Hant'],
  ] as const)('to “%s” after %j is %s', async (question, conversation, language) => {
    expect((await ask(question, conversation)).language).toBe(language);
  });
});

describe('a conversation', () => {
  it.each(['你好', 'What can you do?', '', '？？？'])('about nothing in particular (“%s”) offers questions', async (message) => {
    const answer = await ask(message);
    expect(answer).toMatchObject({ kind: 'conversation' });
    expect(answer.kind === 'conversation' ? answer.suggestions.length : 0).toBeGreaterThanOrEqual(2);
  });

  it.each([
    ['谢谢', 'thanks'],
    ['再见', 'farewell'],
    ['为'.repeat(1001), 'too-long'],
  ])('that ends, or has to be said shorter, offers none', async (message, topic) => {
    expect(await ask(message)).toMatchObject({ kind: 'conversation', topic, suggestions: [] });
  });
});

describe('suggestions', () => {
  it.each(languages)('in %s are answered with confidence, are distinct, and are about different places', async (language) => {
    const suggestions = await service.suggestions(language, 6);
    expect(suggestions.length).toBeGreaterThanOrEqual(3);
    expect(new Set(suggestions).size).toBe(suggestions.length);
    const places = new Set<number>();
    for (const suggestion of suggestions) {
      const answer = await ask(suggestion);
      expect(answer).toMatchObject({ kind: 'answered', confidence: 'high', language });
      places.add(citationsOf(answer)[0]!.start);
    }
    expect(places.size).toBe(suggestions.length);
    expect(await service.suggestions(language, 2)).toEqual(suggestions.slice(0, 2));
  });
});

describe('the sources', () => {
  it('are listed with what readers may want to know', () => {
    expect(service.sources()).toHaveLength(article.index.documents().length);
    expect(service.sources()[0]).toMatchObject({
      path: 'openai-o1.txt',
      authors: ['梁昌均'],
      publisher: '搜狐科技',
      passageCount: article.index.passageCount,
    });
  });

  it('can be opened at every citation', async () => {
    for (const question of ['强化学习是什么？', '怎么煮面？', 'Who is Mark Chen?', '作者是谁？']) {
      for (const citation of citationsOf(await ask(question))) {
        const opened = service.open(citation);
        expect(opened.changed).toBe(false);
        expect(opened.text.slice(opened.quotation.start, opened.quotation.end)).toBe(citation.quote);
      }
    }
  });
});
