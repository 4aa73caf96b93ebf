import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { compileKernel, kernelBinary } from '../../scripts/kernel.js';
import { bestOf, createLateInteraction, weightedScore } from '../../src/retrieval/late-interaction.js';

interface MadeUp {
  readonly size: number;
  readonly question: { readonly tokenVectors: Int8Array; readonly tokenWeights: Float32Array };
  readonly passages: readonly { readonly id: number; readonly tokenVectors: Int8Array; readonly sentenceTokens: readonly number[] }[];
}

const byte = fc.integer({ min: -127, max: 127 });
const rows = (count: number, size: number): fc.Arbitrary<Int8Array> =>
  fc.array(byte, { minLength: count * size, maxLength: count * size }).map((values) => Int8Array.from(values));

/** Questions of any length, passages whose sentences may be empty, vectors that need not be of length 1: the kernel computes, whatever it gets. */
const madeUp: fc.Arbitrary<MadeUp> = fc.constantFrom(8, 16, 24, 128).chain((size) =>
  fc.record({
    size: fc.constant(size),
    question: fc.integer({ min: 0, max: 9 }).chain((tokens) =>
      fc.record({
        tokenVectors: rows(tokens, size),
        tokenWeights: fc
          .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: tokens, maxLength: tokens })
          .map((weights) => Float32Array.from(weights, (weight) => weight / weights.reduce((sum, value) => sum + value, 0))),
      }),
    ),
    passages: fc.array(
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 }).chain((lengths) => {
        const sentenceTokens = lengths.reduce((ends, length) => [...ends, ends.at(-1)! + length], [0]);
        return rows(sentenceTokens.at(-1)!, size).map((tokenVectors) => ({ id: 0, tokenVectors, sentenceTokens }));
      }),
      { maxLength: 4 },
    ),
  }),
);

const compute = ({ size, question, passages }: MadeUp) =>
  createLateInteraction(size)({ ...question, vector: new Float32Array(0), tokenEnds: new Uint32Array(0) }, passages);

/** The definition, in plain loops. */
function reference({ size, question, passages }: MadeUp): { score: number; sentenceMatches: number[][] }[] {
  const tokens = Array.from(question.tokenWeights.keys());
  const dot = (a: number, passage: Int8Array, b: number): number => {
    let sum = 0;
    for (let at = 0; at < size; at++) sum += question.tokenVectors[a * size + at]! * passage[b * size + at]!;
    return sum / 127 ** 2;
  };
  return passages.map(({ tokenVectors, sentenceTokens }) => {
    const sentenceMatches = sentenceTokens.slice(1).map((end, sentence) => {
      const own = Array.from({ length: end - sentenceTokens[sentence]! }, (_, at) => sentenceTokens[sentence]! + at);
      return tokens.map((token) => (own.length === 0 ? -1 : Math.max(...own.map((at) => dot(token, tokenVectors, at)))));
    });
    const best = tokens.map((token) => Math.max(-1, ...sentenceMatches.map((matches) => matches[token]!)));
    const score = tokenVectors.length === 0 ? 0 : tokens.reduce((sum, token) => sum + question.tokenWeights[token]! * best[token]!, 0);
    return { score, sentenceMatches };
  });
}

describe('the late-interaction kernel', () => {
  it('is the compiled form of late-interaction.wat', async () => {
    expect(Buffer.from(await compileKernel()).equals(await readFile(kernelBinary)), 'run "npx tsx scripts/build-kernel.ts"').toBe(true);
  });

  it('computes what the definition says, for questions and passages of any size', () => {
    fc.assert(
      fc.property(madeUp, (input) => {
        const expected = reference(input);
        const results = compute(input);
        expect(results).toHaveLength(expected.length);
        results.forEach(({ score, sentenceMatches }, at) => {
          expect(score).toBeCloseTo(expected[at]!.score, 4);
          expect(sentenceMatches).toHaveLength(expected[at]!.sentenceMatches.length);
          sentenceMatches.forEach((matches, sentence) =>
            matches.forEach((match, token) => expect(match).toBeCloseTo(expected[at]!.sentenceMatches[sentence]![token]!, 4)),
          );
        });
      }),
    );
  });

  it('keeps nothing of one question for the next, nor of one passage for the next', () => {
    const lateInteraction = createLateInteraction(8);
    fc.assert(
      fc.property(madeUp, madeUp, (first, second) => {
        for (const input of [first, second]) {
          if (input.size !== 8) continue;
          const question = { ...input.question, vector: new Float32Array(0), tokenEnds: new Uint32Array(0) };
          expect(lateInteraction(question, input.passages)).toEqual(compute(input));
        }
      }),
    );
  });

  it('takes passages that need more memory than it began with', () => {
    const size = 128;
    const tokens = 12_000;
    const tokenVectors = new Int8Array(tokens * size);
    tokenVectors.set(new Int8Array(size).fill(11), (tokens - 1) * size);
    const question = { tokenVectors: new Int8Array(size).fill(11), tokenWeights: Float32Array.of(1) };
    const [result] = compute({ size, question, passages: [{ id: 0, tokenVectors, sentenceTokens: [0, 1, tokens] }] });
    expect(result!.score).toBeCloseTo((128 * 121) / 127 ** 2, 4);
    expect([...result!.sentenceMatches[0]!]).toEqual([0]);
  });

  it('matches nothing where the model has no token vectors', () => {
    const question = { tokenVectors: new Int8Array(0), tokenWeights: Float32Array.of(0.5, 0.5) };
    const [result] = compute({ size: 0, question, passages: [{ id: 0, tokenVectors: new Int8Array(0), sentenceTokens: [0, 3] }] });
    const none = Float32Array.of(-1, -1);
    expect(result).toEqual({ score: 0, sentenceMatches: [none], headingMatches: none });
  });

  it('scores a passage by the best match of each token, weighted', () => {
    const matches = [Float32Array.of(0.2, 0.9), Float32Array.of(0.7, -1)];
    expect([...bestOf(matches, 2)]).toEqual([expect.closeTo(0.7), expect.closeTo(0.9)]);
    expect(weightedScore(Float32Array.of(0.25, 0.75), bestOf(matches, 2))).toBeCloseTo(0.25 * 0.7 + 0.75 * 0.9);
    expect([...bestOf([], 2)]).toEqual([-1, -1]);
  });
});
