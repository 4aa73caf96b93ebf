import type { ScoredPassage } from './passage-index.js';

/** The `count` best of the scores above `floor`, best first; of equal ones the earlier passage first. `scores` by passage id. */
export function bestScores(scores: Float32Array, count: number, floor = Number.NEGATIVE_INFINITY): ScoredPassage[] {
  if (count < 1) return [];
  // Twice as many as wanted are collected before the worse half is dropped, so that sorting is rare.
  let best: ScoredPassage[] = [];
  let threshold = floor;
  for (let id = 0; id < scores.length; id++) {
    const score = scores[id] ?? 0;
    if (!(score > threshold)) continue;
    best.push({ id, score });
    if (best.length < 2 * count) continue;
    best = best.sort(byScore).slice(0, count);
    threshold = best.at(-1)?.score ?? floor;
  }
  return best.sort(byScore).slice(0, count);
}

function byScore(a: ScoredPassage, b: ScoredPassage): number {
  return b.score - a.score || a.id - b.id;
}
