import { AutoTokenizer, env, type PreTrainedTokenizer } from '@xenova/transformers';
import fc from 'fast-check';
import { sep } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { alignTokens } from '../../src/embedding/align-tokens.js';
import { bundledModel } from '../../src/embedding/index.js';
import { normaliseWithOffsets } from '../../src/language/index.js';
import { cutText, mixedText } from '../language/made-up-texts.js';
import { modelsFolder } from './bundled-embedder.js';

let tokenizer: PreTrainedTokenizer;
beforeAll(async () => {
  env.localModelPath = modelsFolder + sep;
  env.allowRemoteModels = false;
  tokenizer = await AutoTokenizer.from_pretrained(bundledModel);
});

function tokensOf(text: string): string[] {
  const pieces: unknown = tokenizer.model.convert_ids_to_tokens(tokenizer.encode(normaliseWithOffsets(text).text).slice(1, -1));
  return Array.isArray(pieces) ? pieces.map(String) : [];
}
const endsOf = (text: string): number[] => [...alignTokens(tokensOf(text), normaliseWithOffsets(text))];

describe('alignTokens', () => {
  it('never goes back, stays within the text, and ends where the text ends', () => {
    fc.assert(
      fc.property(cutText, (text) => {
        const tokens = tokensOf(text);
        const ends = endsOf(text);
        expect(ends).toHaveLength(tokens.length);
        expect(ends).toEqual([...ends].sort((a, b) => a - b));
        for (const end of ends) expect(end).toBeLessThanOrEqual(text.length);
        // White space at the end belongs to no token.
        const last = ends.at(-1) ?? 0;
        if (tokens.some((token) => token !== '▁')) expect(normaliseWithOffsets(text.slice(last)).text.replace(/[\s\p{C}]/gu, '')).toBe('');
      }),
      { numRuns: 200 },
    );
  });

  it('gives each token the characters that it spells, where the vocabulary knows them', () => {
    const known = fc
      .array(fc.constantFrom('强化学习', '模型', '思維鏈', '更贵', 'GPT', '4o', ' reasoning', ' chain', '，', '。', '3', 'ＯＰＥＮ'), {
        minLength: 1,
        maxLength: 16,
      })
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(known, (text) => {
        let start = 0;
        endsOf(text).forEach((end, at) => {
          const spelt = tokensOf(text)[at]!.replace(/^▁+/, '');
          expect(normaliseWithOffsets(text.slice(start, end)).text.trim()).toBe(spelt);
          start = end;
        });
      }),
    );
  });

  it('follows tokens across characters that became longer or shorter', () => {
    expect(endsOf('㎏')).toEqual([...alignTokens(['▁kg'], normaliseWithOffsets('㎏'))]);
    expect(alignTokens(['▁a', 'kg', 'b'], normaliseWithOffsets('a㎏b'))).toEqual(Uint32Array.of(1, 2, 3));
    expect(alignTokens(['▁🚀', '强'], normaliseWithOffsets('🚀強'))).toEqual(Uint32Array.of(2, 3));
  });

  it('lets what cannot be found end where the next token that can be found begins', () => {
    expect(alignTokens(['▁a', '<unk>', 'b'], normaliseWithOffsets('a🚀b'))).toEqual(Uint32Array.of(1, 3, 4));
    expect(alignTokens(['<unk>', '<unk>'], normaliseWithOffsets('ab'))).toEqual(Uint32Array.of(2, 2));
    expect(alignTokens(['▁', '▁a'], normaliseWithOffsets('  a'))).toEqual(Uint32Array.of(2, 3));
  });

  it('is not led astray by a piece that turns up again much later', () => {
    const text = `a🚀${'x'.repeat(200)}<unk>`;
    expect(alignTokens(['a', '<unk>', 'x'], normaliseWithOffsets(text))).toEqual(Uint32Array.of(1, 3, 4));
  });

  it('aligns nothing to nothing', () => {
    expect(alignTokens([], normaliseWithOffsets(''))).toHaveLength(0);
    expect(alignTokens([], normaliseWithOffsets('text'))).toHaveLength(0);
  });

  it('takes a text of thousands of characters in its stride', () => {
    fc.assert(
      fc.property(mixedText, (text) => {
        const long = text.repeat(20);
        expect(endsOf(long)).toEqual([...endsOf(long)].sort((a, b) => a - b));
      }),
      { numRuns: 20 },
    );
  });
});
