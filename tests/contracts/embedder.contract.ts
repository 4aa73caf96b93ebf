import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CountingEmbedder, Embedder, PassageEmbedding, QuestionEmbedding } from '../../src/embedding/index.js';

const awkward: readonly (readonly [string, string])[] = [
  ['empty text', ''],
  ['white space', ' \n\t\u3000'],
  ['one letter', 'a'],
  ['a full-width question mark', '？'],
  ['lone surrogates', 'o1\uD800为什么\uDC00更贵\uDBFF'],
  ['emoji', '👩‍👩‍👧 o1 🚀🚀 更贵 🇨🇳'],
  ['control characters', '\u0000\u0007o1\u001B[31m\u007F'],
  ['full-width and compatibility forms', 'ＧＰＴ－４ｏ ㈱ ﬁ ① ㎏'],
  ['combining marks', 'e\u0301\u0302\u0303 n\u0303'],
  ['a right-to-left script', 'مرحبا שלום'],
  ['traditional characters', '強化學習與思維鏈'],
];

/** What every implementation of {@link Embedder} keeps to. */
export function describeEmbedder(name: string, create: () => Promise<Embedder>): void {
  describe(`${name} as an Embedder`, () => {
    let embedder: Embedder;
    beforeAll(async () => {
      embedder = await create();
    });
    afterAll(() => embedder.close());

    function expectShapes(text: string, { vector, tokenVectors, tokenEnds }: PassageEmbedding | QuestionEmbedding): void {
      const { dimensions, tokenDimensions, maxTokens } = embedder.model;
      expect(vector).toHaveLength(dimensions);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
      expect(tokenVectors).toHaveLength(tokenEnds.length * tokenDimensions);
      expect(tokenEnds.length).toBeLessThanOrEqual(maxTokens);
      expect([...tokenEnds]).toEqual([...tokenEnds].sort((a, b) => a - b));
      for (const end of tokenEnds) expect(end).toBeLessThanOrEqual(text.length);
      for (let start = 0; start < tokenVectors.length; start += tokenDimensions) {
        expect(Math.hypot(...tokenVectors.subarray(start, start + tokenDimensions)) / 127).toBeCloseTo(1, 1);
      }
    }

    it('says what made its vectors', () => {
      const { name: model, fingerprint, dimensions, tokenDimensions, maxTokens } = embedder.model;
      expect(model).not.toBe('');
      expect(fingerprint).not.toBe('');
      expect(dimensions).toBeGreaterThan(0);
      expect(tokenDimensions % 8).toBe(0);
      expect(maxTokens).toBeGreaterThan(8);
    });

    it.each(awkward)('embeds %s as a question, with weights that add up to 1', async (_, text) => {
      const question = await embedder.embedQuestion(text);
      expectShapes(text, question);
      expect(question.tokenWeights).toHaveLength(question.tokenEnds.length);
      for (const weight of question.tokenWeights) expect(weight).toBeGreaterThan(0);
      if (question.tokenWeights.length > 0) expect(question.tokenWeights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4);
    });

    it('embeds all of them as passages at once, in the order given, about as it embeds each alone', async () => {
      const texts = awkward.map(([, text]) => text);
      const together = await embedder.embedPassages(texts.map((text) => ({ text })));
      expect(together).toHaveLength(texts.length);
      for (const [at, text] of texts.entries()) {
        expectShapes(text, together[at]!);
        const [alone] = await embedder.embedPassages([{ text }]);
        expect([...together[at]!.tokenEnds]).toEqual([...alone!.tokenEnds]);
        // A quantised model rounds by the largest number of the whole batch: the shortest awkward text comes out with a cosine of .950.
        expect(cosine(together[at]!.vector, alone!.vector)).toBeGreaterThanOrEqual(0.94);
      }
    });

    it('embeds no passages into no embeddings', async () => {
      expect(await embedder.embedPassages([])).toEqual([]);
    });

    it('gives the same text the same vectors', async () => {
      const [first, second] = [await embedder.embedQuestion('o1为什么更贵？'), await embedder.embedQuestion('o1为什么更贵？')];
      expect(second).toEqual(first);
    });

    it('tells texts apart, and has those near each other that say the same', async () => {
      const { vector } = await embedder.embedQuestion('灯塔的门票多少钱');
      const [same, other] = await embedder.embedPassages([{ text: '灯塔的门票是二十元' }, { text: 'Iron rusts in water' }]);
      expect(cosine(vector, same!.vector)).toBeGreaterThan(cosine(vector, other!.vector));
    });

    it('leaves at least one token of every text that is not blank', async () => {
      for (const text of ['a', 'AI', '?', '？', '强', 'OpenAI']) {
        expect((await embedder.embedQuestion(text)).tokenEnds.at(-1)).toBe(text.length);
      }
    });

    it('ends its last token where the text ends, where the text is not cut', async () => {
      for (const text of ['o1为什么更贵？', 'How long does it take?', '強化學習之父', 'ＧＰＴ－４ｏ比Ｏ１便宜']) {
        expect((await embedder.embedQuestion(text)).tokenEnds.at(-1)).toBe(text.length);
        const [passage] = await embedder.embedPassages([{ text }]);
        expect(passage!.tokenEnds.at(-1)).toBe(text.length);
      }
    });

    it('keeps the end of a question of 100,000 characters, and the beginning of such a passage', async () => {
      const text = '更强、更慢、更贵的o1。'.repeat(8_000).slice(0, 100_000);
      const question = await embedder.embedQuestion(text);
      expectShapes(text, question);
      expect(question.tokenEnds.length).toBeGreaterThan(16);
      expect(question.tokenEnds.at(-1)).toBe(text.length);
      const [passage] = await embedder.embedPassages([{ text }]);
      expectShapes(text, passage!);
      expect(passage!.tokenEnds.at(-1)).toBeLessThan(10_000);
    });

    it('puts the tokens of a heading before those of the text', async () => {
      const [bare, headed] = await embedder.embedPassages([{ text: '门票二十元。' }, { heading: '灯塔 · 门票', text: '门票二十元。' }]);
      const headingTokens = headed!.tokenEnds.length - bare!.tokenEnds.length;
      expect(headingTokens).toBeGreaterThan(0);
      expect(headed!.tokenEnds.slice(0, headingTokens).every((end) => end === 0)).toBe(true);
      expect([...headed!.tokenEnds.slice(headingTokens)]).toEqual([...bare!.tokenEnds]);
    });

    it('reads a question with each passage where the model can, and nothing where it cannot', async () => {
      const passages = [{ heading: '灯塔', text: '灯塔的门票是二十元。守塔人叫林海。' }, { text: '' }];
      const readings = await embedder.read('门票多少钱？', passages);
      expect(readings).toHaveLength(embedder.model.reads ? passages.length : 0);
      for (const { answers, evidence, words, tokenEnds } of readings) {
        expect(Number.isFinite(answers)).toBe(true);
        expect([evidence.length, words.length]).toEqual([tokenEnds.length, tokenEnds.length]);
        for (const probability of [...evidence, ...words]) expect(probability >= 0 && probability <= 1).toBe(true);
      }
    });
  });
}

/** What every embedder keeps to that can be asked how long a text is. */
export function describeCountingEmbedder(name: string, create: () => Promise<CountingEmbedder>): void {
  describe(`${name} as a CountingEmbedder`, () => {
    let embedder: CountingEmbedder;
    beforeAll(async () => {
      embedder = await create();
    });
    afterAll(() => embedder.close());

    it('counts the tokens that it makes of a passage', async () => {
      for (const [, text] of awkward) {
        const [passage] = await embedder.embedPassages([{ text }]);
        expect(embedder.countTokens(text)).toBe(passage!.tokenEnds.length);
      }
    });

    it('counts at least one token in every text that is not blank', () => {
      for (const text of ['a', 'AI', '?', '？', '强', 'OpenAI']) expect(embedder.countTokens(text)).toBeGreaterThan(0);
    });
  });
}

export function cosine(a: Float32Array, b: Float32Array): number {
  const dot = a.reduce((sum, value, at) => sum + value * b[at]!, 0);
  return dot / (Math.hypot(...a) * Math.hypot(...b));
}
