/**
 * Each term's information: BM25's inverse document frequency (Robertson and Zaragoza, 2009), never below 0. A term in no passage has the
 * most, so that coverage falls when a question asks about something else.
 *
 * @param frequencies how many passages hold each term
 */
export function informationOf(frequencies: readonly number[], passageCount: number): number[] {
  return frequencies.map((frequency) => Math.log(1 + (passageCount - frequency + 0.5) / (frequency + 0.5)));
}

/**
 * Share of the question's information that a passage's words hold, in [0, 1]; 0 for a question without terms.
 *
 * @param held how certainly the passage contains each term, in [0, 1]
 */
export function coverageOf(held: readonly number[], information: readonly number[]): number {
  const total = information.reduce((sum, value) => sum + value, 0);
  if (total === 0) return 0;
  return information.reduce((sum, value, at) => sum + (held[at] ?? 0) * value, 0) / total;
}

/** The most informative items, at most `count`; of equal ones the earlier. */
export function mostInformative<Item>(items: readonly Item[], information: readonly number[], count: number): Item[] {
  return items
    .map((item, at) => ({ item, value: information[at] ?? 0 }))
    .sort((a, b) => b.value - a.value)
    .slice(0, count)
    .map(({ item }) => item);
}
