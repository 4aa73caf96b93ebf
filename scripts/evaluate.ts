/** Measures answers on question sets and prints Markdown tables: `npm run evaluate [-- --set FILE …]`. docs/evaluation.md explains the figures. */
import { join } from 'node:path';
import { program } from 'commander';
import { composeAnswering, composeEmbedder, describeFailure } from '../src/compose.js';
import { loadConfig, readEnvironment, type Config } from '../src/config.js';
import { createLogger } from '../src/operations/index.js';
import { describeArticleFigures, describeCorpusFigures } from './evaluation/describe-figures.js';
import { measureArticles } from './evaluation/measure-articles.js';
import { measureCorpusQuestions } from './evaluation/measure-corpus-questions.js';
import { readSet, type QuestionSet } from './evaluation/read-set.js';

const ownSet = join(import.meta.dirname, '..', 'tests', 'evaluation', 'o1-questions.jsonl');

async function measure(set: QuestionSet, config: Config, listMisses: boolean): Promise<string> {
  if (set.kind === 'articles') {
    const embedder = await composeEmbedder(config);
    const figures = await measureArticles(set.articles, embedder, join(config.dataDir, 'evaluation', set.name));
    await embedder.close();
    return describeArticleFigures(set.name, figures);
  }
  const log = createLogger({ ...config.log, level: 'warn', destination: process.stderr, secrets: config.secrets });
  const parts = await composeAnswering(config, { buildIfStale: true, log });
  const figures = await measureCorpusQuestions(set.questions, parts.embedder, parts.index());
  await parts.close();
  return describeCorpusFigures(set.name, figures, listMisses);
}

const { set: files, misses } = program
  .name('npm run evaluate --')
  .description('Measures retrieval and answers on question sets, every way of ranking side by side.')
  .option(
    '--set <file...>',
    'JSON Lines: questions about the corpus, or articles with questions (default: the questions about the sample article)',
    [ownSet],
  )
  .option('--misses', 'list the questions that did not come out as they should', false)
  .parse()
  .opts<{ set: string[]; misses: boolean }>();

try {
  const config = loadConfig(readEnvironment());
  for (const file of files) process.stdout.write(`${await measure(await readSet(file), config, misses)}\n`);
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`);
  process.exitCode = 1;
}
