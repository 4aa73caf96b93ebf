/**
 * Fits the parameters that decide between answering, answering with a caution and refusing: `npm run calibrate -- --set FILE …`.
 * Writes src/answering/calibration.json, to be reviewed before it is committed; check it on questions that it was not fitted on (`npm run evaluate`).
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { program } from 'commander';
import { probabilityOfAnswer, signalNames, type Calibration, type Signals } from '../src/answering/index.js';
import { composeEmbedder } from '../src/compose.js';
import { loadConfig, readEnvironment } from '../src/config.js';
import { answerabilityExamples } from './evaluation/answerability-examples.js';
import { fitLogistic, type Example } from './evaluation/fit-logistic.js';
import { readSet } from './evaluation/read-set.js';

/**
 * Share of the sets' answerable questions that may be refused, and that may be refused or answered with a caution, every set counting the same.
 * A quarter of them are English questions about Chinese text, which are the hardest to tell; people's questions about one article come out
 * at about half of these shares.
 */
const refusedShare = 0.08;
const cautionedShare = 0.27;
/** The model's head was trained with one threshold for all questions: sigmoid(scale x height + threshold) is its own probability (models/README.md). */
const headScale = 20.45;
const headThreshold = -14.55;
/** The head's own probability below which a question is refused in any case, and where the other signals agree. */
const refusedHeadProbability = 0.12;
const doubtfulHeadProbability = 0.2;

const { set: files } = program.requiredOption('--set <file...>', 'public sets to fit on, JSON Lines').parse().opts<{ set: string[] }>();

const config = loadConfig(readEnvironment());
const embedder = await composeEmbedder(config);
const examples: Example[] = [];
const names: string[] = [];
for (const file of files) {
  const set = await readSet(file);
  if (set.kind !== 'articles') throw new Error(`${file} has no articles of its own; calibration needs sets with paragraphs.`);
  examples.push(...(await answerabilityExamples(set.articles, embedder, join(config.dataDir, 'evaluation', set.name))));
  names.push(set.name);
}

const [bias = 0, ...weights] = fitLogistic(examples);
const weightOf = (name: keyof Signals): number => rounded(weights[signalNames.indexOf(name)] ?? 0);
const fitted: Calibration = {
  bias: rounded(bias),
  weights: {
    height: weightOf('height'),
    overBackground: weightOf('overBackground'),
    overFourth: weightOf('overFourth'),
    coverage: weightOf('coverage'),
    weakestMatch: weightOf('weakestMatch'),
  },
  minHeight: heightAt(refusedHeadProbability),
  doubtfulHeight: heightAt(doubtfulHeadProbability),
  refuseBelow: 0,
  cautionBelow: 0,
};
const answerable = examples
  .filter(({ label }) => label)
  .map(({ features, weight }) => ({ weight, probability: probabilityOfAnswer(signalsFrom(features), fitted) }))
  .sort((a, b) => a.probability - b.probability);
const calibration = { ...fitted, refuseBelow: quantile(refusedShare), cautionBelow: quantile(cautionedShare) };
const note = `Written by "npm run calibrate"; decides between answering, caution and refusal (src/answering/judge.ts). Reviewed parameters: change them by running it again.`;
const file = new URL('../src/answering/calibration.json', import.meta.url);
await writeFile(file, `${JSON.stringify({ note, fittedOn: names, ...calibration }, undefined, 2)}\n`);
await embedder.close();
process.stdout.write(
  `Fitted on ${String(examples.length)} examples of ${names.join(', ')}: ${JSON.stringify(calibration)}\nNow run "npm run evaluate" on questions it was not fitted on.\n`,
);

function signalsFrom(features: readonly number[]): Signals {
  const [height = 0, overBackground = 0, overFourth = 0, coverage = 0, weakestMatch = 0] = features;
  return { height, overBackground, overFourth, coverage, weakestMatch };
}

function heightAt(probability: number): number {
  return rounded((Math.log(probability / (1 - probability)) - headThreshold) / headScale);
}

/** The probability below which that share of the answerable questions falls. */
function quantile(share: number): number {
  const total = answerable.reduce((sum, { weight }) => sum + weight, 0);
  let passed = 0;
  for (const { weight, probability } of answerable) {
    passed += weight;
    if (passed >= share * total) return rounded(probability);
  }
  return 1;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
