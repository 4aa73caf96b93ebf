import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { QuestionEmbedding } from '../embedding/index.js';
import type { PassageVectors } from '../search-index/index.js';

/** How well a passage matches a question, token by token. */
export interface LateInteraction {
  /** Σ_t w_t · max_p ⟨q_t, p_p⟩ over the passage's tokens, in [-1, 1]; 0 for a passage without tokens. */
  readonly score: number;
  /**
   * max_p ⟨q_t, p_p⟩ for each token t of the question over the tokens p of each sentence, in [-1, 1]; a sentence without tokens matches
   * nothing: -1.
   */
  readonly sentenceMatches: readonly Float32Array[];
  /** The same over the tokens of the heading. */
  readonly headingMatches: Float32Array;
}

/** Int8 vectors are unit vectors times 127: their dot product is 127² at most. */
const dotProductOfEquals = 127 * 127;
const rowsAtOnce = 4;
const pageBytes = 65536;

interface Kernel {
  readonly bestMatches: (question: number, questionRows: number, passage: number, passageRows: number, size: number, best: number) => void;
}

/**
 * Khattab and Zaharia, ColBERT (SIGIR 2020), with a learned weight a token: for each token of the question the passage's best-matching
 * token. Runs on WebAssembly SIMD; not reentrant, which is safe because it is synchronous.
 *
 * @param size length of a token's vector, a multiple of eight
 */
export function createLateInteraction(
  size: number,
): (question: QuestionEmbedding, passages: readonly PassageVectors[]) => LateInteraction[] {
  const memory = new WebAssembly.Memory({ initial: 16 });
  const kernel = instantiateKernel(memory);

  return (question, passages) => {
    const rows = question.tokenWeights.length;
    const paddedRows = Math.ceil(rows / rowsAtOnce) * rowsAtOnce;
    const bestAt = paddedRows * size * Int16Array.BYTES_PER_ELEMENT;
    const passageAt = bestAt + paddedRows * Int32Array.BYTES_PER_ELEMENT;
    const longest = Math.max(0, ...passages.map(({ tokenVectors }) => tokenVectors.length));
    const missingBytes = passageAt + longest - memory.buffer.byteLength;
    if (missingBytes > 0) memory.grow(Math.ceil(missingBytes / pageBytes));

    const questionRows = new Int16Array(memory.buffer, 0, paddedRows * size);
    questionRows.fill(0);
    questionRows.set(question.tokenVectors);
    const passageRows = new Int8Array(memory.buffer, passageAt, longest);
    const dotProducts = new Int32Array(memory.buffer, bestAt, rows);

    return passages.map(({ tokenVectors, sentenceTokens }) => {
      passageRows.set(tokenVectors);
      const matchesWithin = (first: number, end: number): Float32Array => {
        if (end <= first || tokenVectors.length === 0) return new Float32Array(rows).fill(-1);
        kernel.bestMatches(0, paddedRows, passageAt + first * size, end - first, size, bestAt);
        return Float32Array.from(dotProducts, (dotProduct) => dotProduct / dotProductOfEquals);
      };
      const headingMatches = matchesWithin(0, sentenceTokens[0] ?? 0);
      const sentenceMatches = sentenceTokens.slice(1).map((end, sentence) => matchesWithin(sentenceTokens[sentence] ?? 0, end));
      const best = bestOf([headingMatches, ...sentenceMatches], rows);
      return { score: tokenVectors.length === 0 ? 0 : weightedScore(question.tokenWeights, best), sentenceMatches, headingMatches };
    });
  };
}

/** Σ_t w_t · m_t. */
export function weightedScore(weights: Float32Array, matches: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at++) sum += (weights[at] ?? 0) * (matches[at] ?? 0);
  return sum;
}

/** The best match of each token of the question over some sentences; length = `tokens`. */
export function bestOf(sentenceMatches: readonly Float32Array[], tokens: number): Float32Array {
  const best = new Float32Array(tokens).fill(-1);
  for (const matches of sentenceMatches) {
    for (let token = 0; token < tokens; token++) best[token] = Math.max(best[token] ?? -1, matches[token] ?? -1);
  }
  return best;
}

const kernelExports = z.object({ bestMatches: z.custom<Kernel['bestMatches']>((value) => typeof value === 'function') });

function instantiateKernel(memory: WebAssembly.Memory): Kernel {
  const module = new WebAssembly.Module(readFileSync(new URL('./late-interaction.wasm', import.meta.url)));
  return kernelExports.parse(new WebAssembly.Instance(module, { kernel: { memory } }).exports);
}
