import { describe, expect, it } from 'vitest';
import { createFakeWriter, startFakeLanguageModel } from '../fakes/language-model/index.js';
import { chunksOf, contentOf, streamText } from './call.js';
import { answerOf, answering, article, offeredOnArticle, passagesOf, prompt, questions, write } from './prompt.js';

const passages = passagesOf(
  '出品 | 搜狐科技',
  '模型思考的时间越长,处理复杂推理的能力就越强。而o1预览版模型成本比GPT-4o贵三四倍,一改OpenAI此前模型越做越便宜的趋势。',
  '强化学习之父Richard Sutton（理查德·萨顿）对强化学习的定义是,通过试错学习如何更佳地匹配状态和动作。',
);

describe('the honest writer', () => {
  it('quotes the sentence that shares most words with the question, and says it shorter', async () => {
    expect(await answerOf(createFakeWriter(), answering('o1预览版比GPT-4o贵多少？', passages))).toEqual({
      answerable: true,
      statements: [
        {
          passage: 2,
          quote: '而o1预览版模型成本比GPT-4o贵三四倍,一改OpenAI此前模型越做越便宜的趋势。',
          text: 'o1预览版模型成本比GPT-4o贵三四倍,一改OpenAI此前模型越做越便宜的趋势。',
        },
      ],
    });
  });

  it('leaves out passages that share less than half of what the best does, and names the best first', async () => {
    const mixed = passagesOf('模型有很多。', '思维链让推理模型先想再答。', '推理模型更强。');
    const { statements } = await answerOf(createFakeWriter(), answering('思维链怎样帮助推理模型？', mixed));
    expect(statements.map(({ passage }) => passage)).toEqual([2, 3]);
  });

  it('writes the keys in the order that the prompt asks for', async () => {
    const text = await write(createFakeWriter(), answering('o1预览版比GPT-4o贵多少？', passages));
    expect(text).toMatch(/^\{"answerable":true,"statements":\[\{"passage":2,"quote":".+","text":".+"\}\]\}$/);
  });

  it('leaves out what stands in brackets, but not from the quotation', async () => {
    const { statements } = await answerOf(createFakeWriter(), answering('谁是强化学习之父？', passages));
    expect(statements[0]?.quote).toContain('（理查德·萨顿）');
    expect(statements[0]?.text).toMatch(/^强化学习之父Richard Sutton对强化学习的定义是/);
  });

  it('says that nothing answers where nothing is shared', async () => {
    const nothing = { answerable: false, statements: [] };
    expect(await answerOf(createFakeWriter(), answering('今天天气怎么样？', passages))).toEqual(nothing);
    expect(await answerOf(createFakeWriter(), answering('What is the best pizza?', passages))).toEqual(nothing);
    expect(await answerOf(createFakeWriter(), answering('o1是什么？', []))).toEqual(nothing);
  });

  it('goes by what the question was understood as', async () => {
    const request = answering('它贵多少？', passages, { understood_as: 'o1预览版比GPT-4o贵多少？' });
    expect((await answerOf(createFakeWriter(), request)).statements.map(({ passage }) => passage)).toEqual([2]);
  });

  it('writes traditional characters where they are asked for, and quotes the simplified ones', async () => {
    const request = answering('o1預覽版比GPT-4o貴多少？', passages, { answer_language: 'zh-Hant' });
    const [statement] = (await answerOf(createFakeWriter(), request)).statements;
    expect(statement?.quote).toContain('贵三四倍');
    expect(statement?.text).toContain('貴三四倍');
  });

  it('keeps the words of the article where English is asked for', async () => {
    const request = answering('How much more does o1 cost than GPT-4o?', passages, { answer_language: 'en' });
    expect((await answerOf(createFakeWriter(), request)).statements[0]?.text).toContain('贵三四倍');
  });

  it('quotes English articles, too', async () => {
    const english = passagesOf('The model was released in 2024. However, it was slow (32 seconds) at first. Readers liked it.');
    expect(
      (await answerOf(createFakeWriter(), answering('How slow was it at first?', english, { answer_language: 'en' }))).statements,
    ).toEqual([{ passage: 1, quote: 'However, it was slow (32 seconds) at first.', text: 'it was slow at first.' }]);
  });

  it('offers on the whole article nothing but what stands there word for word', async () => {
    const offered = await offeredOnArticle({});
    expect(offered.length).toBeGreaterThan(questions.length / 2);
    const textOf = (passage: number): string => article.find(({ number }) => number === passage)?.text ?? '';
    expect(offered.filter(({ passage, quote, flaw }) => flaw !== undefined || !textOf(passage).includes(quote))).toEqual([]);
  });

  it('reads the question where words stand around it', async () => {
    const request = answering('o1预览版比GPT-4o贵多少？', passages);
    const messages = request.messages.map((one) => ({
      ...one,
      content: one.role === 'user' ? `<data>\n${one.content}\n</data>` : one.content,
    }));
    expect((await answerOf(createFakeWriter(), { ...request, messages })).answerable).toBe(true);
  });

  it('notes what it does not understand, and chats', async () => {
    const writer = createFakeWriter();
    expect(await write(writer, prompt({ greeting: 'hello' }))).not.toContain('{');
    expect(writer.notUnderstood).toEqual(['{"greeting":"hello"}']);
  });

  it('stands behind the endpoint unless somebody else is named', async () => {
    const model = await startFakeLanguageModel();
    const { messages } = answering('o1预览版比GPT-4o贵多少？', passages);
    expect(contentOf(chunksOf(await streamText(model, { messages })))).toMatch(/^\{"answerable":true/);
    await model.close();
  });
});

describe('a follow-up', () => {
  it.each([
    ['思维链是谁提出的？', '它有什么用？', '思维链有什么用？'],
    ['o1-preview响应要多少秒？', '那GPT-4o呢？', 'o1-preview响应要多少秒，GPT-4o呢？'],
    ['思维链是谁提出的？', '哪一年提出的？', '思维链，哪一年提出的？'],
    ['Who is Mark Chen?', 'When did he join OpenAI?', 'When did Mark Chen join OpenAI?'],
    ['Who is Mark Chen?', 'And Jason Wei?', 'Who is Mark Chen, and Jason Wei?'],
    ['Who is Mark Chen?', 'Where is Mark Chen now?', 'Where is Mark Chen now?'],
  ])('to "%s", "%s" is rewritten as "%s"', async (earlier, followUp, standalone) => {
    const text = await write(createFakeWriter(), prompt({ follow_up: followUp, earlier_questions: ['什么是o1？', earlier] }));
    expect(JSON.parse(text)).toEqual({ question: standalone });
  });
});

describe('a double question', () => {
  it.each([
    ['o1为什么更慢？它贵多少？', ['o1为什么更慢？', '它贵多少？']],
    ['Why is o1 slower, and how much does it cost?', ['Why is o1 slower?', 'how much does it cost?']],
    ['o1为什么更慢以及谁提出了思维链？', ['o1为什么更慢？', '谁提出了思维链？']],
    ['什么是思维链？', ['什么是思维链？']],
  ])('%s is split', async (question, parts) => {
    expect(JSON.parse(await write(createFakeWriter(), prompt({ question, split: true })))).toEqual({ questions: parts });
  });
});
