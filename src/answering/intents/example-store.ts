import type { EmbeddingModel } from '../../embedding/index.js';
import type { BuildNotes, PassageIndex } from '../../search-index/index.js';
import type { ExampleStore } from './classify-intent.js';
import { shippedVectors, type ExampleSet } from './shipped-vectors.js';

/** The examples' vectors: shipped with the program for the bundled model, kept beside the build for any other. */
export function createExampleStore(set: ExampleSet, model: EmbeddingModel, notes: BuildNotes, index: () => PassageIndex): ExampleStore {
  return {
    read: async (texts) => (await shippedVectors(model.fingerprint, set, texts)) ?? notes.read(index().manifest.build, set),
    write: (note) => notes.write(index().manifest.build, set, note),
  };
}
