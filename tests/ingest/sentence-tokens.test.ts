import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentenceTokensOf } from '../../src/ingest/sentence-tokens.js';

describe('the tokens of sentences', () => {
  it('begin with the first token that ends after the sentence’s start', () => {
    const sentences = [
      { start: 0, end: 4 },
      { start: 4, end: 9 },
    ];
    expect(sentenceTokensOf(sentences, Uint32Array.of(2, 4, 6, 9))).toEqual([0, 2, 4]);
    // A token across the border belongs to the sentence that it ends in.
    expect(sentenceTokensOf(sentences, Uint32Array.of(2, 5, 9))).toEqual([0, 1, 3]);
    // The model's tokens may end before the text does, when it was cut.
    expect(sentenceTokensOf(sentences, Uint32Array.of(2))).toEqual([0, 1, 1]);
    expect(sentenceTokensOf(sentences, new Uint32Array())).toEqual([0, 0, 0]);
  });

  it('never descend, and end with the number of tokens', () => {
    const ascending = fc.array(fc.nat(200), { maxLength: 40 }).map((values) => [...values].sort((a, b) => a - b));
    fc.assert(
      fc.property(ascending, ascending, (starts, ends) => {
        const tokens = sentenceTokensOf(
          starts.map((start, at) => ({ start, end: starts[at + 1] ?? 201 })),
          Uint32Array.from(ends),
        );
        expect(tokens).toHaveLength(starts.length + 1);
        expect(tokens).toEqual([...tokens].sort((a, b) => a - b));
        expect(tokens.at(-1)).toBe(ends.length);
      }),
    );
  });
});
