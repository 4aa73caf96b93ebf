/** `npm run benchmark`: measures speed, memory and scale, prints the figures and writes them into docs/benchmarks.md. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { composeAnswering, composeEmbedder } from '../src/compose.js';
import { loadConfig, readEnvironment, type Environment } from '../src/config.js';
import { measureAddedTime } from './benchmark/added-time.js';
import { articleQuestions, measureAnswers } from './benchmark/answer-times.js';
import { loadBareModel } from './benchmark/bare-model.js';
import { measureColdStart, type ColdStart } from './benchmark/cold-start.js';
import { cosineRanges } from './benchmark/cosines.js';
import { measureIngest } from './benchmark/ingest-speed.js';
import { articleSection, eventLoopSection, scaleSection, withSection, type ArticleFigures, type Section } from './benchmark/report.js';
import { embedSeeds, measureScale, type ScaleFigures } from './benchmark/scale.js';
import { kindNames, measureKind, withKind, type KindFigures, type KindName } from '../tests/event-loop/index.js';

const coldStarts = 7;
const coldStartQuestion = 'o1为什么更贵？';
const corpusFolder = join(import.meta.dirname, '..', 'corpus');

const help = `
Everything is built in a temporary folder and removed afterwards: about 1.5 GB for 100,000 passages, which take minutes. The figures replace
the ones in the file, each part only where it was measured. Let nothing else run meanwhile.`;

const options = z.object({
  article: z.boolean(),
  eventLoop: z.boolean(),
  inputs: z.number(),
  kind: z.array(z.enum(kindNames)),
  scale: z.union([z.literal(false), z.array(z.number())]),
  rounds: z.number(),
  write: z.boolean(),
  output: z.string(),
});

async function run(): Promise<void> {
  const command = new Command('npm run benchmark --')
    .description('Measures answering, ingest, cold start and memory on the sample article, and an index of many made-up passages.')
    .option('--scale <counts>', 'how many made-up passages, with commas between several', wholeNumbers, [1_000, 10_000, 100_000])
    .option('--no-scale', 'leave out the made-up passages')
    .option('--no-article', 'leave out the sample article')
    .option('--event-loop', 'only: how long one input of each kind keeps the event loop, into docs/reliability.md', false)
    .option('--inputs <count>', 'with --event-loop: made-up inputs a kind', (value) => wholeNumbers(value)[0], 10_000)
    .option('--kind <names...>', 'with --event-loop: some of its kinds, printed only', [...kindNames])
    .option('--rounds <count>', 'how often every question of the article is asked', (value) => wholeNumbers(value)[0], 20)
    .option('--output <file>', 'the file whose figures are replaced', join('docs', 'benchmarks.md'))
    .option('--no-write', 'print the figures only')
    .addHelpText('after', help)
    .parse();
  const { article, eventLoop, inputs, kind, scale, rounds, write, output } = options.parse(command.opts());
  if (eventLoop) return measureEventLoop(kind, inputs, write && kind.length === kindNames.length);
  const folder = await mkdtemp(join(tmpdir(), 'footnote-benchmark-'));
  const show = async (section: Section, content: string): Promise<void> => {
    console.log(`${content}\n`);
    if (write) await writeFile(output, await withSection(await readFile(output, 'utf8'), section, content));
  };
  try {
    if (article) await show('article', articleSection(await measureArticle(rounds, folder)));
    if (scale !== false) await show('scale', await measureScales(scale, folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const eventLoopSeed = 20_261_130;
const reliabilityFile = join('docs', 'reliability.md');
/** As many, and as large, as an index of them takes minutes to build; the largest is as large as an article may be. */
const eventLoopSizes = { articles: 250, characters: 4_900_000, searchedArticles: 60, seed: eventLoopSeed };

async function measureEventLoop(names: readonly KindName[], inputs: number, write: boolean): Promise<void> {
  const figures: KindFigures[] = [];
  for (const name of names) {
    const tell = (done: number): void => console.error(`${name}: ${done} of ${inputs}`);
    figures.push(await withKind(name, eventLoopSizes, (kind) => measureKind(kind, inputs, tell)));
    console.log(figures.at(-1));
  }
  const content = eventLoopSection(figures, eventLoopSeed, new Date().toISOString().slice(0, 10));
  console.log(content);
  if (write) await writeFile(reliabilityFile, await withSection(await readFile(reliabilityFile, 'utf8'), 'event-loop', content));
}

/** The product as it comes, on the sample article, in a data folder of its own; what the environment sets for bots is switched off. */
function ownEnvironment(folder: string): Environment {
  const switchedOff = Object.keys(readEnvironment()).filter((name) =>
    /^(TELEGRAM|DISCORD|LLM|HTTP)_|^(EMBEDDING_MODEL|DATABASE_URL)$/.test(name),
  );
  return { ...readEnvironment(), ...Object.fromEntries(switchedOff.map((name) => [name, ''])), DATA_DIR: folder, CORPUS_DIR: corpusFolder };
}

async function measureArticle(rounds: number, folder: string): Promise<ArticleFigures> {
  const environment = ownEnvironment(join(folder, 'data'));
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const config = loadConfig(environment);
  const parts = await composeAnswering(config, { buildIfStale: true, log: quiet });
  const embedder = await composeEmbedder(config);
  const bare = await loadBareModel();
  try {
    const questions = await articleQuestions();
    const answers = await measureAnswers(parts.answers, bare, questions, rounds);
    const added = await measureAddedTime(parts, questions);
    const ingest = await measureIngest(embedder, bare, corpusFolder, folder);
    const starts: ColdStart[] = [];
    for (let start = 0; start < coldStarts; start++) starts.push(await measureColdStart(coldStartQuestion, environment));
    return { answers, added, ingest, coldStarts: starts };
  } finally {
    await bare.close();
    await embedder.close();
    await parts.close();
  }
}

async function measureScales(counts: readonly number[], folder: string): Promise<string> {
  const embedder = await composeEmbedder(loadConfig(ownEnvironment(join(folder, 'data'))));
  const ingredients = await embedSeeds(embedder, corpusFolder);
  await embedder.close();
  const figures: ScaleFigures[] = [];
  for (const count of counts) {
    figures.push(await measureScale(count, ingredients, folder));
    console.error(`${count} passages measured.`);
  }
  return scaleSection(figures, cosineRanges(ingredients));
}

function wholeNumbers(list: string): number[] {
  const numbers = list.split(',').map(Number);
  if (!numbers.every((number) => Number.isInteger(number) && number > 0)) throw new InvalidArgumentError('Expected whole numbers above 0.');
  return numbers;
}

await run();
