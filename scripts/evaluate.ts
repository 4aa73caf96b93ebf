/** Measures answers on question sets and prints Markdown tables: `npm run evaluate [-- --set FILE …]`. docs/evaluation.md explains the figures. */
import { join } from 'node:path';
import { Option, program } from 'commander';
import { z } from 'zod';
import { createAnswerService, readCalibration } from '../src/answering/index.js';
import { composeAnswering, composeEmbedder } from '../src/compose.js';
import { loadConfig, readEnvironment, type Config } from '../src/config.js';
import { createLogger, type Logger, describeFailure } from '../src/operations/index.js';
import { describeArticleFigures, describeCorpusFigures } from './evaluation/describe-figures.js';
import { describeModelFigures } from './evaluation/describe-model-figures.js';
import { measureArticles } from './evaluation/measure-articles.js';
import { measureCorpusQuestions } from './evaluation/measure-corpus-questions.js';
import { startMeasuredModel, type MeasuredModel } from './evaluation/measured-model.js';
import { halfOf, readSet, type CorpusQuestion, type QuestionSet } from './evaluation/read-set.js';
import { withCorpus } from './evaluation/with-corpus.js';

const ownSet = join(import.meta.dirname, '..', 'tests', 'evaluation', 'o1-questions.jsonl');

const composers = ['extractive', 'generative'] as const;
const optionsSchema = z.object({
  set: z.array(z.string()),
  corpus: z.string().optional(),
  offTopic: z.string().optional(),
  half: z.enum(['fit', 'test']).optional(),
  composer: z.enum(composers),
  explain: z.boolean(),
});

interface Setting {
  readonly config: Config;
  readonly log: Logger;
  /** Left out: answers are in the sources' words. */
  readonly model: MeasuredModel | undefined;
  /** Left out: the configured corpus. */
  readonly corpus: string | undefined;
  /** Questions of another set, of which the off-topic ones are asked, too. */
  readonly offTopic: readonly CorpusQuestion[];
  /** Only the questions about this half of the documents. */
  readonly half: 'fit' | 'test' | undefined;
  readonly explain: boolean;
}

async function measure(set: QuestionSet, { config, log, model, corpus, offTopic, half, explain }: Setting): Promise<string> {
  if (set.kind === 'articles') {
    const embedder = await composeEmbedder(config);
    const folder = join(config.dataDir, 'evaluation', set.name);
    const figures = await measureArticles(set.articles, { embedder, folder, ...(await model?.writeWith(embedder)) });
    await embedder.close();
    return describeArticleFigures(set.name, figures);
  }
  const asked = set.questions.filter((question) => half === undefined || halfOf(question) === half);
  const parts = await composeAnswering(corpus === undefined ? config : withCorpus(config, corpus), { buildIfStale: true, log });
  const { embedder, retriever, index, intents, frames } = parts;
  const answers = createAnswerService({
    retriever,
    index,
    intents,
    frames,
    calibration: readCalibration(),
    ...(await model?.writeWith(embedder)),
  });
  const figures = await measureCorpusQuestions([...asked, ...offTopic], { embedder, index: index(), retriever, answers });
  await parts.close();
  return describeCorpusFigures(set.name, figures, explain);
}

async function offTopicQuestions(file: string | undefined): Promise<readonly CorpusQuestion[]> {
  const set = file === undefined ? undefined : await readSet(file);
  return set?.kind === 'corpus-questions' ? set.questions.filter(({ kind }) => kind === 'off-topic') : [];
}

const command = program
  .name('npm run evaluate --')
  .description('Measures retrieval and answers on question sets, every way of ranking side by side.')
  .option(
    '--set <file...>',
    'JSON Lines: questions about the corpus, or articles with questions (default: the questions about the sample article)',
    [ownSet],
  )
  .addOption(
    new Option('--composer <composer>', 'generative: the configured language model, or a stand-in where none is')
      .choices(composers)
      .default('extractive'),
  )
  .option('--corpus <folder>', 'the articles that the questions are about (default: CORPUS_DIR)')
  .option('--off-topic <file>', 'another set, whose off-topic questions are asked, too')
  .addOption(
    new Option('--half <half>', 'only questions about the half of the documents that calibration fits on, or the other').choices([
      'fit',
      'test',
    ]),
  )
  .option('--explain', 'say at which step evidence was lost, and list the questions that did not come out as they should', false)
  .parse();

try {
  const options = optionsSchema.parse(command.opts());
  const config = loadConfig(readEnvironment());
  const log = createLogger({ ...config.log, level: 'warn', destination: process.stderr, secrets: config.secrets });
  const model = options.composer === 'generative' ? await startMeasuredModel(config, log) : undefined;
  const { corpus, half, explain } = options;
  const setting = { config, log, model, corpus, half, explain, offTopic: await offTopicQuestions(options.offTopic) };
  for (const file of options.set) process.stdout.write(`${await measure(await readSet(file), setting)}\n`);
  if (model !== undefined) process.stdout.write(`${describeModelFigures(model.figures())}\n`);
  await model?.close();
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`);
  process.exitCode = 1;
}
