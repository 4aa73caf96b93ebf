/** Measures the checks of a language model's statements on a labelled set: `npm run measure:checks`. docs/answers.md explains the figures. */
import { join } from 'node:path';
import { program } from 'commander';
import { composeAnswering } from '../src/compose.js';
import { loadConfig, readEnvironment } from '../src/config.js';
import { createRuleJudge } from '../src/generating/index.js';
import { createLogger, describeFailure } from '../src/operations/index.js';
import { readArticleStatements } from './evaluation/article-statements.js';
import { describeStatementFigures } from './evaluation/describe-statement-figures.js';
import { describeArticleStatementFigures, measureArticleStatements } from './evaluation/measure-article-statements.js';
import { measureStatements } from './evaluation/measure-statements.js';
import { readStatements } from './evaluation/read-statements.js';

const ownSet = join(import.meta.dirname, '..', 'tests', 'evaluation', 'statements.jsonl');

const {
  set,
  misses,
  half: chosen,
} = program
  .name('npm run measure:checks --')
  .description('Measures which statements the checks keep and drop, on the half of the set that they were fitted on and on the other.')
  .option(
    '--set <file>',
    'labelled statements about the corpus or, with their quotations, about any articles, JSON Lines (default: those about the sample article)',
    ownSet,
  )
  .option('--half <half>', 'only this half: fit or test')
  .option('--misses', 'list the statements that did not come out as they should', false)
  .parse()
  .opts<{ set: string; misses: boolean; half?: string }>();

try {
  const config = loadConfig(readEnvironment());
  const log = createLogger({ ...config.log, level: 'warn', destination: process.stderr, secrets: config.secrets });
  const parts = await composeAnswering(config, { buildIfStale: true, log });
  const halves = (['fit', 'test'] as const).filter((half) => chosen === undefined || chosen === half);
  const ofArticles = await readArticleStatements(set);
  for (const half of halves) {
    if (ofArticles === undefined) continue;
    const figures = await measureArticleStatements(ofArticles, half, createRuleJudge({ embedder: parts.embedder }));
    process.stdout.write(`${describeArticleStatementFigures(half, figures)}\n`);
  }
  const statements = ofArticles === undefined ? await readStatements(set) : [];
  for (const half of statements.length > 0 ? halves : []) {
    const figures = await measureStatements(statements, half, parts.embedder, parts.index());
    process.stdout.write(`${describeStatementFigures(figures, misses)}\n`);
  }
  await parts.close();
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`);
  process.exitCode = 1;
}
