import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledModel, createTransformersEmbedder, type Embedder } from '../../src/embedding/index.js';

export const modelsFolder = join(import.meta.dirname, '..', '..', 'models');
export const bundledFolder = join(modelsFolder, bundledModel);

/** The model of the repository. Nothing is fetched: the hub's address leads nowhere. */
export function createBundledEmbedder(): Promise<Embedder> {
  const cacheFolder = join(tmpdir(), 'footnote-no-cache');
  return createTransformersEmbedder({ model: bundledModel, modelsFolder, cacheFolder, hubEndpoint: 'http://127.0.0.1:9' });
}
