import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Embedder } from '../../embedding/index.js';
import { isChatterTopic, type ArticleAspect, type ChatterTopic, type Example, type IntentLabel } from './examples.js';

/** What a message asks for, as far as its likeness to labelled examples tells. */
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
  /** Embeds the examples (2 to 4 ms each), which the first message would have to wait for otherwise. @throws EmbeddingError */
  prepare(): Promise<void>;
  /** @throws EmbeddingError */
  classify(message: string): Promise<Intent>;
}

/** Keeps the examples' vectors, so that they are made once a build: whatever was written comes back, or `undefined`. */
export interface ExampleStore {
  read(): Promise<unknown>;
  write(note: ExampleNote): Promise<void>;
}

const exampleNote = z.object({
  /** SHA-256 over the examples' texts: other examples are other vectors. */
  texts: z.string(),
  /** All vectors, one after the other, as little-endian Float32 in base64. */
  vectors: z.base64(),
});
type ExampleNote = z.infer<typeof exampleNote>;

/** Examples that vote. 5 to 12 came out within two points of each other on the examples left out. */
const voters = 8;
/** An example that is less like the message than the nearest one by this much has 1/e of its vote. */
const likenessScale = 0.05;

interface EmbeddedExample {
  readonly label: IntentLabel;
  readonly vector: Float32Array;
}

/**
 * Nearest neighbours among labelled examples, by the model's pooled vectors. (Late interaction with the examples told less on those left out:
 * it takes "does *he* have a girlfriend" for "do *you*".)
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
    const texts = createHash('sha256')
      .update(JSON.stringify(examples.map(({ text }) => text)))
      .digest('hex');
    const { dimensions } = embedder.model;
    const kept = exampleNote.safeParse(await store?.read()).data;
    const bytes = Buffer.from(kept?.texts === texts ? kept.vectors : '', 'base64');
    const size = dimensions * Float32Array.BYTES_PER_ELEMENT;
    if (bytes.length === examples.length * size) {
      return examples.map(({ label }, at) => ({
        label,
        vector: new Float32Array(Uint8Array.from(bytes.subarray(at * size, (at + 1) * size)).buffer),
      }));
    }
    const all: EmbeddedExample[] = [];
    for (const { text, label } of examples) all.push({ label, vector: (await embedder.embedQuestion(text)).vector });
    const made = Buffer.concat(all.map(({ vector }) => new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)));
    await store?.write({ texts, vectors: made.toString('base64') });
    return all;
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
