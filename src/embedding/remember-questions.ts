import type { Embedder } from './embedder.js';

/** Questions that are being answered at the same time, and a little more. */
const remembered = 16;

/** The same, but a question that was embedded a moment ago is not embedded again: it is compared, searched for and judged by one forward pass. */
export function rememberQuestions(embedQuestion: Embedder['embedQuestion']): Embedder['embedQuestion'] {
  const known = new Map<string, ReturnType<Embedder['embedQuestion']>>();
  return (text) => {
    const embedding = known.get(text) ?? embedQuestion(text);
    known.delete(text);
    known.set(text, embedding);
    embedding.catch(() => known.delete(text));
    const [oldest] = known.keys();
    if (known.size > remembered && oldest !== undefined) known.delete(oldest);
    return embedding;
  };
}
