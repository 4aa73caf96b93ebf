import { join } from 'node:path';
import type { Config } from '../../src/config.js';
import type { StaleReason } from '../../src/ingest/index.js';
import type { Check, Finding } from './check.js';

const staleReasons: Readonly<Record<StaleReason, string>> = {
  missing: 'there is none yet',
  damaged: 'it is damaged',
  format: 'another version of Footnote wrote it',
  model: 'it was built with another embedding model',
  settings: 'this version splits articles in another way',
  sources: 'articles were added, changed or removed since it was built',
};

export function indexFolder(config: Pick<Config, 'dataDir'>): string {
  return join(config.dataDir, 'index');
}

export const indexCheck: Check = {
  name: 'Index',
  async run({ config, embedder }) {
    const [{ whyStale }, { CorpusError }, { readCurrentBuild, verifyIndex }] = await Promise.all([
      import('../../src/ingest/index.js'),
      import('../../src/corpus/index.js'),
      import('../../src/search-index/index.js'),
    ]);
    const folder = indexFolder(config);
    const { model } = await embedder();
    const reason = await whyStale(folder, config.corpusDir, model).catch(async (error: unknown) => {
      // The articles have a check of their own; the index may serve without them.
      if (!(error instanceof CorpusError)) throw error;
      return (await readCurrentBuild(folder)) === undefined ? 'missing' : undefined;
    });
    if (reason === 'missing' || reason === 'format') return [stale(reason)];
    // On damage this throws an error that names the file and says what to do.
    const { passageCount, documentCount, createdAt } = await verifyIndex(folder);
    const whole = `${passageCount} passages of ${documentCount} documents, built ${createdAt}; every checksum is right`;
    return [{ kind: 'good', text: whole }, ...(reason === undefined ? [] : [stale(reason)])];
  },
};

function stale(reason: StaleReason): Finding {
  return { kind: 'warning', text: `will be built at the next start: ${staleReasons[reason]}`, advice: 'Or build it now: npm run ingest' };
}
