import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledModel, createTransformersEmbedder, type CountingEmbedder } from '../../src/embedding/index.js';

export const modelsFolder = join(import.meta.dirname, '..', '..', 'models');
export const bundledFolder = join(modelsFolder, bundledModel);

/** The model of the repository. Nothing is fetched: the hub's address leads nowhere. */
export const bundledOptions = {
  model: bundledModel,
  modelsFolder,
  cacheFolder: join(tmpdir(), 'footnote-no-cache'),
  hubEndpoint: 'http://127.0.0.1:9',
} as const;

export function createBundledEmbedder(): Promise<CountingEmbedder> {
  return createTransformersEmbedder(bundledOptions);
}
