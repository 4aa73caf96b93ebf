import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { exampleNoteSchema, type ExampleNote } from './classify-intent.js';

/** Written by `npm run embed:examples`, so that a first start need not embed a thousand examples. */
export const shippedVectorsFile = new URL('./example-vectors.json', import.meta.url);

/** The sets of examples that vectors are shipped of. */
export const exampleSets = ['examples', 'frames'] as const;
export type ExampleSet = (typeof exampleSets)[number];

const shippedVectorsSchema = z.object({
  /** Of the model that computed them. */
  fingerprint: z.string(),
  examples: exampleNoteSchema,
  frames: exampleNoteSchema,
});

/** The bundled model's vectors of a set of examples; undefined for another model, and where the examples have changed since. */
export async function shippedVectors(fingerprint: string, set: ExampleSet, texts: string): Promise<ExampleNote | undefined> {
  const shipped = shippedVectorsSchema.parse(JSON.parse(await readFile(shippedVectorsFile, 'utf8')));
  return shipped.fingerprint === fingerprint && shipped[set].texts === texts ? shipped[set] : undefined;
}
