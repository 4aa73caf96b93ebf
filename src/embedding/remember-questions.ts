import { LRUCache } from 'lru-cache';
import type { Embedder } from './embedder.js';

/** The questions that are answered at the same time, and a few more. */
const remembered = 16;

/**
 * The same function with a small cache: one question is compared with the examples, searched for and judged, by one forward pass.
 * A failure is not cached.
 */
export function rememberQuestions(embedQuestion: Embedder['embedQuestion']): Embedder['embedQuestion'] {
  const cache = new LRUCache<string, ReturnType<Embedder['embedQuestion']>>({ max: remembered });
  return (text) => {
    const cached = cache.get(text);
    if (cached !== undefined) return cached;
    const embedding = embedQuestion(text);
    cache.set(text, embedding);
    embedding.catch(() => cache.delete(text));
    return embedding;
  };
}
