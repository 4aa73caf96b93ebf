import type { CountingEmbedder, PassageEmbedding, PassageText, QuestionEmbedding } from '../../src/embedding/index.js';

export interface HashEmbedderOptions {
  readonly name?: string;
  readonly fingerprint?: string;
  readonly dimensions?: number;
  readonly tokenDimensions?: number;
  readonly maxTokens?: number;
  /** Called before each batch: counts what is embedded, or makes it fail. */
  readonly onBatch?: (texts: readonly string[]) => void | Promise<void>;
}

/**
 * An embedder without a model, the same on every run: a token (a word, or a Chinese character) has the direction that its hash seeds, a text
 * the mean of its tokens' directions. Texts that share words are near each other, which is all that tests of the index need of meaning.
 */
export function createHashEmbedder(options: HashEmbedderOptions = {}): CountingEmbedder {
  const { name = 'hash', fingerprint = 'hash-1', dimensions = 64, tokenDimensions = 16, maxTokens = 512, onBatch } = options;

  function tokensOf(text: string): { token: string; end: number }[] {
    return [...text.matchAll(/\p{Script=Han}|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu)].map((match) => ({
      token: match[0].toLowerCase(),
      end: match.index + match[0].length,
    }));
  }

  function embedPassage({ heading = '', text }: PassageText): PassageEmbedding {
    const { vector, tokenVectors, tokenEnds } = embed(`${heading}\n${text}`);
    return { vector, tokenVectors, tokenEnds: tokenEnds.map((end) => Math.max(0, end - heading.length - 1)) };
  }

  /** Of an over-long passage the beginning is kept, of a question the end. */
  function embed(text: string, keptEnd = false): PassageEmbedding {
    const all = tokensOf(text);
    const tokens = keptEnd ? all.slice(-maxTokens) : all.slice(0, maxTokens);
    const vector = new Float32Array(dimensions);
    const tokenVectors = new Int8Array(tokens.length * tokenDimensions);
    tokens.forEach(({ token }, at) => {
      direction(token, dimensions).forEach((value, dimension) => (vector[dimension]! += value));
      direction(token, tokenDimensions).forEach(
        (value, dimension) => (tokenVectors[at * tokenDimensions + dimension] = Math.round(127 * value)),
      );
    });
    if (tokens.length === 0) vector[0] = 1;
    return { vector: normalised(vector), tokenVectors, tokenEnds: Uint32Array.from(tokens, ({ end }) => end) };
  }

  return {
    model: { name, fingerprint, dimensions, tokenDimensions, maxTokens, reads: false },
    countTokens: (text) => Math.min(maxTokens, tokensOf(text).length),
    async embedQuestion(text): Promise<QuestionEmbedding> {
      const { vector, tokenVectors, tokenEnds } = embed(text, true);
      return { vector, tokenVectors, tokenEnds, tokenWeights: new Float32Array(tokenEnds.length).fill(1 / tokenEnds.length) };
    },
    async embedPassages(passages) {
      await onBatch?.(passages.map(({ text }) => text));
      return passages.map(embedPassage);
    },
    read: async () => [],
    close: async () => undefined,
  };
}

/** Pseudo-random numbers in [0, 1) from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function normalised(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

function direction(token: string, dimensions: number): Float32Array {
  let hash = 2166136261;
  for (const character of token) hash = Math.imul(hash ^ character.codePointAt(0)!, 16777619);
  const random = randomFrom(hash);
  return normalised(Float32Array.from({ length: dimensions }, () => random() - 0.5));
}
