import type { Check } from './check.js';

export const modelCheck: Check = {
  name: 'Embedding model',
  async run({ embedder }) {
    // Loading verifies the checksums of the bundled model's files.
    const { model } = await embedder();
    return [{ kind: 'good', text: `${model.name} is undamaged and loads (${model.dimensions} dimensions)` }];
  },
};
