import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Config } from '../../src/config.js';

/** The configuration for another corpus, with an index of its own that is kept for the next run. */
export function withCorpus(config: Config, folder: string): Config {
  const corpusDir = resolve(folder);
  const name = createHash('sha256').update(corpusDir).digest('hex').slice(0, 12);
  return { ...config, corpusDir, dataDir: join(config.dataDir, 'evaluation', name) };
}
