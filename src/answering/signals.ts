import { bestOf, type Candidate, type Ranking } from '../retrieval/index.js';

/**
 * The signals of whether the sources answer, all of the best candidate. More signals fitted better and generalised worse
 * (docs/evaluation.md).
 */
export interface Signals {
  /** The logit of reading; 0 where the model cannot read. */
  readonly reading: number;
  /** How far the late-interaction score is above the corpus's noise, in its standard deviations. */
  readonly overNoise: number;
  /** The same of the pooled vectors' cosine. */
  readonly similarityOverNoise: number;
  /**
   * The worst match among the heavier half of the question's tokens, in [-1, 1]: low where the passage lacks something that is asked for.
   */
  readonly weakestMatch: number;
  /** Share of the question's information that the passage's words hold, in [0, 1]. */
  readonly coverage: number;
}

export const signalNames = [
  'reading',
  'overNoise',
  'similarityOverNoise',
  'weakestMatch',
  'coverage',
] as const satisfies readonly (keyof Signals)[];

export function signalsOf({ candidates: [best], tokenWeights }: Ranking): Signals {
  if (best === undefined) return { reading: 0, overNoise: 0, similarityOverNoise: 0, weakestMatch: 0, coverage: 0 };
  const { reading, overNoise, similarityOverNoise, coverage } = best;
  return { reading: reading?.answers ?? 0, overNoise, similarityOverNoise, weakestMatch: weakestMatchOf(best, tokenWeights), coverage };
}

function weakestMatchOf({ headingMatches, sentenceMatches }: Candidate, tokenWeights: Float32Array): number {
  const matches = bestOf([headingMatches, ...sentenceMatches], tokenWeights.length);
  const median = tokenWeights.toSorted()[Math.floor(tokenWeights.length / 2)] ?? 0;
  return Math.min(1, ...matches.filter((_, token) => (tokenWeights[token] ?? 0) >= median));
}
