import { headingOf, type Passage, type SourceDocument } from '../corpus/index.js';
import type { CountingEmbedder, PassageEmbedding, PassageText } from '../embedding/index.js';
import type { DocumentToIndex, PassageToIndex } from '../search-index/index.js';
import { createPassageTerms } from './passage-terms.js';
import { sentenceTokensOf } from './sentence-tokens.js';

/** Passages in one run of the model: enough to be worth the call, few enough to have similar padded lengths. */
const batchSize = 16;

export interface SplitDocument extends Pick<DocumentToIndex, 'ingestRecord'> {
  readonly document: SourceDocument;
  readonly passages: readonly Passage[];
}

export interface EmbedWindowOptions {
  readonly embedder: CountingEmbedder;
  readonly signal: AbortSignal | undefined;
  /** Called after each batch with the passages embedded in it. */
  readonly onBatch: (passages: number) => void;
}

/**
 * Embeds the passages of several documents together, sorted by length, since every passage of a batch costs as much as its longest.
 * @throws EmbeddingError, or the signal's reason
 */
export async function embedWindow(
  documents: readonly SplitDocument[],
  { embedder, signal, onBatch }: EmbedWindowOptions,
): Promise<DocumentToIndex[]> {
  const byLength = documents
    .flatMap(({ document, passages }) => passages.map((passage) => ({ passage, seen: seenOf(passage, document) })))
    .map((entry) => ({ ...entry, tokens: embedder.countTokens(entry.seen.text) }))
    .sort((a, b) => a.tokens - b.tokens);
  const embedded = new Map<Passage, Omit<PassageToIndex, 'terms'>>();
  for (let at = 0; at < byLength.length; at += batchSize) {
    signal?.throwIfAborted();
    const batch = byLength.slice(at, at + batchSize);
    const embeddings = await embedder.embedPassages(batch.map(({ seen }) => seen));
    batch.forEach(({ passage }, position) => embedded.set(passage, passageToIndex(passage, embeddings[position])));
    onBatch(batch.length);
  }
  return documents.map(({ document, passages, ...kept }) => {
    const termsOf = createPassageTerms(document);
    return { ...kept, document, passages: passages.map((passage) => ({ ...required(embedded.get(passage)), terms: termsOf(passage) })) };
  });
}

function seenOf(passage: Passage, { title }: SourceDocument): PassageText {
  return { heading: headingOf(passage, title), text: passage.text };
}

function passageToIndex(passage: Passage, embedding: PassageEmbedding | undefined): Omit<PassageToIndex, 'terms'> {
  const { vector, tokenVectors, tokenEnds } = required(embedding);
  // A model without token vectors has no tokens to assign to sentences.
  const ends = tokenVectors.length === 0 ? new Uint32Array() : tokenEnds;
  return { passage, vector, tokenVectors, sentenceTokens: sentenceTokensOf(passage.sentences, ends) };
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new RangeError('The embedder did not return one embedding for each passage');
  return value;
}
