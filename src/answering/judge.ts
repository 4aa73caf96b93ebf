import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { signalNames, type Signals } from './signals.js';

/** How far the best passage may be trusted to answer. */
export type Judgement = 'answer' | 'caution' | 'refuse';

const calibrationFile = z.object({
  bias: z.number(),
  weights: z.object({ height: z.number(), overBackground: z.number(), overFourth: z.number(), coverage: z.number(), weakestMatch: z.number() }),
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

/** Three levels, decided here and nowhere else. */
export function judge(signals: Signals, calibration: Calibration): Judgement {
  const probability = probabilityOfAnswer(signals, calibration);
  if (probability < calibration.refuseBelow) return 'refuse';
  return probability < calibration.cautionBelow ? 'caution' : 'answer';
}
