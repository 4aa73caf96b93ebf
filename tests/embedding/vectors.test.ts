import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rulesFor } from '../../src/embedding/model-rules.js';
import { meanVector, normalised, normalisedRows, quantised } from '../../src/embedding/vectors.js';

const vector = fc
  .array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 32 })
  .map((values) => Float32Array.from(values));

describe('vectors', () => {
  it('have length 1 once normalised, the zero vector excepted', () => {
    fc.assert(
      fc.property(vector, (values) => {
        const length = Math.hypot(...normalised(values));
        if (Math.hypot(...values) > 1e-6) expect(length).toBeCloseTo(1, 4);
      }),
    );
    expect(normalised(new Float32Array(4))).toEqual(new Float32Array(4));
  });

  it('are normalised row by row in a matrix', () => {
    expect(normalisedRows(Float32Array.of(3, 4, 0, 0, 0, -2), 2)).toEqual(Float32Array.of(0.6, 0.8, 0, 0, 0, -1));
  });

  it('are averaged over the rows asked for, and not over padding', () => {
    expect(meanVector(Float32Array.of(1, 2, 3, 4, 100, 100), 2, 2)).toEqual(Float32Array.of(2, 3));
  });

  it('become whole numbers of a byte, with a small error, and never wrap around', () => {
    fc.assert(
      fc.property(vector, (values) => {
        const bytes = quantised(normalised(values));
        normalised(values).forEach((value, at) => expect(Math.abs(bytes[at]! / 127 - value)).toBeLessThanOrEqual(0.5 / 127 + 1e-6));
      }),
    );
    expect(quantised(Float32Array.of(1.5, -1.5, 1, -1, 0))).toEqual(Int8Array.of(127, -127, 127, -127, 0));
  });
});

describe('what a model wants', () => {
  it.each([
    ['footnote-e5-small-zh-en', 'query: ', 'passage: ', 'mean', false],
    ['Xenova/multilingual-e5-small', 'query: ', 'passage: ', 'mean', false],
    ['Xenova/bge-small-zh-v1.5', '为这个句子生成表示以用于检索相关文章：', '', 'first', true],
    ['Xenova/bge-base-en-v1.5', 'Represent this sentence for searching relevant passages: ', '', 'first', true],
    ['Xenova/bge-m3', '', '', 'first', false],
    ['someone/unheard-of', '', '', 'mean', false],
  ] as const)('%s', (model, questionPrefix, passagePrefix, pooling, lowerCase) => {
    expect(rulesFor(model)).toMatchObject({ questionPrefix, passagePrefix, pooling, lowerCase });
  });
});
