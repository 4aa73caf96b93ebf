/** What a piece of work took, and whether it let others have their turn. */
export interface Turns<Result> {
  readonly result: Result;
  /**
   * The longest turn of the event loop, in milliseconds of this process's computing time: what other programs of a busy machine take away from it
   * does not count.
   */
  readonly longestMs: number;
}

export async function longestTurn<Result>(work: () => Promise<Result>): Promise<Turns<Result>> {
  let longestMs = 0;
  let last = process.cpuUsage();
  const look = (): void => {
    const { user, system } = process.cpuUsage(last);
    longestMs = Math.max(longestMs, (user + system) / 1000);
    last = process.cpuUsage();
  };
  let watching: NodeJS.Immediate;
  const watch = (): void => {
    look();
    watching = setImmediate(watch);
  };
  watch();
  try {
    const result = await work();
    look();
    return { result, longestMs };
  } finally {
    clearImmediate(watching!);
  }
}
