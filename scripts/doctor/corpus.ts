import { indexFolder } from './index-build.js';
import type { Check } from './check.js';

/** At most this many files are listed. */
const shownFiles = 5;

export const corpusCheck: Check = {
  name: 'Articles',
  async run({ config }) {
    const { NoCorpusError, readCorpus } = await import('../../src/corpus/index.js');
    try {
      const { documents, refusals } = await readCorpus(config.corpusDir, config.parsing);
      const left = refusals.slice(0, shownFiles).map(({ path, reason }) => ({
        kind: 'warning' as const,
        text: `${path} is skipped: ${reason}`,
      }));
      const rest = refusals.length - left.length;
      return [
        { kind: 'good', text: `${documents.length} readable in ${config.corpusDir}` },
        ...left,
        ...(rest > 0 ? [{ kind: 'warning' as const, text: `${rest} more are left out; "npm run ingest" names them all` }] : []),
      ];
    } catch (error) {
      const { readCurrentBuild } = await import('../../src/search-index/index.js');
      if (!(error instanceof NoCorpusError) || (await readCurrentBuild(indexFolder(config))) === undefined) throw error;
      // A container's index comes without its articles.
      return [
        {
          kind: 'warning',
          text: `${config.corpusDir} is not there`,
          advice: 'The index is served as it is; set CORPUS_DIR to keep it up to date.',
        },
      ];
    }
  },
};
