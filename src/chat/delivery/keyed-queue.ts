/** Runs tasks with the same key one after another, in the order given; tasks with different keys do not wait for each other. */
export interface KeyedQueue {
  run<Result>(key: string, task: () => Promise<Result>): Promise<Result>;
}

export function createKeyedQueue(): KeyedQueue {
  const last = new Map<string, Promise<unknown>>();
  return {
    run: (key, task) => {
      const result = (last.get(key) ?? Promise.resolve()).then(task);
      const end = result
        .catch(() => undefined)
        .then(() => {
          if (last.get(key) === end) last.delete(key);
        });
      last.set(key, end);
      return result;
    },
  };
}
