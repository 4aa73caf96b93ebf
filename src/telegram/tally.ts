/** Counts what happens often, so that it is told of now and then instead of each time. */
export interface Tally {
  count(): void;
}

/** Whoever reads the log learns of it at once, and then of how often, a few times an hour. */
const tellEveryMs = 10 * 60_000;

/**
 * Tells of the first at once; of those in the ten minutes after that together, when the next comes.
 * @param now monotonic, in milliseconds
 */
export function createTally(tell: (times: number) => void, now: () => number): Tally {
  let toldAt = Number.NEGATIVE_INFINITY;
  let times = 0;
  return {
    count: () => {
      times++;
      if (now() - toldAt < tellEveryMs) return;
      tell(times);
      toldAt = now();
      times = 0;
    },
  };
}
