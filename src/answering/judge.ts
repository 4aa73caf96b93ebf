import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Ranking } from '../retrieval/index.js';
import { expectedSpans, type Expectation } from './expected-words.js';
import { signalNames, type Signals } from './signals.js';

/** How far the best passage may be trusted to answer. */
export type Judgement = 'answer' | 'caution' | 'refuse';

const calibrationFile = z.object({
  bias: z.number(),
  weights: z.object({
    height: z.number(),
    overBackground: z.number(),
    overFourth: z.number(),
    coverage: z.number(),
    weakestMatch: z.number(),
  }),
  minHeight: z.number(),
  doubtfulHeight: z.number(),
  refuseBelow: z.number().min(0).max(1),
  cautionBelow: z.number().min(0).max(1),
});
export type Calibration = z.infer<typeof calibrationFile>;

/** The reviewed parameters beside this file, fitted by `npm run calibrate`. */
export function readCalibration(): Calibration {
  return calibrationFile.parse(JSON.parse(readFileSync(new URL('./calibration.json', import.meta.url), 'utf8')));
}

/** Probability that the best passage answers the question, in (0, 1). */
export function probabilityOfAnswer(signals: Signals, { bias, weights }: Calibration): number {
  const logit = signalNames.reduce((sum, name) => sum + weights[name] * signals[name], bias);
  return 1 / (1 + Math.exp(-logit));
}

/**
 * Three levels, decided here and nowhere else. Among passages that all have nothing to do with a question one may still stand out, so it is height
 * that refuses: below `minHeight` in any case, below `doubtfulHeight` where the other signals agree.
 */
export function judge(signals: Signals, calibration: Calibration): Judgement {
  const { height } = signals;
  const probability = probabilityOfAnswer(signals, calibration);
  if (height < calibration.minHeight || (height < calibration.doubtfulHeight && probability < calibration.refuseBelow)) return 'refuse';
  return probability < calibration.cautionBelow ? 'caution' : 'answer';
}

/** The best passages are looked through for the kind of words that the question asks for; an answer cites about so many. */
const passagesLookedThrough = 2;

/**
 * A question for a number or a time is answered with a caution where none stands in the passages that would be cited. (Names and reasons are
 * written in too many ways to be missed with any certainty.) On the public sets this holds for 4% of the answerable questions of these kinds.
 */
export function lacksExpectedWords(expectation: Expectation | undefined, { candidates }: Ranking): boolean {
  if (expectation?.kind !== 'number' && expectation?.kind !== 'time') return false;
  return candidates.slice(0, passagesLookedThrough).every(({ passage }) => expectedSpans(expectation, passage.text).length === 0);
}
