import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Embedder } from '../../embedding/index.js';
import { isChatterTopic, type ArticleAspect, type ChatterTopic, type Example, type IntentLabel } from './examples.js';

/** What a message asks for, by its similarity to labelled examples. */
export type Intent = (
  | { readonly kind: 'chatter'; readonly topic: ChatterTopic }
  | { readonly kind: 'article'; readonly aspect: ArticleAspect }
  | { readonly kind: 'question' }
) & {
  /** Likeness to the nearest example: 1 for the same text, 0 for no more than the examples have with the message on average. */
  readonly likeness: number;
  /** Share of the nearest examples' votes that this kind has, in (0, 1]. */
  readonly share: number;
};

export interface IntentClassifier {
  /** Embeds the examples (2 to 4 ms each), so that the first message need not wait for it. @throws EmbeddingError */
  prepare(): Promise<void>;
  /** @throws EmbeddingError */
  classify(message: string): Promise<Intent>;
}

/** Keeps the examples' vectors, so that they are computed once a build. `read` returns what was written, or `undefined`. */
export interface ExampleStore {
  /** @param texts the SHA-256 of the texts whose vectors are wanted */
  read(texts: string): Promise<unknown>;
  write(note: ExampleNote): Promise<void>;
}

export const exampleNoteSchema = z.object({
  /** SHA-256 of the examples' texts: other examples have other vectors. */
  texts: z.string(),
  /** All vectors, one after the other, as Int8 in base64: each scaled so that its largest value is 127. */
  vectors: z.base64(),
});
export type ExampleNote = z.infer<typeof exampleNoteSchema>;

/** How many of the nearest examples vote. 5 to 12 were within two points of each other on held-out examples. */
const voters = 8;
/** An example whose similarity is lower than the nearest one's by this much has 1/e of its vote. */
const likenessScale = 0.05;

interface EmbeddedExample {
  readonly label: IntentLabel;
  readonly vector: Float32Array;
}

/**
 * Nearest neighbours among labelled examples, by the model's pooled vectors. (Late interaction was worse on held-out examples: it takes
 * "does *he* have a girlfriend" for "do *you*".)
 */
export function createIntentClassifier(
  embedder: Pick<Embedder, 'embedQuestion' | 'model'>,
  examples: readonly Example[],
  store?: ExampleStore,
): IntentClassifier {
  let embedding: Promise<readonly EmbeddedExample[]> | undefined;

  function embedded(): Promise<readonly EmbeddedExample[]> {
    embedding ??= embedAll();
    embedding.catch(() => (embedding = undefined));
    return embedding;
  }

  async function embedAll(): Promise<readonly EmbeddedExample[]> {
    const texts = hashOf(examples);
    const kept = exampleNoteSchema.safeParse(await store?.read(texts)).data;
    const vectors = kept?.texts === texts ? unpackVectors(kept.vectors, embedder.model.dimensions) : [];
    if (vectors.length === examples.length) return labelled(vectors);
    const note = await embedExamples(embedder, examples);
    await store?.write(note);
    return labelled(unpackVectors(note.vectors, embedder.model.dimensions));
  }

  function labelled(vectors: readonly Float32Array[]): EmbeddedExample[] {
    return examples.map(({ label }, at) => ({ label, vector: vectors[at] ?? new Float32Array(embedder.model.dimensions) }));
  }

  return {
    async prepare() {
      await embedded();
    },
    async classify(message) {
      const known = await embedded();
      const { vector } = await embedder.embedQuestion(message);
      const similarities = known.map((example) => dotProduct(vector, example.vector));
      const mean = similarities.reduce((sum, similarity) => sum + similarity, 0) / similarities.length;
      const nearest = known
        .map(({ label }, at) => ({ label, likeness: ((similarities[at] ?? 0) - mean) / Math.max(Number.EPSILON, 1 - mean) }))
        .sort((a, b) => b.likeness - a.likeness)
        .slice(0, voters);
      return elect(nearest);
    },
  };
}

/** The examples' vectors as they are stored. Takes 2 to 4 ms each. @throws EmbeddingError */
export async function embedExamples(embedder: Pick<Embedder, 'embedQuestion'>, examples: readonly Example[]): Promise<ExampleNote> {
  const packed: Uint8Array[] = [];
  for (const { text } of examples) packed.push(packVector((await embedder.embedQuestion(text)).vector));
  return { texts: hashOf(examples), vectors: Buffer.concat(packed).toString('base64') };
}

function hashOf(examples: readonly Example[]): string {
  return createHash('sha256')
    .update(JSON.stringify(examples.map(({ text }) => text)))
    .digest('hex');
}

function packVector(vector: Float32Array): Uint8Array {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), Number.EPSILON);
  return new Uint8Array(Int8Array.from(vector, (value) => Math.round((value / largest) * 127)).buffer);
}

function unpackVectors(packed: string, dimensions: number): Float32Array[] {
  const values = new Int8Array(Buffer.from(packed, 'base64'));
  return Array.from({ length: Math.floor(values.length / dimensions) }, (_, at) => {
    const vector = Float32Array.from(values.subarray(at * dimensions, (at + 1) * dimensions));
    const length = Math.sqrt(dotProduct(vector, vector));
    return vector.map((value) => value / length);
  });
}

function elect(nearest: readonly { readonly label: IntentLabel; readonly likeness: number }[]): Intent {
  const best = nearest[0]?.likeness ?? 0;
  const votes = new Map<IntentLabel, number>();
  for (const { label, likeness } of nearest) {
    votes.set(label, (votes.get(label) ?? 0) + Math.exp((likeness - best) / likenessScale));
  }
  const ranked = [...votes].sort((a, b) => b[1] - a[1]);
  const total = ranked.reduce((sum, [, vote]) => sum + vote, 0);
  const shareOf = (kind: Intent['kind']): number =>
    ranked.filter(([label]) => kindOf(label) === kind).reduce((sum, [, vote]) => sum + vote, 0) / total;
  const kinds = (['chatter', 'article', 'question'] as const).map((kind) => ({ kind, share: shareOf(kind) }));
  const { kind, share } = kinds.reduce((first, second) => (second.share > first.share ? second : first));
  const measured = { likeness: best, share };
  const label = ranked.map(([each]) => each).find((each) => kindOf(each) === kind);
  if (label === undefined || label === 'question') return { kind: 'question', ...measured };
  return isChatterTopic(label) ? { kind: 'chatter', topic: label, ...measured } : { kind: 'article', aspect: label, ...measured };
}

function kindOf(label: IntentLabel): Intent['kind'] {
  if (label === 'question') return 'question';
  return isChatterTopic(label) ? 'chatter' : 'article';
}

function dotProduct(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}
