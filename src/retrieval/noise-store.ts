import type { BuildNotes } from '../search-index/index.js';
import { corpusNoiseSchema } from './corpus-noise.js';
import type { NoiseStore } from './retriever.js';

const name = 'noise';

/** A build's noise, kept beside it. */
export function createNoiseStore(notes: BuildNotes): NoiseStore {
  return {
    read: async ({ manifest }) => corpusNoiseSchema.safeParse(await notes.read(manifest.build, name)).data,
    write: ({ manifest }, noise) => notes.write(manifest.build, name, noise),
  };
}
