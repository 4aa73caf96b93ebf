import type { Span } from './document.js';

/**
 * Groups neighbours so that no group's sizes add up to more than `limit` (a single larger one stands alone), in the fewest groups and
 * among those with the smallest largest group: a paragraph that needs two passages gets two of about the same length, not a full one and a
 * crumb. The spans are ranges of indexes and follow one another without a gap.
 */
export function packEvenly(sizes: readonly number[], limit: number): Span[] {
  const fewest = pack(sizes, limit);
  if (fewest.length < 2) return fewest;
  let low = Math.floor(sizes.reduce((sum, size) => sum + size, 0) / fewest.length);
  let high = limit;
  let best = fewest;
  while (low < high) {
    const middle = (low + high) >> 1;
    const groups = pack(sizes, middle);
    if (groups.length <= fewest.length) {
      best = groups;
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return best;
}

function pack(sizes: readonly number[], limit: number): Span[] {
  const groups: Span[] = [];
  let start = 0;
  let sum = 0;
  sizes.forEach((size, at) => {
    if (at > start && sum + size > limit) {
      groups.push({ start, end: at });
      start = at;
      sum = 0;
    }
    sum += size;
  });
  if (start < sizes.length) groups.push({ start, end: sizes.length });
  return groups;
}
