import type { Ranking } from '../retrieval/index.js';

/** What tells whether the sources answer the question. More signals fitted better than these, and carried over worse (docs/evaluation.md). */
export interface Signals {
  /** The logit of reading for the best candidate; 0 where the model cannot read. */
  readonly reading: number;
  /** How far the best late interaction of any candidate stands out from the corpus's noise, in standard deviations of it. */
  readonly overNoise: number;
  /** The best candidate's late interaction over what passages of its language score that have nothing to do with the question. */
  readonly overBackground: number;
  /** The best score over the fourth: an answer stands out, a topic does not. */
  readonly lead: number;
  /** Share of the question's information that the best candidate's words hold. */
  readonly coverage: number;
}

export const signalNames = ['reading', 'overNoise', 'overBackground', 'lead', 'coverage'] as const satisfies readonly (keyof Signals)[];

export function signalsOf({ candidates }: Ranking): Signals {
  const [best] = candidates;
  if (best === undefined) return { reading: 0, overNoise: 0, overBackground: 0, lead: 0, coverage: 0 };
  const scores = candidates.map(({ score }) => score).sort((a, b) => b - a);
  return {
    reading: best.reading?.answers ?? 0,
    overNoise: Math.max(...candidates.map((candidate) => candidate.overNoise)),
    overBackground: best.lateInteraction - best.background,
    lead: (scores[0] ?? 0) - (scores[3] ?? scores.at(-1) ?? 0),
    coverage: best.coverage,
  };
}
