import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledModel, createSubprocessEmbedder, EmbeddingError, type CountingEmbedder } from '../../src/embedding/index.js';
import { cosine, describeCountingEmbedder, describeEmbedder } from '../contracts/embedder.contract.js';
import { createHashEmbedder } from '../fakes/hash-embedder.js';
import { bundledOptions, createBundledEmbedder } from './bundled-embedder.js';

let embedder: CountingEmbedder;
beforeAll(async () => {
  embedder = await createBundledEmbedder();
});
afterAll(() => embedder.close());

describeEmbedder('the fake that hashes', async () => createHashEmbedder());
// Closed by this file, after the tests below have used it too: loading takes longer than all of them.
describeEmbedder('transformers.js on the bundled model', async () => ({ ...embedder, close: async () => undefined }));
describeCountingEmbedder('the fake that hashes', async () => createHashEmbedder());
describeCountingEmbedder('transformers.js on the bundled model', async () => ({ ...embedder, close: async () => undefined }));
describeEmbedder('the bundled model in a process of its own', () => createSubprocessEmbedder(bundledOptions));

describe('a model in a process of its own', () => {
  it('gives the vectors that it gives in this process', async () => {
    const apart = await createSubprocessEmbedder(bundledOptions);
    try {
      expect(apart.model).toEqual(embedder.model);
      expect(await apart.embedQuestion('o1为什么更贵？')).toEqual(await embedder.embedQuestion('o1为什么更贵？'));
    } finally {
      await apart.close();
    }
  });

  it('leaves this process free while it computes', async () => {
    const apart = await createSubprocessEmbedder(bundledOptions);
    let turns = 0;
    const loop = setInterval(() => turns++, 0);
    try {
      await apart.embedPassages(Array.from({ length: 16 }, () => ({ text: '更强、更慢、更贵的o1。'.repeat(20) })));
      expect(turns).toBeGreaterThan(10);
    } finally {
      clearInterval(loop);
      await apart.close();
    }
  });

  it('says what is wrong with a model as it does in this process', async () => {
    const error: unknown = await createSubprocessEmbedder({ ...bundledOptions, modelsFolder: '/nowhere' }).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(EmbeddingError);
    expect(error).toHaveProperty('message', expect.stringContaining(`there is no folder /nowhere/${bundledModel}`));
  });
});

describe('the bundled model', () => {
  it('gives traditional and simplified characters the same vectors', async () => {
    for (const [traditional, simplified] of [
      ['強化學習之父是誰？', '强化学习之父是谁？'],
      ['思維鏈是由誰提出的？', '思维链是由谁提出的？'],
    ] as const) {
      expect(await embedder.embedQuestion(traditional)).toEqual(await embedder.embedQuestion(simplified));
      expect(await embedder.embedPassages([{ text: traditional }])).toEqual(await embedder.embedPassages([{ text: simplified }]));
    }
  });

  it('gives full-width letters the same vectors as plain ones', async () => {
    expect(await embedder.embedQuestion('ＧＰＴ－４ｏ多少钱')).toEqual(await embedder.embedQuestion('GPT-4o多少钱'));
  });

  it('has an English question nearer to the Chinese sentence that answers it than to another', async () => {
    const { vector } = await embedder.embedQuestion('Who first climbed the mountain?');
    const [answer, other] = await embedder.embedPassages([{ text: '第一个登上这座山的人是李明。' }, { text: '这家餐厅的汤很好喝。' }]);
    expect(cosine(vector, answer!.vector)).toBeGreaterThan(cosine(vector, other!.vector));
  });

  it('weighs the words that carry a question above those that do not', async () => {
    const text = '请问一下灯塔在哪里呢';
    const { tokenWeights, tokenEnds } = await embedder.embedQuestion(text);
    const weightOf = (word: string): number => {
      const start = text.indexOf(word);
      return tokenWeights.reduce(
        (sum, weight, at) => sum + (tokenEnds[at]! > start && tokenEnds[at]! <= start + word.length ? weight : 0),
        0,
      );
    };
    expect(weightOf('灯塔')).toBeGreaterThan(weightOf('呢'));
    expect(weightOf('灯塔')).toBeGreaterThan(weightOf('一下'));
  });

  it('embeds questions that are asked at the same time as it embeds them one after another', async () => {
    const texts = ['灯塔在哪里', 'Who keeps the lighthouse?', '门票多少钱'];
    const together = await Promise.all(texts.map((text) => embedder.embedQuestion(text)));
    for (const [at, text] of texts.entries()) expect(together[at]).toEqual(await embedder.embedQuestion(text));
  });
});
