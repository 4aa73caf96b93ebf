import type { Candidate, Ranking } from '../../src/retrieval/index.js';

export interface MadeUpPassage {
  readonly sentences: readonly string[];
  /** How well each sentence matches each token of the question. */
  readonly matches: readonly (readonly number[])[];
  readonly score?: number;
  /** Left out: not read. `words` are as likely as the evidence. */
  readonly reading?: { readonly answers: number; readonly evidence: readonly number[] };
  readonly overNoise?: number;
}

/** A ranking without an index: as many tokens as each row of matches has, all counting the same. */
export function rankingOf(passages: readonly MadeUpPassage[], background = 0.3): Ranking {
  const tokens = passages[0]?.matches[0]?.length ?? 0;
  const tokenWeights = new Float32Array(tokens).fill(1 / tokens);
  const candidates = passages.map(({ sentences, matches, score, reading, overNoise = 2 }, id): Candidate => {
    const best = Array.from({ length: tokens }, (_, token) => Math.max(...matches.map((row) => row[token]!)));
    const lateInteraction = best.reduce((sum, match) => sum + match, 0) / tokens;
    let at = 0;
    const spans = sentences.map((sentence) => ({ start: at, end: (at += sentence.length) }));
    const text = sentences.join('');
    return {
      passage: { id, document: 'made-up.txt', ordinal: id, start: id * 1000, end: id * 1000 + text.length, text, sentences: spans },
      score: score ?? lateInteraction,
      lateInteraction,
      background,
      overNoise,
      similarityOverNoise: overNoise,
      similarity: 0.8,
      coverage: 0.5,
      nameMatch: 0,
      bm25: 1,
      sentenceMatches: matches.map((row) => Float32Array.from(row)),
      headingMatches: new Float32Array(tokens).fill(-1),
      ...(reading === undefined ? {} : { reading: { ...reading, words: reading.evidence } }),
    };
  });
  return { candidates: candidates.sort((a, b) => b.score - a.score), tokenWeights };
}
