/** `npm run ingest`: brings the index up to date with the corpus folder and the addresses given. */
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Command } from 'commander';
import { z } from 'zod';

import { ConfigError, loadConfig, readEnvironment } from '../src/config.js';
import { CorpusError } from '../src/corpus/index.js';
import { createTransformersEmbedder, EmbeddingError } from '../src/embedding/index.js';
import { createProgressDisplay, describeReport, ingest } from '../src/ingest/index.js';
import { escapeControls, keepFolderPrivate } from '../src/operations/index.js';
import { IndexLockedError, IndexWriteError } from '../src/search-index/index.js';

const help = `
Only what is new or has changed is embedded. Addresses that were fetched once stay in the index, also with --full, which uses the
copies kept in the index folder; give an address again to fetch it again, and --forget to remove it. A file that cannot be read is
skipped and named. The previous index serves until the new one is complete, whatever happens.

Exit codes: 0 all is well; 1 something was refused or failed, and was named; 130 stopped by Ctrl-C.`;

const options = z.object({
  corpus: z.string(),
  index: z.string(),
  full: z.boolean(),
  forget: z.array(z.string()),
  allowPrivateAddresses: z.boolean(),
});

async function run(): Promise<number> {
  const config = loadConfig(readEnvironment());
  const command = new Command('npm run ingest --')
    .description('Reads the articles, and builds or updates the index that questions are answered from.')
    .argument('[url...]', 'addresses of further articles to fetch')
    .option('--corpus <dir>', 'the folder of articles', config.corpusDir)
    .option('--index <dir>', 'the folder of the index', join(config.dataDir, 'index'))
    .option('--full', 'compute everything anew, also what has not changed', false)
    .option('--forget <url...>', 'remove articles that were fetched from these addresses', [])
    .option('--allow-private-addresses', 'fetch also from this machine and private networks', false)
    .addHelpText('after', help)
    .parse();
  const { corpus, index, full, forget, allowPrivateAddresses } = options.parse(command.opts());

  for (const folder of new Set([config.dataDir, index])) {
    await keepFolderPrivate(folder, (sentence) => void process.stderr.write(`${escapeControls(sentence)}\n`));
  }

  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new Stopped()));
  process.once('SIGTERM', () => stop.abort(new Stopped()));

  const embedder = await createTransformersEmbedder({
    model: config.embedding.model,
    modelsFolder: join(import.meta.dirname, '..', 'models'),
    cacheFolder: join(config.dataDir, 'models'),
    hubEndpoint: config.embedding.hubEndpoint,
  });
  const now = (): Date => new Date();
  const display = createProgressDisplay(process.stderr, now);
  try {
    const report = await ingest(
      { corpusFolder: corpus, indexFolder: index, urls: command.args, forget, full, allowPrivateAddresses, parseLimits: config.parsing },
      { embedder, now, signal: stop.signal, onProgress: (progress) => display.update(progress) },
    );
    display.stop();
    process.stdout.write(`${escapeControls(describeReport(report))}\n`);
    return report.refused.length === 0 ? 0 : 1;
  } finally {
    display.stop();
    await embedder.close();
  }
}

class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** Expected errors, of which only the message is shown. */
const expected = [ConfigError, CorpusError, EmbeddingError, IndexLockedError, IndexWriteError];

try {
  process.exitCode = await run();
} catch (error) {
  const isStopped = error instanceof Stopped;
  process.exitCode = isStopped ? 130 : 1;
  if (isStopped) process.stderr.write('Stopped. The index that was there before is unchanged.\n');
  else
    process.stderr.write(
      `${escapeControls(expected.some((kind) => error instanceof kind) && error instanceof Error ? error.message : inspect(error))}\n`,
    );
}
