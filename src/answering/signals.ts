import { bestOf, type Candidate, type Ranking } from '../retrieval/index.js';

/** What tells whether the best passage answers the question. Twelve signals fitted better than these five, and carried over worse. */
export interface Signals {
  /** The best late interaction of any candidate: its scale is the same for every question. */
  readonly height: number;
  /** Height over what passages score that have nothing to do with the question. */
  readonly overBackground: number;
  /** Height over the fourth candidate: an answer stands out, a topic does not. */
  readonly overFourth: number;
  /** Share of the question's information that the best candidate's words hold. */
  readonly coverage: number;
  /** The worst match among the heavier half of the question's tokens: the one thing asked for that the passage lacks. */
  readonly weakestMatch: number;
}

export const signalNames = [
  'height',
  'overBackground',
  'overFourth',
  'coverage',
  'weakestMatch',
] as const satisfies readonly (keyof Signals)[];

export function signalsOf({ candidates, tokenWeights }: Ranking): Signals {
  const [best] = candidates;
  if (best === undefined) return { height: 0, overBackground: 0, overFourth: 0, coverage: 0, weakestMatch: 0 };
  const heights = candidates.map(({ lateInteraction }) => lateInteraction).sort((a, b) => b - a);
  const height = heights[0] ?? 0;
  return {
    height,
    overBackground: height - best.background,
    overFourth: height - (heights[3] ?? heights.at(-1) ?? 0),
    coverage: best.coverage,
    weakestMatch: weakestMatch(best, tokenWeights),
  };
}

function weakestMatch({ sentenceMatches }: Candidate, tokenWeights: Float32Array): number {
  const matches = bestOf(sentenceMatches, tokenWeights.length);
  const heaviestFirst = Array.from(tokenWeights.keys()).sort((a, b) => (tokenWeights[b] ?? 0) - (tokenWeights[a] ?? 0));
  const heavierHalf = heaviestFirst.slice(0, Math.ceil(heaviestFirst.length / 2));
  return Math.min(1, ...heavierHalf.map((token) => matches[token] ?? 0));
}
