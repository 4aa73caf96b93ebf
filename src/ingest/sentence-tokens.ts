import type { Span } from '../corpus/index.js';

/**
 * For each sentence the number of its first token, and at the end the number of tokens; never descending. The heading's tokens come before the
 * first sentence's.
 * @param tokenEnds where each token ends in the passage's text (UTF-16), non-decreasing
 */
export function sentenceTokensOf(sentences: readonly Span[], tokenEnds: Uint32Array): number[] {
  let token = 0;
  const firstTokens = sentences.map(({ start }) => {
    while (token < tokenEnds.length && (tokenEnds[token] ?? 0) <= start) token++;
    return token;
  });
  return [...firstTokens, tokenEnds.length];
}
