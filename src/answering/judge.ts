import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Ranking } from '../retrieval/index.js';
import { expectedSpans, type Expectation } from './expected-words.js';
import { signalNames, signalsOf, type Signals } from './signals.js';

/** How likely the sources are to answer. */
export type Judgement = 'answer' | 'caution' | 'refuse';

const decision = z.object({
  bias: z.number(),
  weights: z.record(z.enum(signalNames), z.number()),
  /** The probability below which the answer is no. */
  below: z.number().min(0).max(1),
});
/** A logistic regression over the signals, and the probability that decides. */
export type Decision = z.infer<typeof decision>;

const decisions = z.object({
  /** Are the sources about the question's topic? */
  refuse: decision,
  /** Do they answer the question? */
  caution: decision,
});
export type Decisions = z.infer<typeof decisions>;

const calibrationFile = z.object({
  /** For an embedding model that can also read. */
  reading: decisions,
  /** For an embedding model that only ranks. */
  ranking: decisions,
});
export type Calibration = z.infer<typeof calibrationFile>;

/** The reviewed parameters beside this file, fitted by `npm run calibrate`. */
export function readCalibration(): Calibration {
  return calibrationFile.parse(JSON.parse(readFileSync(new URL('./calibration.json', import.meta.url), 'utf8')));
}

/** In (0, 1). */
export function probabilityOf(signals: Signals, { bias, weights }: Omit<Decision, 'below'>): number {
  const logit = signalNames.reduce((sum, name) => sum + weights[name] * signals[name], bias);
  return 1 / (1 + Math.exp(-logit));
}

/** How likely a ranking's best candidates are to answer. */
export function judgeRanking(ranking: Ranking, calibration: Calibration): Judgement {
  const [best] = ranking.candidates;
  if (best === undefined) return 'refuse';
  return judge(signalsOf(ranking), calibration[best.reading === undefined ? 'ranking' : 'reading']);
}

/** Below the average of general questions, the candidate is about something else, whatever the other signals are. */
const leastOverNoise = 0;

/** The three levels are decided only here. */
export function judge(signals: Signals, { refuse, caution }: Decisions): Judgement {
  if (signals.overNoise < leastOverNoise || probabilityOf(signals, refuse) < refuse.below) return 'refuse';
  return probabilityOf(signals, caution) < caution.below ? 'caution' : 'answer';
}

/** How many of the best passages are searched for the kind of words that the question asks for; an answer cites about as many. */
const searchedPassages = 2;

/**
 * A question for a number or a time is answered with a caution where the passages to be cited have none. (Names and reasons have too many
 * forms for their absence to be certain.) On the public sets this holds for 4% of the answerable questions of these kinds.
 */
export function lacksExpectedWords(expectation: Expectation | undefined, { candidates }: Ranking): boolean {
  if (expectation?.kind !== 'number' && expectation?.kind !== 'time') return false;
  return candidates.slice(0, searchedPassages).every(({ passage }) => expectedSpans(expectation, passage.text).length === 0);
}
