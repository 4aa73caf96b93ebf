/**
 * Fits what decides between answering, answering with a caution and refusing: `npm run calibrate -- --corpus FOLDER --set FILE`.
 * Only questions about one half of the set's documents are fitted on, and one half of the general questions; `npm run evaluate` on the
 * other half (`--half test`) and on other sets tells how well it carries over. Writes src/answering/calibration.json, to be reviewed before
 * it is committed.
 */
import { writeFile } from 'node:fs/promises';
import { program } from 'commander';
import { z } from 'zod';
import {
  probabilityOf,
  searchQuestion,
  signalNames,
  signalsOf,
  understandQuestion,
  type Decision,
  type Ranking,
  type Signals,
} from '../src/answering/index.js';
import { composeAnswering } from '../src/compose.js';
import { loadConfig, readEnvironment } from '../src/config.js';
import { createLogger } from '../src/operations/index.js';
import { generalQuestions, plainQuery } from '../src/retrieval/index.js';
import { fitLogistic } from './evaluation/fit-logistic.js';
import { halfOf, readSet } from './evaluation/read-set.js';
import { withCorpus } from './evaluation/with-corpus.js';

/** Shares of the answerable questions that may be refused, and answered with a caution. */
const refusedShare = 0.03;
const cautionedShare = 0.33;

interface Labelled {
  readonly signals: Signals;
  /** `general`: a general question, which no article answers. */
  readonly kind: 'answerable' | 'near-miss' | 'general';
}

const optionsSchema = z.object({ corpus: z.string(), set: z.string() });
const options = optionsSchema.parse(
  program
    .name('npm run calibrate --')
    .requiredOption('--corpus <folder>', 'the articles that the questions are about')
    .requiredOption('--set <file>', 'JSON Lines of questions with their documents, near misses among them')
    .parse()
    .opts(),
);

const config = withCorpus(loadConfig(readEnvironment()), options.corpus);
const log = createLogger({ ...config.log, level: 'warn', destination: process.stderr, secrets: config.secrets });
const parts = await composeAnswering(config, { buildIfStale: true, log });
const set = await readSet(options.set);
if (set.kind !== 'corpus-questions') throw new Error(`${options.set} names no documents: calibration needs questions about a corpus.`);

const labelled: Labelled[] = [];
const add = (ranking: Ranking, kind: Labelled['kind']): number => labelled.push({ signals: signalsOf(ranking), kind });
for (const question of set.questions) {
  if (halfOf(question) !== 'fit') continue;
  const { ranking } = await searchQuestion(understandQuestion(question.question, question.history), parts.retriever);
  add(ranking, question.answerable ? 'answerable' : 'near-miss');
}
for (const question of generalQuestions().filter((_, at) => at % 2 === 0))
  add(await parts.retriever.retrieve(plainQuery(question)), 'general');
await parts.close();

const withoutReading = labelled.map((example) => ({ ...example, signals: { ...example.signals, reading: 0 } }));
const calibration = {
  note: 'Written by "npm run calibrate"; decides between answering, caution and refusal (src/answering/judge.ts). Reviewed parameters: change them by running it again.',
  fittedOn: set.name,
  reading: decisionsFor(labelled),
  ranking: decisionsFor(withoutReading),
};
await writeFile(new URL('../src/answering/calibration.json', import.meta.url), `${JSON.stringify(calibration, undefined, 2)}\n`);
process.stdout.write(
  `Fitted on ${String(labelled.length)} questions of ${set.name} and general ones. Now run "npm run evaluate" on questions it was not fitted on.\n`,
);

function decisionsFor(examples: readonly Labelled[]): { refuse: Decision; caution: Decision } {
  return {
    refuse: decisionFor(examples, ({ kind }) => kind !== 'general', refusedShare),
    caution: decisionFor(
      examples.filter(({ kind }) => kind !== 'general'),
      ({ kind }) => kind === 'answerable',
      cautionedShare,
    ),
  };
}

/** Both sides of the question weigh the same. */
function decisionFor(examples: readonly Labelled[], isPositive: (example: Labelled) => boolean, share: number): Decision {
  const regression = regressionOf(examples, isPositive, signalNames);
  const answerable = examples
    .filter(({ kind }) => kind === 'answerable')
    .map(({ signals }) => probabilityOf(signals, regression))
    .sort((a, b) => a - b);
  return { ...regression, below: rounded(answerable[Math.floor(share * answerable.length)] ?? 0) };
}

/**
 * Higher signals mean a likelier answer. A signal with a negative weight only compensates for chance in these examples, so it is dropped,
 * and the rest is fitted again.
 */
function regressionOf(
  examples: readonly Labelled[],
  isPositive: (example: Labelled) => boolean,
  names: readonly (keyof Signals)[],
): Omit<Decision, 'below'> {
  const positives = examples.filter(isPositive).length;
  const [bias = 0, ...fitted] = fitLogistic(
    examples.map((example) => ({
      features: names.map((name) => example.signals[name]),
      label: isPositive(example),
      weight: 0.5 / (isPositive(example) ? positives : examples.length - positives),
    })),
  );
  const lowest = Math.min(...fitted);
  if (lowest < 0) {
    return regressionOf(
      examples,
      isPositive,
      names.filter((_, at) => fitted[at] !== lowest),
    );
  }
  const weightOf = (name: keyof Signals): number => rounded(fitted[names.indexOf(name)] ?? 0);
  return {
    bias: rounded(bias),
    weights: {
      reading: weightOf('reading'),
      overNoise: weightOf('overNoise'),
      similarityOverNoise: weightOf('similarityOverNoise'),
      weakestMatch: weightOf('weakestMatch'),
      coverage: weightOf('coverage'),
    },
  };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
