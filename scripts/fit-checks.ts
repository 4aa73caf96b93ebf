/**
 * Fits the weights by which the checks judge what no rule decides: `npm run fit:checks`. Writes src/generating/checks/weights.json, to be reviewed
 * before it is committed. Only the fit halves are looked at; `npm run measure:checks` reports the others.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { composeAnswering } from '../src/compose.js';
import { loadConfig, readEnvironment } from '../src/config.js';
import { createRuleJudge, weigh, type Weights } from '../src/generating/index.js';
import { createLogger } from '../src/operations/index.js';
import { readArticleStatements } from './evaluation/article-statements.js';
import { fitLogistic } from './evaluation/fit-logistic.js';
import { quotationShown } from './evaluation/measure-statements.js';
import { halfOf, readStatements } from './evaluation/read-statements.js';

/** Shares of the unsupported statements about other articles that are dropped: the curve that is printed, and the point on it that is taken. */
const curve = [0.6, 0.65, 0.7, 0.73, 0.76, 0.8];
const droppedShare = 0.73;
/** On standardised features; between 30 and 300 the figures differ by less than a point. */
const ridge = 100;
/** How much a statement of the smaller sets counts beside one about other articles: there are fewer of them, and all of their floors stand. */
const weightOfSmallerSets = 2;
const folds = 10;
/** What tells for a statement where it is high; everything else tells against it. `across` only levels the two kinds of pairs. */
const tellsFor = /^(?:likeness|weakest|kept|number-rounded|across)/;

interface Example {
  /** No article, and no quotation of the smaller sets, is in two folds. */
  readonly group: string;
  readonly isOfArticles: boolean;
  readonly isSupported: boolean;
  /** Undefined where a rule has dropped it. */
  readonly features: Readonly<Record<string, number>> | undefined;
}

const sets = join(import.meta.dirname, '..', 'tests', 'evaluation');
const config = loadConfig(readEnvironment());
const log = createLogger({ ...config.log, level: 'warn', destination: process.stderr, secrets: config.secrets });
const parts = await composeAnswering(config, { buildIfStale: true, log });
const judge = createRuleJudge({ embedder: parts.embedder, weights: { bias: 0, leastLogit: 0, weights: {} } });
const examples: Example[] = [];
const add = async (statement: string, quotation: string, question: string, about: Omit<Example, 'features'>): Promise<void> => {
  const examined = await judge.examine(statement, quotation, question);
  examples.push({ ...about, features: examined.verdict === undefined ? examined.features : undefined });
};
for (const { half, title, statement, quote, label } of (await readArticleStatements(join(sets, 'articles-statements.jsonl'))) ?? [])
  if (half === 'fit') await add(statement, quote, '', { group: title, isOfArticles: true, isSupported: label === 'supported' });
const index = parts.index();
const passages = index.passages(Array.from({ length: index.passageCount }, (_, id) => id));
for (const set of ['statements', 'statements-by-a-stranger', 'names']) {
  for (const each of (await readStatements(join(sets, `${set}.jsonl`))).filter((one) => halfOf(one) === 'fit')) {
    const { id, statement, quotation, question, supported } = each;
    const group = `${set} ${id.split('-')[0] ?? ''}`;
    await add(statement, quotationShown(quotation, passages), question, { group, isOfArticles: false, isSupported: supported });
  }
}
await parts.close();

const groups = [...new Set(examples.map(({ group }) => group))];
const foldOf = ({ group }: Example): number => groups.indexOf(group) % folds;
const judged = Array.from({ length: folds }, (_, fold) => {
  const weights = fit(examples.filter((example) => foldOf(example) !== fold));
  return examples
    .filter((example) => foldOf(example) === fold && example.isOfArticles)
    .map(({ isSupported, features }) => ({ isSupported, logit: features === undefined ? -Infinity : weigh(features, weights) }));
}).flat();
const supported = judged.filter(({ isSupported }) => isSupported);
const others = judged
  .filter(({ isSupported }) => !isSupported)
  .map(({ logit }) => logit)
  .sort((a, b) => a - b);
const logitFor = (share: number): number => others[Math.ceil(others.length * share)] ?? 0;
process.stdout.write('Cross-validated over articles: others dropped, supported kept\n');
for (const share of curve) {
  const kept = supported.filter(({ logit }) => logit >= logitFor(share)).length / supported.length;
  process.stdout.write(`${percent(share)} ${percent(kept)}\n`);
}
const file = join(import.meta.dirname, '..', 'src', 'generating', 'checks', 'weights.json');
const note = 'Written by "npm run fit:checks". Reviewed: change them by running it again.';
await writeFile(file, `${JSON.stringify({ note, leastLogit: rounded(logitFor(droppedShare)), ...fit(examples) }, undefined, 2)}\n`);

/** What comes out against its sense (more alike, and less likely supported) is an accident of the sets, and left out. */
function fit(all: readonly Example[]): Pick<Weights, 'bias' | 'weights'> {
  const weighed = all.flatMap(({ features, isSupported, isOfArticles }) =>
    features === undefined ? [] : [{ features, label: isSupported, weight: isOfArticles ? 1 : weightOfSmallerSets }],
  );
  let names = Object.keys(weighed[0]?.features ?? {});
  for (;;) {
    const columns = names.map((name) => weighed.map(({ features }) => features[name] ?? 0));
    const means = columns.map(mean);
    const deviations = columns.map((column, at) => Math.sqrt(mean(column.map((value) => (value - (means[at] ?? 0)) ** 2))) || 1);
    const standard = weighed.map(({ features, ...rest }) => ({
      ...rest,
      features: names.map((name, at) => ((features[name] ?? 0) - (means[at] ?? 0)) / (deviations[at] ?? 1)),
    }));
    const [intercept = 0, ...slopes] = fitLogistic(standard, ridge);
    const senseless = names.filter((name, at) => (slopes[at] ?? 0) * (tellsFor.test(name) ? 1 : -1) < 0);
    if (senseless.length > 0) {
      names = names.filter((name) => !senseless.includes(name));
      continue;
    }
    const weights = names.map((name, at) => [name, rounded((slopes[at] ?? 0) / (deviations[at] ?? 1))] as const);
    const bias = weights.reduce((sum, [, weight], at) => sum - weight * (means[at] ?? 0), intercept);
    return { bias: rounded(bias), weights: Object.fromEntries(weights) };
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
