import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detectLanguage } from '../../src/language/index.js';
import type { GroupQuestions, LoggedQuestion } from '../../src/chat/index.js';
import { createTransformersEmbedder, type Embedder } from '../../src/embedding/index.js';
import { createQuestionGrouper } from '../../src/reporting/index.js';

/** Each line asks one thing in several ways. */
const asked = [
  ['北京明天会下雨吗？', '明天北京下不下雨', '北京明天的天气怎么样'],
  ['o1的API价格是多少', 'o1 API多少钱', '请问o1接口怎么收费？', 'How much does the o1 API cost?'],
  ['GPT-5什么时候发布', 'GPT5啥时候出', 'When will GPT-5 be released?'],
  ['o1能画图吗', 'o1可以生成图片吗？'],
  ['OpenAI的CEO是谁', '谁是OpenAI的首席执行官'],
  ['OpenAI有多少员工', 'OpenAI员工人数'],
  ['怎么注册ChatGPT账号', '如何注册ChatGPT'],
  ['o1和Claude哪个好', 'o1比Claude强吗'],
  ['今天股市怎么样', '今天A股行情如何'],
];

function logged(question: string): LoggedQuestion {
  const language = detectLanguage(question);
  return { at: 0, platform: 'telegram', person: 'p', question, language, kind: 'not-in-sources', milliseconds: 1, answerId: 'a' };
}

describe('bringing questions together', () => {
  let embedder: Embedder;
  let group: GroupQuestions;

  beforeAll(async () => {
    const models = new URL('../../models', import.meta.url).pathname;
    embedder = await createTransformersEmbedder({
      model: 'footnote-e5-small-zh-en',
      modelsFolder: models,
      cacheFolder: models,
      hubEndpoint: 'http://127.0.0.1:9',
    });
    group = createQuestionGrouper(embedder);
  });
  afterAll(() => embedder.close());

  it.each(asked)('takes %s and what asks the same for one question', async (...wordings) => {
    expect(await group(wordings.map(logged))).toEqual([{ question: wordings[0], count: wordings.length }]);
  });

  it('takes no two different questions for one', async () => {
    const groups = await group(asked.flat().map(logged));
    expect(groups.map(({ count }) => count).sort()).toEqual(asked.map(({ length }) => length).sort());
  });

  it.each([
    ['o1的API价格是多少', 'o3的API价格是多少'],
    ['OpenAI的CEO是谁', 'OpenAI的CTO是谁'],
    ['GPT-5什么时候发布', 'GPT-4什么时候发布'],
    ['When will GPT-5 be released?', 'GPT-4什么时候发布'],
  ])('keeps %s and %s apart, which differ in a name', async (one, other) => {
    expect(await group([one, other].map(logged))).toHaveLength(2);
  });

  it('lets the wording that was used most stand for the group, which stands before those that were asked less', async () => {
    const questions = ['OpenAI员工人数', 'o1 API多少钱', 'o1的API价格是多少', 'o1的API价格是多少。', ' o1的api价格是多少'];
    expect(await group(questions.map(logged))).toEqual([
      { question: 'o1的API价格是多少', count: 4 },
      { question: 'OpenAI员工人数', count: 1 },
    ]);
  });

  it('has nothing to bring together where nothing was asked', async () => {
    expect(await group([])).toEqual([]);
  });
});
